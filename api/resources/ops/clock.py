"""Knows `/v1/clock`: the ledger's time, and moving it where a stack allows that."""

from datetime import datetime
from typing import Any

import pymongo
from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_as
from api.http.problems import Problem
from api.http.settings import COMMAND_BYTES, QUERY_SECONDS
from api.resources.ops.views import ClockSetting, ClockView
from api.routes import declared, demand_right, router, services_of
from api.services import Services
from ledger.mongo.shared_clock import ClockWouldGoBack, SharedClock
from ledger.store.listing import next_due

routes = router("clock 时钟")


@routes.get(
    "/clock",
    summary="台账时间 / the ledger's time",
    responses=documented.answers(ClockView, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("clock.read"),
)
async def get_clock(request: Request) -> Response:
    """`kind` is "movable" in an embedded stack, for demos and simulations, and "system" in production."""
    demand_right(request)
    return JsonAnswer(await run_in_threadpool(_reading, services_of(request)))


@routes.put(
    "/clock",
    summary="拨动时钟 / move the ledger's time (embedded stacks only)",
    responses=documented.answers(ClockView, refusals=(401, 403, 409, 413, 415, 422, 503)),
    openapi_extra=declared("clock.move", documented.body("ClockSetting")),
)
async def put_clock(request: Request) -> Response:
    """By a supervisor of the province; never back over an event that the ledger has."""
    services = services_of(request)
    setting = await read_as(request, ClockSetting, COMMAND_BYTES)
    demand_right(request)
    if not isinstance(services.clock, SharedClock):
        raise Problem(403, "clock-not-movable", "本系统的时钟不可拨动 / the clock of this stack cannot be moved")
    return JsonAnswer(await run_in_threadpool(_move, services, services.clock, setting.now))


def _move(services: Services, clock: SharedClock, to: datetime) -> dict[str, Any]:
    with pymongo.timeout(QUERY_SECONDS):
        try:
            clock.move(to)
        except ClockWouldGoBack as error:
            raise Problem(
                409,
                "clock-would-go-back",
                "台账已有此后的记录，时钟不能倒拨 / the ledger has events after that moment",
                latest=error.latest,
            ) from None
    return _reading(services)


def _reading(services: Services) -> dict[str, Any]:
    with pymongo.timeout(QUERY_SECONDS):
        kind = "movable" if isinstance(services.clock, SharedClock) else "system"
        return {"now": services.clock.now(), "kind": kind, "next_due_at": next_due(services.store)}
