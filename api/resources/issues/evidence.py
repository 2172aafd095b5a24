"""Knows `GET /v1/issues/{id}/attachments/{sha256}`: the files that an issue shows, for those who may read it."""

from typing import Annotated, Final

from fastapi import Path, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.params import Id
from api.routes import declared, reads_of, router
from api.serving.thumbnails import Shown, shown_file
from ledger.evidence.kinds import TAKEN, UNNAMED
from mobile_schema.fields import SHA256_PATTERN

routes = router("attachments 附件")

Hash = Annotated[str, Path(pattern=SHA256_PATTERN, description="SHA-256 of the bytes, hex, lower case")]
_BYTES: Final = {"schema": {"type": "string", "format": "binary"}}


@routes.get(
    "/issues/{issue_id}/attachments/{sha256}",
    summary="问题的附件 / a file that an event of the issue names",
    responses={
        **documented.problems((401, 404, 422, 503)),
        200: {"description": "OK", "content": dict.fromkeys((*TAKEN, UNNAMED), _BYTES)},
        304: {"description": "Not Modified"},
    },
    openapi_extra=declared("issue.evidence"),
)
async def get_evidence(request: Request, issue_id: Id, sha256: Hash, size: Shown = None) -> Response:
    """To be saved and never shown in place. Only what the one who named it had sent is there."""
    stored = await run_in_threadpool(reads_of(request).evidence, issue_id, sha256)
    return await shown_file(request, stored, sha256, size)
