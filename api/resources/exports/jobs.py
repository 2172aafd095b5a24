"""Knows `/v1/exports`: a list of any length as a file that is made meanwhile, told of, and fetched; one's own alone."""

from typing import Annotated, Final

from fastapi import Path, Request, Response
from pydantic import ValidationError

from api.exporting.asked import ExportAsked, Form
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_json
from api.http.problems import Problem, invalid_model
from api.http.settings import ENTRY_BYTES
from api.reads.lists import EXPORT
from api.resources.exports.at_once import address_of, disposition
from api.resources.exports.views import ExportView, shown
from api.routes import declared, demand_right, reads_of, router, services_of
from api.serving.ranges import ranged_answer
from ledger.jobs import exports
from ledger.jobs.exports import ExportJob, JobState, TooManyJobs

routes = router("exports 导出")

JobId = Annotated[str, Path(pattern=r"^[0-9A-Za-z_-]{1,40}$")]
_EXAMPLE: Final = {
    "query": {"light": "red", "region": "140100"},
    "form": "xlsx",
    "columns": "no,light,serial,description,due",
}
_SAVED: Final = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
_RANGE: Final = {
    "parameters": [
        {
            "name": name,
            "in": "header",
            "required": False,
            "schema": {"type": "string", "maxLength": 200},
            "description": said,
        }
        for name, said in (
            ("Range", "bytes=N- : go on from a byte"),
            ("If-Range", "its ETag: from there on only of the same file"),
        )
    ]
}


@routes.post(
    "/exports",
    summary="导出任务 / a list as a file, made meanwhile",
    status_code=202,
    responses=documented.answers(ExportView, status=202, refusals=(401, 403, 408, 413, 415, 422, 429, 503)),
    openapi_extra=declared(EXPORT, documented.body("ExportAsked", _EXAMPLE)),
)
async def post_export(request: Request) -> Response:
    """Of any length; `Location` tells how far it is. It shows what one reads as it is made, as of one moment, and
    nobody else sees it."""
    person, services = demand_right(request), services_of(request)
    try:
        asked = ExportAsked.model_validate_json(await read_json(request, ENTRY_BYTES))
    except ValidationError as error:
        raise invalid_model(error) from None
    keys, said, address = _keys(request), asked.model_dump(mode="json"), address_of(request)
    try:
        job = await services.ask(lambda: exports.keep_job(services.store, person.id, keys, said, address))
    except TooManyJobs:
        raise Problem(
            429,
            "too-many-exports",
            f"您还有 {exports.MOST_OPEN} 个导出未完成 / {exports.MOST_OPEN} exports of yours are not done yet",
            headers={"Retry-After": "30"},
            most=exports.MOST_OPEN,
        ) from None
    return JsonAnswer(shown(job), 202, {"Location": f"/v1/exports/{job.id}"})


@routes.get(
    "/exports/{export_id}",
    summary="导出进度 / how far an export is",
    responses=documented.answers(ExportView, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=declared(EXPORT),
)
async def get_export_job(request: Request, export_id: JobId) -> Response:
    """One's own; any other answers as one that is not there."""
    return JsonAnswer(shown(await _own(request, export_id)))


@routes.get(
    "/exports/{export_id}/file",
    summary="导出文件 / its file, from any byte on",
    responses={
        **documented.problems((401, 403, 404, 409, 410, 422, 503)),
        200: {
            "description": "OK",
            "content": {form.media_type: {"schema": {"type": "string", "format": "binary"}} for form in Form},
        },
        206: {"description": "Partial Content"},
        304: {"description": "Not Modified"},
        416: {"description": "Range Not Satisfiable"},
    },
    response_class=Response,
    openapi_extra=declared(EXPORT, _RANGE),
)
async def get_export_file(request: Request, export_id: JobId) -> Response:
    """Kept for seven days, then `410`; gone too for who does not read any more what they read as they asked."""
    services, job = services_of(request), await _own(request, export_id)
    if job.state is not JobState.DONE:
        raise Problem(409, "export-not-done", "导出尚未完成 / the export is not done", state=job.state)
    stored = None
    if job.keys == _keys(request):
        stored = await services.ask(lambda: exports.open_file(services.store, job))
    if stored is None or job.sha256 is None:
        raise Problem(410, "export-gone", "文件已不再保存,请重新导出 / the file is kept no longer: export again")
    headers = {**_SAVED, "Content-Disposition": disposition(job.name or "")}
    return ranged_answer(request, stored, job.sha256, Form(job.asked["form"]).media_type, headers)


def _keys(request: Request) -> tuple[str, ...]:
    """What the one who asks reads, by the keys of access. Raises Problem (403)."""
    return tuple(sorted(reads_of(request).bound(EXPORT).keys))


async def _own(request: Request, export_id: str) -> ExportJob:
    """Raises Problem: 403, 404."""
    person, services = demand_right(request), services_of(request)
    job = await services.ask(lambda: exports.find_job(services.store, export_id, person.id))
    if job is None:
        raise Problem(404, "unknown-export", "没有这个导出 / there is no such export")
    return job
