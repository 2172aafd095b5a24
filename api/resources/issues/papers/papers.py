"""Knows `GET /v1/issues/{id}/papers/…`: an issue's slip, letters and file, written in a process apart."""

import hashlib
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.params import Id
from api.http.problems import Problem, away
from api.printing.cells import Look
from api.reads.reads import Reads
from api.resources.issues.papers.issue_file import issue_file, photos_of
from api.resources.issues.papers.letters import assignment, reminder, supervision
from api.resources.issues.papers.telling import Told
from api.resources.issues.slip.slip import slip_of
from api.routes import declared, reads_of, router, services_of
from api.services import Services
from api.serving.apart import Bounds, BrokenOff, apart
from api.serving.thumbnails import thumbnail
from exchange.papers.as_docx import docx
from exchange.papers.as_pdf import pdf
from exchange.papers.faces import FontsMissing
from exchange.papers.paper import Paper, Photo
from ledger.evidence.imaging import PICTURES
from ledger.evidence.thumbnails import Size

routes = router("issues 问题")


class PaperKind(StrEnum):
    """Which paper."""

    SUPERVISION = "supervision"
    ASSIGNMENT = "assignment"
    REMINDER = "reminder"
    FILE = "file"


class PaperSuffix(StrEnum):
    """As which file."""

    PDF = "pdf"
    DOCX = "docx"


BOUNDS: Final = Bounds(seconds=30.0, memory=2 * 1024 * 1024 * 1024)
PHOTOS: Final = 12
"""As many as are shown: each is up to half a megabyte."""
_LETTERS: Final[Mapping[PaperKind, Callable[[Told], Paper]]] = {
    PaperKind.SUPERVISION: supervision,
    PaperKind.ASSIGNMENT: assignment,
    PaperKind.REMINDER: reminder,
}
_TITLES: Final[Mapping[PaperKind, str]] = {
    PaperKind.SUPERVISION: "督办单",
    PaperKind.ASSIGNMENT: "交办函",
    PaperKind.REMINDER: "提醒函",
    PaperKind.FILE: "问题档案",
}
_TYPES: Final[Mapping[PaperSuffix, str]] = {
    PaperSuffix.PDF: "application/pdf",
    PaperSuffix.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_BYTES: Final = {"schema": {"type": "string", "format": "binary"}}


@routes.get(
    "/issues/{issue_id}/papers/{kind}.{suffix}",
    summary="公文 / a paper of an issue: 督办单, 交办函, 提醒函, 问题档案",
    responses={
        **documented.problems((401, 404, 409, 422, 503)),
        200: {"description": "OK", "content": dict.fromkeys(_TYPES.values(), _BYTES)},
    },
    openapi_extra=declared("issue.paper"),
)
async def get_paper(request: Request, issue_id: Id, kind: PaperKind, suffix: PaperSuffix) -> Response:
    """A draft on the layout of GB/T 9704: its number, date and seal are the office's. As long as no event is added to
    the issue and no deadline passes, the same bytes. `409`: `not-assigned` (a letter needs a unit), `nothing-to-remind`
    (no clock runs).
    """
    told = await run_in_threadpool(_told, reads_of(request), issue_id)
    paper = await _paper(request, told, kind)
    try:
        made = await _made(services_of(request), paper, suffix)
    except FontsMissing as fault:
        raise Problem(503, "fonts-missing", str(fault)) from None
    except BrokenOff:
        raise away("paper-broken-off", "公文未能生成，请稍后再试 / no paper was made: try later") from None
    name = f"{_TITLES[kind]}-{told.issue.serial}-{told.issue.version}.{suffix}"
    plain = f"{kind}-{told.issue.serial}-{told.issue.version}.{suffix}"
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "ETag": f'"{hashlib.sha256(made).hexdigest()}"',
    }
    return Response(made, headers=headers, media_type=_TYPES[suffix])


async def _made(services: Services, paper: Paper, suffix: PaperSuffix) -> bytes:
    if suffix is PaperSuffix.PDF:
        return await apart(BOUNDS, services.papers, pdf, paper, services.settings.fonts)
    return await apart(BOUNDS, services.papers, docx, paper)


def _told(reads: Reads, name: str) -> Told:
    issue, archived, events, explained = reads.slip(name, "issue.paper")
    slip = slip_of(reads, issue, archived, events, explained)
    return Told(issue, slip, events, Look(reads.rules.catalogue, reads.rules.zone))


async def _paper(request: Request, told: Told, kind: PaperKind) -> Paper:
    if kind is not PaperKind.FILE:
        return _LETTERS[kind](told)
    named = photos_of(told)
    services = services_of(request)
    stored = await run_in_threadpool(reads_of(request).shown_on_paper, told.issue.id, named)
    pictures = [sha256 for sha256, file in stored.items() if (file.metadata or {}).get("media_type") in PICTURES]
    photos: list[Photo] = []
    for sha256 in pictures[:PHOTOS]:
        try:
            drawn = await thumbnail(services, stored[sha256], sha256, Size.LARGE)
        except Problem as problem:
            if problem.slug != "unreadable-attachment":
                raise
            continue
        photos.append(Photo(drawn, named[sha256]))
    return issue_file(told, photos, len(pictures) - len(photos))
