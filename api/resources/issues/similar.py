"""Knows `GET /v1/issues/{id}/similar`: which issues may be the same, and why."""

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Id
from api.http.views import View
from api.routes import declared, reads_of, router
from api.shown.similar import SimilarView, similar_view

routes = router("issues 问题")


class SimilarIssues(View):
    items: list[SimilarView]


@routes.get(
    "/issues/{issue_id}/similar",
    summary="疑似重复 / which issues may be the same, and why",
    responses=documented.answers(SimilarIssues, refusals=(401, 404, 422, 503)),
    openapi_extra=declared("issue.similar"),
)
async def get_similar(request: Request, issue_id: Id) -> Response:
    """Ten at most, the likest first, of those that one may read: of the same project, or near, about the same time,
    alike in words. Nothing is merged by it."""
    found = await run_in_threadpool(reads_of(request).similar, issue_id)
    return JsonAnswer({"items": [similar_view(each) for each in found]})
