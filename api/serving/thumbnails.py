"""Knows how a stored picture is shown small to who may see it: drawn apart when it is first asked for, then kept."""

import tempfile
from pathlib import Path
from typing import IO, Annotated, Final

import pymongo
from anyio import CapacityLimiter, fail_after
from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from gridfs.grid_file import GridOut

from api.http import etags
from api.http.problems import Problem, away
from api.http.settings import QUERY_SECONDS
from api.routes import services_of
from api.services import Services
from api.serving.apart import Bounds, BrokenOff, apart
from api.serving.files import SAFE, file_answer
from ledger.evidence.drawn import keep_thumbnail, kept_thumbnail
from ledger.evidence.faults import Unreadable
from ledger.evidence.imaging import PICTURES
from ledger.evidence.thumbnails import DRAWN_AS, Size, draw

Shown = Annotated[
    Size | None,
    Query(description="照片缩图 / of a picture a JPEG within 256, 640 or 1600 pixels, without metadata"),
]
BOUNDS: Final = Bounds(seconds=20.0, memory=1024 * 1024 * 1024)
"""A picture of all the pixels that are taken is decoded in some 400 MB and 4 s at worst."""
_CHUNK: Final = 256 * 1024


async def shown_file(request: Request, stored: GridOut | None, sha256: str, size: Size | None) -> Response:
    """A file that may be seen, or a thumbnail of it where a size is asked for. Raises Problem."""
    if size is None or stored is None:
        return file_answer(request, stored, sha256)
    tag = f'"{sha256}-{size.value}"'
    headers = {**SAFE, "Content-Disposition": "inline", "ETag": f"W/{tag}"}
    if etags.is_known(request, tag):
        return Response(status_code=304, headers={name: headers[name] for name in ("ETag", "Cache-Control")})
    return Response(await thumbnail(services_of(request), stored, sha256, size), 200, headers, DRAWN_AS)


async def thumbnail(services: Services, stored: GridOut, sha256: str, size: Size) -> bytes:
    """A stored picture as a JPEG of a size. Raises Problem, also of what is no picture."""
    media_type = (stored.metadata or {}).get("media_type")
    if media_type not in PICTURES:
        raise Problem(422, "no-picture", "该附件不是照片,没有缩图 / this file is no picture", media_type=media_type)
    kept = await services.ask(lambda: kept_thumbnail(services.store, sha256, size))
    if kept is not None:
        return kept
    try:
        with fail_after(BOUNDS.seconds):
            drawn = await _drawn(services.thumbnails, stored, media_type, size)
    except Unreadable as fault:
        raise Problem(422, "unreadable-attachment", fault.detail) from None
    except (TimeoutError, BrokenOff):
        raise away("thumbnail-broken-off", "缩图未能生成,请稍后再试 / no thumbnail was made: try later") from None
    await services.ask(lambda: keep_thumbnail(services.store, sha256, size, drawn))
    return drawn


async def _drawn(turns: CapacityLimiter, stored: GridOut, media_type: str, size: Size) -> bytes:
    """Who waits for a turn has no copy of the picture yet: that of a photo may have 50 MiB."""
    async with turns:
        with tempfile.NamedTemporaryFile() as copy:
            await run_in_threadpool(_copy, stored, copy)
            return await apart(BOUNDS, CapacityLimiter(1), draw, Path(copy.name), media_type, size)


def _copy(stored: GridOut, to: IO[bytes]) -> None:
    with pymongo.timeout(QUERY_SECONDS):
        while chunk := stored.read(_CHUNK):
            to.write(chunk)
    to.flush()
