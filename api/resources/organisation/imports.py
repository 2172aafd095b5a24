"""Knows `POST /v1/registry/import`: entries come in as a file, in the form that `xiaohao registry` takes."""

import tempfile
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import Query, Request, Response

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_into
from api.http.params import Truth
from api.http.problems import Problem, away
from api.reads.reading import not_permitted
from api.resources.organisation.deciding import CHANGE, refusal
from api.resources.organisation.examples import BOOK, CONTENT, CSV, YAML
from api.resources.organisation.taking import IMPORT_BYTES, File, Form, NotTaken, Taken, take
from api.resources.organisation.views import Imported
from api.routes import acting, declared, demand_right, router, services_of
from api.services import Services
from api.serving.apart import Bounds, BrokenOff, apart
from ledger.registry.days import local_day
from ledger.registry.keeping.history import By

routes = router("organisation 名录维护")

SECONDS: Final = 120.0
_MEMORY: Final = 4 * 1024**3
_FORMS: Final = {CSV: Form.CSV, YAML: Form.YAML, BOOK: Form.BOOK}
_BODY: Final[dict[str, Any]] = {"requestBody": {"required": True, "content": CONTENT}}


@routes.post(
    "/registry/import",
    summary="导入名录 / import a file of entries, all or nothing",
    responses=documented.answers(Imported, refusals=(401, 403, 408, 413, 415, 422, 503)),
    openapi_extra=declared(CHANGE, _BODY),
)
async def post_import(
    request: Request,
    dry_run: Annotated[Truth, Query(description="只说会改什么 / say what would change, and change nothing")] = False,
    reason: Annotated[str | None, Query(min_length=1, max_length=500)] = None,
) -> Response:
    """YAML of any kinds, CSV of one, or an office's own list of units, people or projects (CSV or a workbook), whose
    head and kind are found. Every fault is told with its line; with one, nothing is taken."""
    services = services_of(request)
    form = _form(request)
    demand_right(request)
    with tempfile.NamedTemporaryFile() as kept:
        await read_into(kept.write, request, IMPORT_BYTES)
        kept.flush()
        at = await services.ask(services.clock.now)
        today = local_day(at, services.rules.current.zone)
        file = File(Path(kept.name), form, By(acting(request), at, reason), today, dry_run)
        taken = await _taken(services, file)
    await services.rules.read()
    came = taken.came
    counts = {name: {k: n for k, n in getattr(came, name).items() if n} for name in ("created", "changed", "same")}
    return JsonAnswer({"dry_run": dry_run, "version": came.version, **counts, "without_post": taken.without_post})


async def _taken(services: Services, file: File) -> Taken:
    """Raises Problem: 403, 422; 503 when it takes too long, the one before it included."""
    try:
        outcome = await apart(Bounds(SECONDS, _MEMORY), services.imports, take, services.settings.mongo_url, file)
    except BrokenOff:
        raise away(
            "import-broken-off",
            "导入未能完成,请看变更记录,再拆分文件或稍后再试 / "
            "the import did not come to its end: look into the history, then send less, or later",
        ) from None
    if isinstance(outcome, NotTaken):
        if not outcome.in_all:
            raise not_permitted()
        raise refusal(outcome.faults, outcome.in_all, forbidden=outcome.forbidden)
    return outcome


def _form(request: Request) -> Form:
    """Raises Problem (415)."""
    found = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if found not in _FORMS:
        known = list(_FORMS)
        raise Problem(
            415,
            "unknown-media-type",
            f"只接受 {'、'.join(known)} / only {', '.join(known)} is taken",
            found=found[:100],
            known=known,
        )
    return _FORMS[found]
