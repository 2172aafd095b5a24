"""Knows `GET /v1/alerts` and their acknowledgement: the messages (督办提醒) that overdue issues raise."""

from typing import Annotated, Any

from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_json
from api.http.params import Cursor, IssueName, Limit, RegionCode, Truth
from api.http.problems import invalid_model
from api.http.settings import COMMAND_BYTES
from api.routes import acting, declared, reads_of, router, services_of
from api.services import Services
from api.shown.told import Tellings
from api.stream.alert_view import AlertPage, AlertView, alert_view
from ledger.issue.words.handling import Acknowledgement
from ledger.mongo.pages import Page
from ledger.registry.actors import Actor

routes = router("alerts 督办提醒")


@routes.get(
    "/alerts",
    summary="督办提醒 / alerts, newest first",
    responses=documented.answers(AlertPage, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("alert.list"),
)
async def get_alerts(  # noqa: PLR0917 - the query's parameters, named by those who call it
    request: Request,
    mine: Annotated[Truth, Query(description="只看发给我的 / only those sent to me")] = True,
    region: RegionCode = None,
    issue: IssueName = None,
    acknowledged: Annotated[Truth | None, Query()] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """`mine=false` shows all of the issues that one may read; `region` is that of the issue, with all below it."""
    told, after = Tellings(reads_of(request)), cursors.read_key(cursor)

    def page() -> Page[dict[str, Any]]:
        wanted = told.alerts_wanted(mine=mine, region=region, issue=issue, acknowledged=acknowledged)
        return told.alerts(wanted, limit, after)

    return JsonAnswer(cursors.answer(await run_in_threadpool(page), alert_view))


@routes.post(
    "/alerts/{alert_id}/acknowledge",
    summary="确认提醒 / say that an alert was seen; its repeats end, the clock goes on",
    responses=documented.answers(AlertView, refusals=(401, 403, 404, 413, 415, 422, 503)),
    openapi_extra=declared(
        "alert.acknowledge",
        documented.body(Acknowledgement.__name__, {"note": "已约谈责任单位。"}, required=False),
    ),
)
async def post_acknowledge(
    request: Request, alert_id: Annotated[str, Path(max_length=200, pattern=r"^[0-9A-Za-z._:/-]+$")]
) -> Response:
    """By its recipient, or a supervisor over the issue; a `note` is kept. Doing it twice changes nothing."""
    note = _note(await read_json(request, COMMAND_BYTES))
    services, told = services_of(request), Tellings(reads_of(request))
    return JsonAnswer(await run_in_threadpool(_acknowledge, services, told, acting(request), alert_id, note))


def _note(body: bytes) -> str | None:
    """What a body says, if there is one. Raises Problem (422)."""
    try:
        return Acknowledgement.model_validate_json(body, strict=True).note if body else None
    except ValidationError as error:
        raise invalid_model(error) from None


def _acknowledge(services: Services, told: Tellings, actor: Actor, alert_id: str, note: str | None) -> dict[str, Any]:
    services.acknowledge(actor, alert_id, note)
    return alert_view(told.alert(alert_id))
