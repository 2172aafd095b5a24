"""Knows `/v1/attachments/{sha256}`: photos and files, sent apart from their reports, under the hash of their bytes."""

import re
import tempfile
from collections.abc import AsyncIterator
from typing import IO, Annotated, Final

import pymongo
from anyio import to_thread
from fastapi import Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from api.http import documented, etags
from api.http.answers import JsonAnswer
from api.http.bodies import read_into
from api.http.problems import Problem
from api.resources.reports.views import AttachmentView
from api.routes import router, services_of
from api.services import COMMAND_SECONDS, QUERY_SECONDS, Services
from ledger.evidence.faults import UnknownKind, Unreadable
from ledger.evidence.files import has_attachment, keep_attachment, open_attachment
from ledger.evidence.kinds import TAKEN, UNNAMED, Examined, HashMismatch, examine
from mobile_schema.fields import MAX_ATTACHMENT_BYTES, SHA256_PATTERN

routes = router("attachments 附件")

Hash = Annotated[str, Path(pattern=SHA256_PATTERN, description="SHA-256 of the bytes, hex, lower case")]
_MEDIA_TYPE: Final = re.compile(r"^[a-z]+/[A-Za-z0-9][A-Za-z0-9.+-]{0,99}$")
_IN_MEMORY: Final = 1024 * 1024
_CHUNK: Final = 256 * 1024
_BYTES: Final = {"schema": {"type": "string", "format": "binary"}}
_BINARY: Final = dict.fromkeys((*TAKEN, UNNAMED), _BYTES)
# What people uploaded is handed out, never run: not as a page, a script or a style.
_SAFE: Final = {
    "Content-Disposition": "attachment",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=31536000, immutable",
}


@routes.put(
    "/attachments/{sha256}",
    status_code=201,
    summary="上传附件 / store bytes under their own hash",
    responses=documented.answers(
        AttachmentView, status=201, refusals=(401, 413, 415, 422, 503), also={200: AttachmentView}
    ),
    openapi_extra={"requestBody": {"required": True, "content": _BINARY}},
)
async def put_attachment(request: Request, sha256: Hash) -> Response:
    """Taken are photos that decode (JPEG, PNG, WebP) and PDF documents; the media type answered is that of the bytes.

    201 when they are new, 200 when they were here already.
    """
    services = services_of(request)
    sent_as = _media_type(request)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        await read_into(spool.write, request, MAX_ATTACHMENT_BYTES)
        size = spool.tell()
        file, new = await to_thread.run_sync(_keep, services, sha256, spool, sent_as, limiter=services.pictures)
    return JsonAnswer({"sha256": sha256, "media_type": file.media_type, "bytes": size}, 201 if new else 200)


@routes.get(
    "/attachments/{sha256}",
    summary="下载附件 / the stored bytes",
    responses={
        **documented.answers(AttachmentView, refusals=(401, 404, 422, 503)),
        200: {"description": "OK", "content": _BINARY},
        304: {"description": "Not Modified"},
    },
)
async def get_attachment(request: Request, sha256: Hash) -> Response:
    """The bytes with the media type they came with, to be saved and never shown in place."""
    services = services_of(request)
    tag = f'"{sha256}"'
    if etags.is_known(request, tag) and await run_in_threadpool(has_attachment, services.store, sha256):
        return Response(status_code=304, headers={"ETag": tag})
    with pymongo.timeout(QUERY_SECONDS):
        stored = await run_in_threadpool(open_attachment, services.store, sha256)
    if stored is None:
        raise Problem(404, "unknown-attachment", "没有这个附件 / there is no such attachment", sha256=sha256)

    async def content() -> AsyncIterator[bytes]:
        while chunk := await run_in_threadpool(stored.read, _CHUNK):
            yield chunk

    media_type = (stored.metadata or {}).get("media_type", "application/octet-stream")
    headers = {**_SAFE, "ETag": tag, "Content-Length": str(stored.length)}
    return StreamingResponse(content(), headers=headers, media_type=media_type)


def _media_type(request: Request) -> str:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not _MEDIA_TYPE.match(media_type):
        raise Problem(415, "no-media-type", "请用 Content-Type 说明附件类型 / say the media type in Content-Type")
    return media_type


def _keep(services: Services, sha256: str, content: IO[bytes], sent_as: str) -> tuple[Examined, bool]:
    """The file, and whether it is new here. Raises Problem."""
    try:
        file = examine(sha256, content, sent_as)
    except HashMismatch as other:
        title = "内容与哈希不符 / the bytes do not have this hash"
        raise Problem(422, "hash-mismatch", title, actual=other.actual) from None
    except UnknownKind as other:
        raise Problem(415, "unknown-media-type", other.detail, found=other.found, known=TAKEN) from None
    except Unreadable as fault:
        raise Problem(422, "unreadable-attachment", fault.detail) from None
    with pymongo.timeout(COMMAND_SECONDS):
        return file, keep_attachment(services.store, file)
