"""Knows `GET /v1/alerts` and their acknowledgement: the messages (督办提醒) that overdue issues raise."""

from typing import Annotated, Any

import pymongo
from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_json
from api.http.params import Cursor, IssueName, Limit, RegionCode
from api.http.problems import invalid_model
from api.http.settings import COMMAND_BYTES
from api.routes import acting, issue_id_behind, person_of, router, services_of
from api.services import COMMAND_SECONDS, QUERY_SECONDS, Services
from api.stream.alert_view import AlertPage, AlertView, alert_view
from ledger.issue.commands import Acknowledgement
from ledger.mongo.pages import Key
from ledger.registry.actors import Actor
from ledger.store.alerts import AlertFilter, list_alerts
from ledger.store.archive.places import find_alert
from ledger.store.carrying_out import acknowledge

routes = router("alerts 督办提醒")


@routes.get("/alerts", summary="督办提醒 / alerts, newest first", responses=documented.answers(AlertPage))
async def get_alerts(  # noqa: PLR0917 - the query's parameters, named by those who call it
    request: Request,
    mine: Annotated[bool, Query(description="只看发给我的 / only those sent to me")] = True,
    region: RegionCode = None,
    issue: IssueName = None,
    acknowledged: Annotated[bool | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """`mine=false` shows everyone's; `region` is that of the issue, with all below it."""
    recipient = person_of(request).id if mine else None
    if issue is not None:
        issue = await issue_id_behind(services_of(request), issue)
    wanted = AlertFilter(recipient, region, issue, acknowledged)
    return JsonAnswer(await run_in_threadpool(_page, services_of(request), wanted, limit, cursors.read_key(cursor)))


@routes.post(
    "/alerts/{alert_id}/acknowledge",
    summary="确认提醒 / say that an alert was seen; its repeats end, the clock goes on",
    responses=documented.answers(AlertView, refusals=(401, 403, 404, 413, 415, 422, 503)),
    openapi_extra=documented.body(Acknowledgement.__name__, {"note": "已约谈责任单位。"}, required=False),
)
async def post_acknowledge(
    request: Request, alert_id: Annotated[str, Path(max_length=200, pattern=r"^[0-9A-Za-z._:/-]+$")]
) -> Response:
    """By its recipient, or a supervisor over the issue; a `note` is kept. Doing it twice changes nothing."""
    services, actor = services_of(request), acting(request)
    note = _note(await read_json(request, COMMAND_BYTES))
    return JsonAnswer(await run_in_threadpool(_acknowledge, services, alert_id, actor, note))


def _note(body: bytes) -> str | None:
    """What a body says, if there is one. Raises Problem (422)."""
    try:
        return Acknowledgement.model_validate_json(body, strict=True).note if body else None
    except ValidationError as error:
        raise invalid_model(error) from None


def _page(services: Services, wanted: AlertFilter, limit: int, after: Key | None) -> dict[str, Any]:
    with pymongo.timeout(QUERY_SECONDS):
        return cursors.answer(list_alerts(services.store, wanted, limit, after), alert_view)


def _acknowledge(services: Services, alert_id: str, actor: Actor, note: str | None) -> dict[str, Any]:
    with pymongo.timeout(COMMAND_SECONDS):
        acknowledge(services.store, alert_id, actor, note, clock=services.clock, rules=services.rules.current)
        return alert_view(find_alert(services.store, alert_id) or {})
