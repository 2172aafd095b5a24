"""Knows `/v1/attachments/{sha256}`: photos and files, sent under their hash and read back by who sent them."""

import re
import tempfile
from datetime import UTC, datetime
from io import SEEK_END
from typing import IO, Annotated, Final

import pymongo
from anyio import to_thread
from fastapi import Path, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.accepting.quota import demand_quota
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_into
from api.http.problems import Problem
from api.http.settings import COMMAND_SECONDS
from api.resources.reports.views import AttachmentView
from api.routes import declared, demand_right, reads_of, router, services_of
from api.services import Services
from api.serving.thumbnails import Shown, shown_file
from ledger.evidence.faults import UnknownKind, Unreadable
from ledger.evidence.files import keep_attachment
from ledger.evidence.kinds import TAKEN, UNNAMED, Examined, HashMismatch, examine
from ledger.evidence.uploads import note_upload
from ledger.registry.entries import Person
from mobile_schema.fields import MAX_ATTACHMENT_BYTES, SHA256_PATTERN

routes = router("attachments 附件")

Hash = Annotated[str, Path(pattern=SHA256_PATTERN, description="SHA-256 of the bytes, hex, lower case")]
_MEDIA_TYPE: Final = re.compile(r"^[a-z]+/[A-Za-z0-9][A-Za-z0-9.+-]{0,99}$")
_IN_MEMORY: Final = 1024 * 1024
_BYTES: Final = {"schema": {"type": "string", "format": "binary"}}
_BINARY: Final = dict.fromkeys((*TAKEN, UNNAMED), _BYTES)


@routes.put(
    "/attachments/{sha256}",
    status_code=201,
    summary="上传附件 / store bytes under their own hash",
    responses=documented.answers(
        AttachmentView, status=201, refusals=(401, 403, 413, 415, 422, 429, 503), also={200: AttachmentView}
    ),
    openapi_extra=declared("attachment.put", {"requestBody": {"required": True, "content": _BINARY}}),
)
async def put_attachment(request: Request, sha256: Hash) -> Response:
    """Taken are photos that decode (JPEG, PNG, WebP) and PDF documents; the media type answered is that of the bytes.

    201 when they are new of the one who sends them, 200 when that one sent them before. Nobody sends without end.
    """
    services, sent_as = services_of(request), _media_type(request)
    person = demand_right(request)
    await run_in_threadpool(demand_quota, services.store, person.id)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        await read_into(spool.write, request, MAX_ATTACHMENT_BYTES)
        size = spool.tell()
        file, new = await to_thread.run_sync(_keep, services, person, sha256, spool, sent_as, limiter=services.pictures)
    return JsonAnswer({"sha256": sha256, "media_type": file.media_type, "bytes": size}, 201 if new else 200)


@routes.get(
    "/attachments/{sha256}",
    summary="本人上传的附件 / the bytes that one sent oneself",
    responses={
        **documented.answers(AttachmentView, refusals=(401, 404, 422, 503)),
        200: {"description": "OK", "content": _BINARY},
        304: {"description": "Not Modified"},
    },
    openapi_extra=declared("attachment.read"),
)
async def get_attachment(request: Request, sha256: Hash, size: Shown = None) -> Response:
    """HEAD tells a phone what is still to be sent. What others sent is read under an issue that shows it."""
    stored = await run_in_threadpool(reads_of(request).own_file, sha256)
    return await shown_file(request, stored, sha256, size)


def _media_type(request: Request) -> str:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not _MEDIA_TYPE.match(media_type):
        raise Problem(415, "no-media-type", "请用 Content-Type 说明附件类型 / say the media type in Content-Type")
    return media_type


def _keep(services: Services, person: Person, sha256: str, content: IO[bytes], sent_as: str) -> tuple[Examined, bool]:
    """The file, and whether it is new of this person. Raises Problem."""
    try:
        file = examine(sha256, content, sent_as)
    except HashMismatch as other:
        title = "内容与哈希不符 / the bytes do not have this hash"
        raise Problem(422, "hash-mismatch", title, actual=other.actual) from None
    except UnknownKind as other:
        raise Problem(415, "unknown-media-type", other.detail, found=other.found, known=TAKEN) from None
    except Unreadable as fault:
        raise Problem(422, "unreadable-attachment", fault.detail) from None
    content.seek(0, SEEK_END)
    size = content.tell()
    with pymongo.timeout(COMMAND_SECONDS):
        keep_attachment(services.store, file)
        return file, note_upload(services.store, sha256, person.id, size, datetime.now(UTC))
