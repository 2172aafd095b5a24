"""Knows `GET /v1/issues/{id}/explain`: why each clock is due when it is, what fired, what fires next and to whom."""

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Id
from api.resources.issues.explain_view import ExplanationView
from api.routes import declared, reads_of, router

routes = router("issues 问题")


@routes.get(
    "/issues/{issue_id}/explain",
    summary="逐条说明 / why everything is as it is on an issue, in sentences and as data",
    responses=documented.answers(ExplanationView, refusals=(401, 404, 422, 503)),
    openapi_extra=declared("issue.explain"),
)
async def get_explanation(request: Request, issue_id: Id) -> Response:
    """By id or 编号, as of now: what comes is what will fire if nothing happens, to those who hold the posts now."""
    return JsonAnswer(await run_in_threadpool(reads_of(request).explanation, issue_id))
