"""Knows `/v1/complaints`: the register of complaints about intermediaries, entered, withdrawn, listed and counted."""

from collections.abc import Callable
from typing import Annotated, Any, Final

import pymongo
from fastapi import Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.bodies import read_as
from api.http.params import Cursor, Limit, Moment, RegionCode
from api.http.settings import COMMAND_SECONDS, QUERY_SECONDS, REPORT_BYTES
from api.resources.complaints.entering import entered, withdrawn
from api.resources.complaints.listing import Asked, counts_of, history_of, page_of
from api.resources.complaints.views import (
    EXAMPLE,
    ComplaintCounts,
    ComplaintHistory,
    ComplaintList,
    ComplaintVersion,
    ComplaintWithdrawal,
    NewComplaint,
    told_version,
)
from api.routes import declared, demand_right, router, services_of
from ledger.complaints.complaint import ComplaintKind
from ledger.complaints.rights import ENTER, READ
from mobile_schema.fields import UUID7_PATTERN
from mobile_schema.reports.figure import MONTH_PATTERN

routes = router("complaints 中介投诉")

_REFUSALS: Final = (400, 401, 403, 404, 408, 409, 413, 415, 422, 503)
Complaint = Annotated[str, Path(pattern=UUID7_PATTERN)]
Month = Annotated[str | None, Query(pattern=MONTH_PATTERN, description="收到月份 / received in it")]
AsOf = Annotated[Moment | None, Query(description="账上当时的数据 / as it was known at this moment; now unless given")]


@routes.post(
    "/complaints",
    summary="登记投诉 / enter a complaint about an intermediary, or correct one",
    responses=documented.answers(ComplaintVersion, refusals=_REFUSALS),
    openapi_extra=declared(ENTER, documented.body("NewComplaint", EXAMPLE)),
)
async def post_complaint(request: Request) -> Response:
    """By supervisors of the region, and staff of the unit that received it. The same again keeps nothing; what
    `corrects` the last version takes its place, and both stay."""
    said = await read_as(request, NewComplaint, REPORT_BYTES)
    services, person = services_of(request), demand_right(request)
    return await _answer(lambda: told_version(entered(services, person, said)), COMMAND_SECONDS)


@routes.post(
    "/complaints/{complaint_id}/withdrawal",
    summary="撤回投诉 / withdraw a complaint: it stays, and no longer counts",
    responses=documented.answers(ComplaintVersion, refusals=_REFUSALS),
    openapi_extra=declared(ENTER, documented.body("ComplaintWithdrawal")),
)
async def post_complaint_withdrawal(request: Request, complaint_id: Complaint) -> Response:
    """By those who may correct it, with the reason."""
    said = await read_as(request, ComplaintWithdrawal, REPORT_BYTES)
    services, person = services_of(request), demand_right(request)
    return await _answer(lambda: told_version(withdrawn(services, person, complaint_id, said)), COMMAND_SECONDS)


@routes.get(
    "/complaints",
    summary="中介登记簿 / complaints of one's regions, or of one's unit",
    responses=documented.answers(ComplaintList, refusals=(401, 403, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_complaints(  # noqa: PLR0917 - the parameters of a query
    request: Request,
    region: RegionCode = None,
    kind: ComplaintKind | None = None,
    month: Month = None,
    as_of: AsOf = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The last received first, the withdrawn ones too; a unit has those that it received or is to answer for."""
    services, person = services_of(request), demand_right(request)
    asked = Asked(region, kind, month, as_of)
    return await _answer(lambda: page_of(services, person, asked, limit, cursor), QUERY_SECONDS)


@routes.get(
    "/complaints/counts",
    summary="投诉统计 / how many complaints by kind and by region, the fees asked, the days taken",
    responses=documented.answers(ComplaintCounts, refusals=(401, 403, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_complaint_counts(
    request: Request,
    region: RegionCode = None,
    kind: ComplaintKind | None = None,
    month: Month = None,
    as_of: AsOf = None,
) -> Response:
    """Of those that one may see; a withdrawn one counts as nothing."""
    services, person = services_of(request), demand_right(request)
    return await _answer(lambda: counts_of(services, person, Asked(region, kind, month, as_of)), QUERY_SECONDS)


@routes.get(
    "/complaints/{complaint_id}",
    summary="投诉各次登记 / a complaint with every version of it",
    responses=documented.answers(ComplaintHistory, refusals=(401, 403, 404, 422, 503)),
    openapi_extra=declared(READ),
)
async def get_complaint(request: Request, complaint_id: Complaint) -> Response:
    """By the id of its first version."""
    services, person = services_of(request), demand_right(request)
    return await _answer(lambda: history_of(services, person, complaint_id), QUERY_SECONDS)


async def _answer(found: Callable[[], dict[str, Any]], seconds: float) -> Response:
    def timed() -> dict[str, Any]:
        with pymongo.timeout(seconds):
            return found()

    return JsonAnswer(await run_in_threadpool(timed))
