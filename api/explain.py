"""Knows `GET /v1/issues/{id}/explain`: why each clock is due when it is, what fired, what fires next and to whom."""

import pymongo
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from xiaohao.api import documented
from xiaohao.api.answers import JsonAnswer
from xiaohao.api.explain_view import ExplanationView
from xiaohao.api.issues import Id
from xiaohao.api.routes import router, services_of
from xiaohao.api.services import QUERY_SECONDS, Services
from xiaohao.ledger.explaining.told import Explanation
from xiaohao.ledger.store.explaining import explain

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
