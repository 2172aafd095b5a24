"""Knows `GET /v1/channels` and `/v1/deliveries`: where alerts go outside the app, how that fares; for the province."""

from typing import Annotated, Any, Literal

import pymongo
from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Cursor, Limit
from api.http.problems import Problem
from api.resources.alerts.channel_views import ChannelList, DeliveryPage, DeliveryView
from api.routes import person_of, router, services_of
from api.services import QUERY_SECONDS, Services
from channels.listing import channel_lines
from channels.queue.deliveries import DeliveryFilter, list_deliveries
from ledger.mongo.pages import Key
from mobile_schema.vocabulary import Level, Role

routes = router("channels 通知渠道")

_REFUSALS = (401, 403, 422, 503)


@routes.get(
    "/channels",
    summary="通知渠道 / endpoints outside the app, and how each fares",
    responses=documented.answers(ChannelList, refusals=_REFUSALS),
)
async def get_channels(request: Request) -> Response:
    """For supervisors of the province. No secret, and no robot's whole address, is ever shown."""
    _demand_province(request)
    return JsonAnswer(await run_in_threadpool(_channels, services_of(request)))


@routes.get(
    "/deliveries",
    summary="投递记录 / what was sent of an alert, newest first: attempts, results, next try",
    responses=documented.answers(DeliveryPage, refusals=_REFUSALS),
)
async def get_deliveries(  # noqa: PLR0917 - the query's parameters, named by those who call it
    request: Request,
    alert: Annotated[str | None, Query(max_length=200, pattern=r"^[0-9A-Za-z._:/-]+$")] = None,
    state: Annotated[Literal["waiting", "deferred", "sending", "delivered", "failed"] | None, Query()] = None,
    endpoint: Annotated[str | None, Query(max_length=60, pattern=r"^[0-9a-z-]+$")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """For supervisors of the province. Its times are the machine's own, not the ledger's movable clock."""
    _demand_province(request)
    wanted = DeliveryFilter(alert, state, endpoint)
    return JsonAnswer(await run_in_threadpool(_page, services_of(request), wanted, limit, cursors.read_key(cursor)))


def _demand_province(request: Request) -> None:
    person = person_of(request)
    if person.role is not Role.SUPERVISOR or person.level is not Level.PROVINCE:
        raise Problem(403, "not-permitted", "仅省级督办人员可查看 / for supervisors of the province only")


def _channels(services: Services) -> dict[str, Any]:
    with pymongo.timeout(QUERY_SECONDS):
        return {"items": channel_lines(services.store)}


def _page(services: Services, wanted: DeliveryFilter, limit: int, after: Key | None) -> dict[str, Any]:
    with pymongo.timeout(QUERY_SECONDS):
        return cursors.answer(list_deliveries(services.store, wanted, limit, after), _delivery)


def _delivery(document: dict[str, Any]) -> dict[str, Any]:
    return {name: document.get("_id" if name == "id" else name) for name in DeliveryView.model_fields}
