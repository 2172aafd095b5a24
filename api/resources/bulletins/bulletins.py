"""Knows `GET /v1/bulletins`: which were built, whether they were issued, and their files as they were built."""

import hashlib
from dataclasses import replace
from enum import StrEnum
from typing import Annotated, Any, Final
from urllib.parse import quote

import pymongo
from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.problems import Problem, away, invalid
from api.http.views import View
from api.routes import declared, demand_right, person_of, router, services_of
from api.services import Services
from api.serving.apart import Bounds, BrokenOff, apart
from exchange.papers.as_docx import docx
from exchange.papers.as_pdf import pdf
from exchange.papers.faces import FontsMissing
from ledger.access.scopes import scope_of
from mobile_schema.faults import Fault
from oversight.bulletins.files import data_workbook
from oversight.bulletins.keeping import KeptBulletin, UnknownBulletin, kept_bulletin, kept_bulletins
from oversight.bulletins.making import Bulletin
from oversight.bulletins.stored import built_again
from oversight.ranking.periods import NoPeriod, period_of
from oversight.ranking.stored import Ledger

routes = router("rankings 排名")

READ: Final = "bulletin.read"
BOUNDS: Final = Bounds(seconds=60.0, memory=2 * 1024 * 1024 * 1024)
_SECONDS: Final = 30.0
BulletinId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


class FileSuffix(StrEnum):
    """As which file."""

    DOCX = "docx"
    XLSX = "xlsx"
    PDF = "pdf"


_TYPES: Final = {
    FileSuffix.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileSuffix.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileSuffix.PDF: "application/pdf",
}
_BYTES: Final = {"schema": {"type": "string", "format": "binary"}}


class BulletinView(View):
    """`frozen_at` is the moment of its figures; `sha256` that of each file; who has issued it, where anybody has."""

    id: str
    title: str
    rule: str
    version: str
    period: str
    frozen_at: AwareDatetime
    position: str
    built_at: AwareDatetime
    built_by: str
    sha256: dict[str, str]
    issued_at: AwareDatetime | None
    issued_by: str | None


class BulletinList(View):
    items: list[BulletinView]


@routes.get(
    "/bulletins",
    summary="通报 / the bulletins that were built",
    responses=documented.answers(BulletinList, refusals=(401, 403, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_bulletins(
    request: Request,
    rule: Annotated[str | None, Query(max_length=60)] = None,
    period: Annotated[str | None, Query(max_length=10, description="2019-08, 2019-Q3, 2019")] = None,
) -> Response:
    """The last built first; they are of the whole ledger, and none is shown to who may not read all of it."""
    demand_right(request)
    services, of = services_of(request), _period(period)

    def found() -> list[dict[str, Any]]:
        if not _reads_all(request, services):
            return []
        with pymongo.timeout(_SECONDS):
            kept = list(kept_bulletins(services.store))
        return [_told(each) for each in kept if rule in {None, each.rule} and of in {None, each.period}]

    return JsonAnswer({"items": await run_in_threadpool(found)})


@routes.get(
    "/bulletins/{bulletin_id}/bulletin.{suffix}",
    summary="通报的文件 / a file of a bulletin: Word, the workbook behind it, PDF",
    responses={
        **documented.problems((401, 403, 404, 409, 422, 503)),
        200: {"description": "OK", "content": dict.fromkeys(_TYPES.values(), _BYTES)},
    },
    openapi_extra=declared(READ),
)
async def get_bulletin_file(request: Request, bulletin_id: BulletinId, suffix: FileSuffix) -> Response:
    """Made again of what stood on the ledger when it was frozen, and given only where it is the very file that was
    kept, by its SHA-256. `409 other-file`: other fonts, or another version of the software.
    """
    demand_right(request)
    services = services_of(request)
    kept = await run_in_threadpool(_kept, request, services, bulletin_id)
    made = await _made(services, await run_in_threadpool(_again, services, kept), suffix)
    if hashlib.sha256(made).hexdigest() != kept.sha256[suffix]:
        raise _other_file(kept)
    name = f"{kept.rule}-{kept.period}.{suffix}"
    headers = {
        "Content-Disposition": f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(f'{kept.title}.{suffix}')}",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "ETag": f'"{kept.sha256[suffix]}"',
    }
    return Response(made, headers=headers, media_type=_TYPES[suffix])


def _period(text: str | None) -> str | None:
    """A period as bulletins have it written. Raises Problem (422)."""
    try:
        return None if text is None else period_of(text).name
    except NoPeriod as error:
        raise invalid([Fault("request.query.period", str(error), "no-period")]) from None


async def _made(services: Services, bulletin: Bulletin, suffix: FileSuffix) -> bytes:
    try:
        if suffix is FileSuffix.PDF:
            return await apart(BOUNDS, services.papers, pdf, bulletin.paper, services.settings.fonts)
        if suffix is FileSuffix.DOCX:
            return await apart(BOUNDS, services.papers, docx, bulletin.paper)
        shown = replace(bulletin, basis=replace(bulletin.basis, rows=(), items=()))
        return await apart(BOUNDS, services.papers, data_workbook, shown)
    except FontsMissing as fault:
        raise Problem(503, "fonts-missing", str(fault)) from None
    except BrokenOff:
        raise away("paper-broken-off", "文件未能生成，请稍后再试 / no file was made: try later") from None


def _kept(request: Request, services: Services, identity: str) -> KeptBulletin:
    try:
        if not _reads_all(request, services):
            raise UnknownBulletin("没有这份通报 / there is no such bulletin")
        with pymongo.timeout(_SECONDS):
            return kept_bulletin(services.store, identity)
    except UnknownBulletin as error:
        raise Problem(404, "unknown-bulletin", str(error)) from None


def _again(services: Services, kept: KeptBulletin) -> Bulletin:
    rules = services.rules.current
    with pymongo.timeout(_SECONDS):
        made = built_again(kept, Ledger(services.store, rules.catalogue, rules.zone, kept.frozen_at))
    if made.id != kept.id:
        raise _other_file(kept)
    return made


def _other_file(kept: KeptBulletin) -> Problem:
    return Problem(
        409,
        "other-file",
        f"现在生成的文件与 {kept.built_at:%Y-%m-%d} 留存的不同(字体、软件或名录不同),请用当时生成的文件 / "
        "made now it would be another file than is kept (other fonts, version, registry): use the one built then",
    )


def _reads_all(request: Request, services: Services) -> bool:
    """Whether every region is theirs: what a bulletin and its workbook tell is of all of them."""
    scope = scope_of(person_of(request), READ)
    return all(scope.covers_region(code) for code in services.rules.current.catalogue.regions)


def _told(kept: KeptBulletin) -> dict[str, Any]:
    return {name: getattr(kept, name) for name in BulletinView.model_fields}
