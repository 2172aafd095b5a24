"""Knows `POST /v1/site-visits`, `/v1/incidents` and `/v1/sync`: reports from the field, on their way to Kafka."""

from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.accepting.accepting import Taking
from api.accepting.reading import KINDS, Report, read_report
from api.accepting.several import SyncAnswer, TakenReceipt, result, take_each, take_one, too_large
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_json
from api.http.problems import Problem
from api.http.settings import REPORT_BYTES, SYNC_BYTES
from api.routes import acting, declared, demand_right, router, routes_of, services_of
from api.services import Services
from ledger.intake.incoming import report_id_in
from ledger.registry.actors import Actor
from mobile_schema.reports.sync import BadSyncError, ItemType, split_sync

routes = router("reports 报告")

Item = tuple[ItemType, bytes] | BadSyncError
_TAKEN = documented.answers(
    TakenReceipt, status=202, refusals=(401, 403, 409, 413, 415, 422, 503), also={200: TakenReceipt}
)


@routes.post(
    "/site-visits",
    status_code=202,
    summary="进工地报告 / one site visit",
    responses=_TAKEN,
    openapi_extra=declared("report.send", documented.body("SiteVisit")),
)
async def post_site_visit(request: Request) -> Response:
    """Taken when all in-sync replicas of the broker have it; the phone keeps its copy until the receipt says
    `in_ledger`. The same id and the same bytes again: 200 with the original receipt."""
    return await _take_one(request, "site_visit")


@routes.post(
    "/incidents",
    status_code=202,
    summary="阻工扰工事件 / one obstruction incident (an allegation)",
    responses=_TAKEN,
    openapi_extra=declared("report.send", documented.body("ObstructionIncident")),
)
async def post_incident(request: Request) -> Response:
    """As for a site visit."""
    return await _take_one(request, "incident")


MOST_ASKED = routes_of(routes, post_site_visit, post_incident)


@routes.post(
    "/sync",
    summary="手机队列 / a phone's queue: up to 200 mixed reports, an answer for each",
    responses=documented.answers(SyncAnswer, refusals=(401, 403, 413, 415, 422, 503)),
    openapi_extra=declared("report.send", documented.body("SyncRequest")),
)
async def post_sync(request: Request) -> Response:
    """One bad report spoils no other. The status is 200 whatever became of them; `unavailable` ones are sent again."""
    services = services_of(request)
    body = await read_json(request, SYNC_BYTES)
    try:
        items = await run_in_threadpool(split_sync, body)
    except BadSyncError as error:
        raise Problem(422, "invalid", f"队列无法读取 / the queue cannot be read: {str(error)[:300]}") from None
    demand_right(request)
    outcomes = await _take_queue(services, items, acting(request))
    results = [
        result(index, None if isinstance(item, BadSyncError) else report_id_in(item[1]), outcome)
        for index, (item, outcome) in enumerate(zip(items, outcomes, strict=True))
    ]
    return JsonAnswer({"results": results})


async def _take_one(request: Request, kind: ItemType) -> Response:
    services = services_of(request)
    report = read_report(KINDS[kind], await read_json(request, REPORT_BYTES))
    demand_right(request)
    unknown = await _unknown(services, report)
    if unknown is not None:
        raise unknown
    return await take_one(services.intake, report, acting(request))


async def _take_queue(services: Services, items: list[Item], reporter: Actor) -> list[Taking | Problem]:
    """What became of each item, in order."""
    read: list[Report | Problem] = await run_in_threadpool(_read_items, items, REPORT_BYTES)
    for index, report in enumerate(read):
        if isinstance(report, Report):
            read[index] = await _unknown(services, report) or report
    return await take_each(services.intake, read, reporter)


def _read_items(items: list[Item], limit: int) -> list[Report | Problem]:
    return [_read_item(item, limit) for item in items]


def _read_item(item: Item, limit: int) -> Report | Problem:
    if isinstance(item, BadSyncError):
        known: dict[str, Any] = {"known": list(item.known)} if item.known else {}
        return Problem(422, "invalid", f"该项无法读取 / this item cannot be read: {str(item)[:300]}", **known)
    kind, raw = item
    if len(raw) > limit:
        return too_large(limit)
    try:
        return read_report(KINDS[kind], raw)
    except Problem as problem:
        return problem


async def _unknown(services: Services, report: Report) -> Problem | None:
    """What a report names that the registry does not have."""
    if not await services.rules.knows_project(report.project_code):
        return Problem(
            422,
            "unknown-project",
            "项目库中没有该项目代码 / the registry has no project with this code",
            project_code=report.project_code,
        )
    category = await services.rules.unknown_category(report.categories)
    if category is None:
        return None
    return Problem(
        422, "unknown-category", "名录中没有该问题类别 / the registry has no such category", category=category.value
    )
