"""Knows `GET /v1/counts`: how many open issues stand in each state, of those that one may read."""

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.views import View
from api.routes import declared, reads_of, router
from mobile_schema.vocabulary import State

routes = router("issues 问题")


class Counts(View):
    """The open issues, all and by state; those that ended are counted by no list."""

    open: int
    by_state: dict[State, int]


@routes.get(
    "/counts",
    summary="未销号问题数 / how many issues are open",
    responses=documented.answers(Counts, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("issue.count"),
)
async def get_counts(request: Request) -> Response:
    """What the list would show of each state that is open."""
    counts = await run_in_threadpool(reads_of(request).counts)
    return JsonAnswer({"open": sum(counts.values()), "by_state": counts})
