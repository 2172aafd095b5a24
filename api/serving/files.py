"""Knows how a stored file is handed out: to be saved, never run, and kept by no cache past the right to see it."""

from collections.abc import AsyncIterator
from typing import Final

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from gridfs.grid_file import GridOut

from api.http import etags
from api.http.problems import Problem

_CHUNK: Final = 256 * 1024
# What people uploaded is handed out, never run: not as a page, a script or a style.
SAFE: Final = {
    "Content-Disposition": "attachment",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-cache",
}


def file_answer(request: Request, stored: GridOut | None, sha256: str) -> Response:
    """The bytes with the media type they have; 304 to who has them, asked only of what may be seen. Raises Problem."""
    if stored is None:
        raise Problem(404, "unknown-attachment", "没有这个附件 / there is no such attachment", sha256=sha256)
    tag = f'"{sha256}"'
    if etags.is_known(request, tag):
        return Response(status_code=304, headers={"ETag": tag, "Cache-Control": SAFE["Cache-Control"]})

    async def content() -> AsyncIterator[bytes]:
        while chunk := await run_in_threadpool(stored.read, _CHUNK):
            yield chunk

    media_type = (stored.metadata or {}).get("media_type", "application/octet-stream")
    headers = {**SAFE, "ETag": tag, "Content-Length": str(stored.length)}
    return StreamingResponse(content(), headers=headers, media_type=media_type)
