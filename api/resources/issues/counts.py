"""Knows `GET /v1/counts`: how many open issues stand in each state, of those that one may read."""

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.counts import Counts
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.views import View
from api.routes import declared, reads_of, router
from ledger.issue.issue import OPEN_STATES
from mobile_schema.vocabulary import Light, State

routes = router("issues 问题")


class CountsView(View):
    """The open issues, all, by state and by light; boards have those that ended too."""

    open: int
    by_state: dict[State, int]
    by_light: dict[Light, int]


@routes.get(
    "/counts",
    summary="未销号问题数 / how many issues are open",
    responses=documented.answers(CountsView, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("issue.count"),
)
async def get_counts(request: Request) -> Response:
    """What the list would show of each state that is open, and of these under each light."""
    total, _ = await run_in_threadpool(Counts(reads_of(request)).standing_of_all)
    by_state = {state: total.of(state) for state in State if state in OPEN_STATES}
    by_light = {Light.RED: total.red, Light.YELLOW: total.yellow, Light.GREEN: total.green}
    return JsonAnswer({"open": total.open, "by_state": by_state, "by_light": by_light})
