"""Knows `/v1/channels` and `GET /v1/deliveries`: where alerts go outside the app, how that fares, trying one out."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import pymongo
from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.changes import ChangePage, Changes, change_view
from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Cursor, Limit
from api.http.problems import Problem
from api.http.settings import QUERY_SECONDS
from api.resources.alerts.channel_views import ChannelList, DeliveryPage, DeliveryView, TrialView
from api.routes import declared, demand_right, reads_of, router, services_of
from api.services import Services
from channels.endpoints.changes import CHANNELS
from channels.endpoints.trials import EVERY, TriedLately, UnknownEndpoint, ask_trial
from channels.listing import channel_lines
from channels.queue.deliveries import DeliveryFilter, list_deliveries
from ledger.mongo.pages import Key

routes = router("channels 通知渠道")

_REFUSALS = (401, 403, 422, 503)


@routes.get(
    "/channels",
    summary="通知渠道 / endpoints outside the app, and how each fares",
    responses=documented.answers(ChannelList, refusals=_REFUSALS),
    openapi_extra=declared("channel.read"),
)
async def get_channels(request: Request) -> Response:
    """For the province, auditors and administrators. No secret, and no robot's whole address, is ever shown."""
    demand_right(request)
    return JsonAnswer(await run_in_threadpool(_channels, services_of(request)))


@routes.post(
    "/channels/{endpoint_id}/try",
    status_code=202,
    summary="试发 / let a test message go to an endpoint",
    responses=documented.answers(TrialView, status=202, refusals=(401, 403, 404, 422, 429, 503)),
    openapi_extra=declared("channel.try"),
)
async def post_trial(
    request: Request, endpoint_id: Annotated[str, Path(max_length=60, pattern=r"^[0-9a-z-]+$")]
) -> Response:
    """The deliverer sends it, past the queue, where it alone may send; what came back stands on the endpoint (`trial`).
    Once a minute."""
    person, services = demand_right(request), services_of(request)
    try:
        trial = await services.ask(lambda: ask_trial(services.store, endpoint_id, person.id, datetime.now(UTC)))
    except UnknownEndpoint:
        raise Problem(404, "unknown-channel", "没有这个渠道 / there is no such endpoint") from None
    except TriedLately as error:
        left = max(1, round((error.at + EVERY - datetime.now(UTC)).total_seconds()))
        raise Problem(
            429,
            "tried-lately",
            f"一分钟内只试发一次,请 {left} 秒后再试 / once a minute: try again in {left} s",
            headers={"Retry-After": str(left)},
        ) from None
    return JsonAnswer(_trial(services, trial), status=202)


@routes.get(
    "/history/channels",
    summary="通知渠道的变更 / who added, switched and removed endpoints",
    responses=documented.answers(ChangePage, refusals=_REFUSALS),
    openapi_extra=declared("channel.read"),
)
async def get_channels_history(request: Request, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """The latest first. No address and no secret is kept there."""
    before, changes = cursors.read_name(cursor), Changes(reads_of(request))
    page = await run_in_threadpool(changes.of, "channel.read", CHANNELS, limit, before)
    return JsonAnswer(cursors.answer(page, change_view))


@routes.get(
    "/deliveries",
    summary="投递记录 / what was sent of an alert, newest first: attempts, results, next try",
    responses=documented.answers(DeliveryPage, refusals=_REFUSALS),
    openapi_extra=declared("channel.read"),
)
async def get_deliveries(  # noqa: PLR0917 - the query's parameters, named by those who call it
    request: Request,
    alert: Annotated[str | None, Query(max_length=200, pattern=r"^[0-9A-Za-z._:/-]+$")] = None,
    state: Annotated[Literal["waiting", "deferred", "sending", "delivered", "failed"] | None, Query()] = None,
    endpoint: Annotated[str | None, Query(max_length=60, pattern=r"^[0-9a-z-]+$")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """As the channels. Its times are the machine's own, not the ledger's movable clock."""
    demand_right(request)
    wanted = DeliveryFilter(alert, state, endpoint)
    return JsonAnswer(await run_in_threadpool(_page, services_of(request), wanted, limit, cursors.read_key(cursor)))


def _channels(services: Services) -> dict[str, Any]:
    with pymongo.timeout(QUERY_SECONDS):
        lines = channel_lines(services.store)
    return {"items": [line | {"trial": line["trial"] and _trial(services, line["trial"])} for line in lines]}


def _trial(services: Services, trial: Mapping[str, Any]) -> dict[str, Any]:
    person = services.rules.current.catalogue.persons.get(trial["by"])
    return {**trial, "by_name": person and person.name}


def _page(services: Services, wanted: DeliveryFilter, limit: int, after: Key | None) -> dict[str, Any]:
    with pymongo.timeout(QUERY_SECONDS):
        return cursors.answer(list_deliveries(services.store, wanted, limit, after), _delivery)


def _delivery(document: dict[str, Any]) -> dict[str, Any]:
    return {name: document.get("_id" if name == "id" else name) for name in DeliveryView.model_fields}
