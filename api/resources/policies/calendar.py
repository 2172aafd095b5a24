"""Knows `GET /v1/calendar`: which days are worked where, as the clocks count them."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated, Any, Final

from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import RegionCode
from api.http.problems import invalid
from api.http.views import View
from api.reads import Reads
from api.routes import declared, demand_right, reads_of, router
from ledger.calendar.named_days import DayKind, named_days
from ledger.registry.days import LocalDay
from mobile_schema.faults import Fault

routes = router("policies 督办规则")

MOST_DAYS: Final = 400
_USUAL: Final = timedelta(days=30)
_EARLIEST, _LATEST = date(1000, 1, 1), date(2999, 12, 31)


class CalendarDay(View):
    """A day: of the plain week (`working`, `weekend`), a holiday (放假), or a weekend that is worked (`made_up` 调休).

    `provisional`: no notice has settled it yet, and a weekday counts as worked until one does.
    """

    day: date
    kind: DayKind
    working: bool
    provisional: bool
    name_zh: str | None
    name_en: str | None


class CalendarView(View):
    """The days of a region; `version` changes whenever any day may have."""

    region: str
    version: str
    today: date
    working_days: int
    days: list[CalendarDay]


@routes.get(
    "/calendar",
    summary="日历 / which days are worked, as the clocks count them",
    responses=documented.answers(CalendarView, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("policy.read"),
)
async def get_calendar(
    request: Request,
    region: RegionCode = None,
    first: Annotated[LocalDay | None, Query(description="today unless given")] = None,
    last: Annotated[LocalDay | None, Query(description="30 days after `first` unless given")] = None,
) -> Response:
    """Up to 400 days, both ends included; of one's own region unless another is asked for."""
    person = demand_right(request)
    return JsonAnswer(await run_in_threadpool(_calendar, reads_of(request), region or person.region, first, last))


def _calendar(reads: Reads, region: str, first: date | None, last: date | None) -> dict[str, Any]:
    today, calendars = reads.today(), reads.rules.calendars
    first, last = _span(first or today, last)
    days = [asdict(day) for day in named_days(calendars, region, first, last)]
    return {
        "region": region,
        "version": calendars.version,
        "today": today,
        "working_days": sum(day["working"] for day in days),
        "days": days,
    }


def _span(first: date, last: date | None) -> tuple[date, date]:
    """The days that are asked for. Raises Problem (422)."""
    if _EARLIEST <= first <= _LATEST - _USUAL:
        last = last or first + _USUAL
        if first <= last <= _LATEST and (last - first).days < MOST_DAYS:
            return first, last
    said = f"至多 {MOST_DAYS} 天,在 1000 至 2999 年间;at most {MOST_DAYS} days in order, of the years 1000 to 2999"
    raise invalid([Fault("request.query.first", said, "span")])
