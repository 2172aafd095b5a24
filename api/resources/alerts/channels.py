"""Knows `GET /v1/channels` and `/v1/deliveries`: where alerts go outside the app, how that fares."""

from typing import Annotated, Any, Literal

import pymongo
from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.changes import ChangePage, Changes, change_view
from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Cursor, Limit
from api.http.settings import QUERY_SECONDS
from api.resources.alerts.channel_views import ChannelList, DeliveryPage, DeliveryView
from api.routes import declared, demand_right, reads_of, router, services_of
from api.services import Services
from channels.endpoints.changes import CHANNELS
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
        return {"items": channel_lines(services.store)}


def _page(services: Services, wanted: DeliveryFilter, limit: int, after: Key | None) -> dict[str, Any]:
    with pymongo.timeout(QUERY_SECONDS):
        return cursors.answer(list_deliveries(services.store, wanted, limit, after), _delivery)


def _delivery(document: dict[str, Any]) -> dict[str, Any]:
    return {name: document.get("_id" if name == "id" else name) for name in DeliveryView.model_fields}
