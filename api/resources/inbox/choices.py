"""Knows `/v1/me/notices`: by which channels outside the app I want notices, when none, and whether in a digest."""

from typing import Any, Final

import pymongo
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.settings import QUERY_SECONDS
from api.resources.inbox.asked import read_body
from api.resources.inbox.views import ChoiceView
from api.routes import declared, demand_right, router, services_of
from channels.choices import Choice, Kept, keep_choice, read_choice

routes = router("me 本人")

_EXAMPLE: Final = {
    "channels": {"assigned": ["wecom", "email"], "merged": []},
    "otherwise": ["email"],
    "quiet_hours": {"from": "22:00", "to": "07:30"},
    "digest_at": None,
}


@routes.get(
    "/me/notices",
    summary="我的通知方式 / by which channels I want notices",
    responses=documented.answers(ChoiceView, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("me.notices"),
)
async def get_my_notices(request: Request) -> Response:
    """In the app every notice is there, whatever I choose; escalations go as their policy says."""
    services, mine = services_of(request), demand_right(request).id

    def read() -> Kept:
        with pymongo.timeout(QUERY_SECONDS):
            return read_choice(services.store, mine)

    return JsonAnswer(_view(await run_in_threadpool(read)))


@routes.put(
    "/me/notices",
    summary="设定我的通知方式 / choose by which channels I want notices",
    responses=documented.answers(ChoiceView, refusals=(401, 403, 408, 413, 415, 422, 503)),
    openapi_extra=declared("me.notices", documented.body(Choice.__name__, _EXAMPLE)),
)
async def put_my_notices(request: Request) -> Response:
    """The whole choice: what is left out is as if it had never been chosen. What waits already goes as before."""
    choice = await read_body(request, Choice)
    services, mine = services_of(request), demand_right(request).id
    at = services.wall.now()

    def keep() -> None:
        with pymongo.timeout(QUERY_SECONDS):
            keep_choice(services.store, mine, choice, at)

    await run_in_threadpool(keep)
    return JsonAnswer(_view(Kept(choice, at)))


def _view(kept: Kept) -> dict[str, Any]:
    return {**kept.choice.model_dump(mode="json", by_alias=True), "changed_at": kept.changed_at}
