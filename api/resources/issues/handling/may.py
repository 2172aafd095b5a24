"""Knows `GET /v1/issues/{id}/may`: what who asks may do with an issue now, and where not why, and what is missing.

The ledger's own code says it (`ledger.decisions.handling.may`).
"""

from dataclasses import asdict
from typing import Any, Final

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime, Field

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Id
from api.http.views import View
from api.routes import declared, reads_of, router
from ledger.decisions.handling.may import May
from ledger.registry.catalogue import Catalogue
from mobile_schema.vocabulary import Level

routes = router("commands 办理")


class EvidenceWanted(View):
    """A kind of evidence that has to come with a request for closure; `photo`: a stored photo alone shows it."""

    kind: str
    name_zh: str
    name_en: str
    photo: bool


class MissingView(View):
    """What there has to be: `evidence` comes with the command, all else comes first; null where it is no matter.

    `level` may do it, `recheck` (`solved`, or `on_site`) is awaited, `requested_by` alone withdraws it, from `again_at`
    on it may be done, `duplicates` are parted first, `waiting` are the instructions that are answered first.
    """

    level: Level | None
    recheck: str | None
    evidence: list[EvidenceWanted] | None
    requested_by: str | None
    again_at: AwareDatetime | None
    duplicates: list[str] | None
    waiting: list[int] | None


class MayView(View):
    """Whether a command may be given now; if not, `why` is the problem that giving it would be."""

    command: str = Field(examples=["approve-closure"])
    title_zh: str
    ok: bool
    why: str | None = Field(examples=["recheck-missing"])
    why_zh: str | None
    why_en: str | None
    missing: MissingView


class InformantMayView(View):
    """Whether one may give who told of it (线索人), look at them, and read who did: no command, and on no version."""

    give: bool
    look: bool
    lines: bool


class MayPage(View):
    """Every command, as of the `version` of the issue; and what one may do with who told of it."""

    version: int
    items: list[MayView]
    informant: InformantMayView


_MISSING: Final = tuple(MissingView.model_fields)


@routes.get(
    "/issues/{issue_id}/may",
    summary="可执行的操作 / what one may do with an issue now, and why not",
    responses=documented.answers(MayPage, refusals=(401, 404, 422, 503)),
    openapi_extra=declared("issue.read"),
)
async def get_may(request: Request, issue_id: Id) -> Response:
    """Of every command; what its own words may be refused with, only giving it tells (or `dry_run`)."""
    reads = reads_of(request)
    version, found = await run_in_threadpool(reads.may, issue_id)
    informant = asdict(await run_in_threadpool(reads.may_inform, issue_id))
    items = may_views(found, reads.rules.catalogue)
    return JsonAnswer({"version": version, "items": items, "informant": informant})


def may_views(found: tuple[May, ...], catalogue: Catalogue) -> list[dict[str, Any]]:
    """Each as `MayView` declares it."""
    return [_view(each, catalogue) for each in found]


def _view(one: May, catalogue: Catalogue) -> dict[str, Any]:
    zh, _, en = ("", "", "") if one.why_not is None else one.why_not.detail.partition(" / ")
    missing: dict[str, Any] = dict.fromkeys(_MISSING) | dict(one.missing)
    if missing["evidence"] is not None:
        missing["evidence"] = [_evidence(kind, catalogue) for kind in missing["evidence"]]
    return {
        "command": one.command.name,
        "title_zh": one.command.title(),
        "ok": one.ok,
        "why": None if one.why_not is None else one.why_not.reason.value,
        "why_zh": zh or None,
        "why_en": en or None,
        "missing": missing,
    }


def _evidence(code: str, catalogue: Catalogue) -> dict[str, Any]:
    kind = catalogue.evidence[code]
    return {"kind": kind.code, "name_zh": kind.name_zh, "name_en": kind.name_en, "photo": kind.photo}
