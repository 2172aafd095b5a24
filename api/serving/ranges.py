"""Knows how a large stored file is handed out from any of its bytes on (RFC 9110 §14): what broke off goes on."""

import re
from collections.abc import AsyncIterator
from typing import Final

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from gridfs.grid_file import GridOut

from api.http import etags

_CHUNK: Final = 256 * 1024
_RANGE: Final = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


def ranged_answer(request: Request, stored: GridOut, sha256: str, media_type: str, headers: dict[str, str]) -> Response:
    """All of it, one range of it (206), nothing to who has it (304), or 416 where it has no such bytes.

    It is never compressed: the bytes that a range counts are those of the file.
    """
    tag = f'"{sha256}"'
    headers = {**headers, "ETag": tag, "Accept-Ranges": "bytes", "Content-Encoding": "identity"}
    if etags.is_known(request, tag):
        return Response(status_code=304, headers=headers)
    size = stored.length
    asked = _asked(request, tag)
    if asked is None:
        return _bytes(stored, 0, size, 200, media_type, headers)
    first, last = _meant(*asked, size)
    if first > last:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return _bytes(stored, first, last + 1 - first, 206, media_type, headers)


def _asked(request: Request, tag: str) -> tuple[str, str] | None:
    """The range that is asked for of this very file; None where all is, or what we do not read."""
    if request.headers.get("if-range", tag) != tag:
        return None
    found = _RANGE.fullmatch(request.headers.get("range", ""))
    return None if found is None or not any(found.groups()) else (found[1], found[2])


def _meant(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and the last byte; `-5` are the last five."""
    if not first:
        return max(0, size - int(last)), size - 1 if int(last) else -1
    return int(first), min(size - 1, int(last)) if last else size - 1


def _bytes(  # noqa: PLR0917 - which bytes of what, and how they are told
    stored: GridOut, first: int, many: int, status: int, media_type: str, headers: dict[str, str]
) -> Response:
    async def content() -> AsyncIterator[bytes]:
        left = many
        await run_in_threadpool(stored.seek, first)
        while left and (chunk := await run_in_threadpool(stored.read, min(left, _CHUNK))):
            left -= len(chunk)
            yield chunk

    return StreamingResponse(content(), status, {**headers, "Content-Length": str(many)}, media_type)
