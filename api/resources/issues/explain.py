"""Knows `GET /v1/issues/{id}/explain`: why each clock is due when it is, what fired, what fires next and to whom."""

import pymongo
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Id
from api.resources.issues.explain_view import ExplanationView
from api.routes import router, services_of
from api.services import QUERY_SECONDS, Services
from oversight.explain.stored import explain
from oversight.explain.told import Explanation

routes = router("issues 问题")


@routes.get(
    "/issues/{issue_id}/explain",
    summary="逐条说明 / why everything is as it is on an issue, in sentences and as data",
    responses=documented.answers(ExplanationView, refusals=(401, 404, 422, 503)),
)
async def get_explanation(request: Request, issue_id: Id) -> Response:
    """By id or 编号, as of now: what comes is what will fire if nothing happens, to those who hold the posts now."""
    return JsonAnswer(await run_in_threadpool(_explain, services_of(request), issue_id))


def _explain(services: Services, issue_id: str) -> Explanation:
    with pymongo.timeout(QUERY_SECONDS):
        return explain(services.store, issue_id, services.rules.current, services.clock.now())
