"""Knows `GET /v1/boards/days` and `/v1/boards/hours`: new, struck off and overdue by day; what falls due today."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Final

from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime

from api.counts import Counts
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import RegionCode
from api.http.problems import invalid
from api.http.views import View
from api.resources.boards.lists import Number, number, running
from api.routes import declared, reads_of, router
from ledger.counting.cells import day_begins
from ledger.counting.happened import ON_TIME, SHOWN_NEW, SHOWN_STRUCK_OFF, STRUCK_OFF
from ledger.registry.days import LocalDay, local_day
from mobile_schema.faults import Fault
from mobile_schema.vocabulary import State

routes = router("boards 看板")

MOST_DAYS: Final = 366
_USUAL: Final = timedelta(days=29)
_MILLISECOND: Final = timedelta(milliseconds=1)
_EARLIEST, _LATEST = date(1000, 1, 1), date(2999, 12, 31)
"""The years of `steps`: at the ends of the calendar a day has no moment at which it begins or ends."""


class DayRow(View):
    """One local day. `overdue` fell due in it and are red still; the days of due times end at midnight in China.

    Of what has gone to the archive, the list needs `archived=true`.
    """

    day: date
    new: Number
    struck_off: Number
    on_time: int
    overdue: Number


class Days(View):
    """`on_time_rate` is of those struck off in these days: no step of theirs was late; null where there are none.

    It is of one's regions, for a unit's people of what their unit led, and so is `on_time`.
    """

    as_of: AwareDatetime
    region: str | None
    days: list[DayRow]
    on_time_rate: float | None


class HourRow(View):
    """What falls due in an hour from `at` on, and is escalated where nobody does anything."""

    at: AwareDatetime
    due: Number


class Hours(View):
    as_of: AwareDatetime
    region: str | None
    hours: list[HourRow]


@routes.get(
    "/boards/days",
    summary="逐日 / new, struck off and overdue by day",
    responses=documented.answers(Days, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("issue.count"),
)
async def get_days(
    request: Request,
    region: RegionCode = None,
    first: Annotated[LocalDay | None, Query(description="30 days before `last` unless given")] = None,
    last: Annotated[LocalDay | None, Query(description="today unless given")] = None,
) -> Response:
    """Up to a year, both ends included."""
    return JsonAnswer(await run_in_threadpool(_days, Counts(reads_of(request)), region, first, last))


@routes.get(
    "/boards/hours",
    summary="今日到期 / what falls due today, by hour",
    responses=documented.answers(Hours, refusals=(401, 403, 422, 503)),
    openapi_extra=declared("issue.count"),
)
async def get_hours(request: Request, region: RegionCode = None) -> Response:
    """Until midnight, from the hour that is going on; hours in which nothing falls due are left out."""
    return JsonAnswer(await run_in_threadpool(_hours, Counts(reads_of(request)), region))


def _days(counts: Counts, region: str | None, first: date | None, last: date | None) -> dict[str, Any]:
    now = counts.now()
    first, last = _span(first, last, local_day(now, counts.reads.rules.zone))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    happened = counts.happened_by_day(region, first, last)
    overdue = counts.overdue_by_day(region, map(_due, days), now)
    struck_off, on_time = (sum(times.get(name, 0) for times in happened.values()) for name in (STRUCK_OFF, ON_TIME))
    return {
        "as_of": now,
        "region": region,
        "days": [_day(counts, region, day, happened.get(day, {}), overdue.get(_due(day), 0), now) for day in days],
        "on_time_rate": on_time / struck_off if struck_off else None,
    }


def _span(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    """The days that are asked for. Raises Problem (422)."""
    last = last or today
    if _EARLIEST <= last <= _LATEST:
        first = first or last - _USUAL
        if _EARLIEST <= first <= last < first + timedelta(days=MOST_DAYS):
            return first, last
    said = "至多 366 天,在 1000 至 2999 年间;at most 366 days, in their order, of the years 1000 to 2999"
    raise invalid([Fault("request.query.first", said, "span")])


def _day(  # noqa: PLR0917 - of whom, where, which day, and its numbers
    counts: Counts, region: str | None, day: date, times: Mapping[str, int], overdue: int, now: datetime
) -> dict[str, Any]:
    begins, ends = _begins(counts, day), _begins(counts, day + timedelta(days=1))
    falls_from, falls_before = (day_begins(_due(day) + n) + _MILLISECOND for n in (0, 1))
    in_day = {"region": region, "closed_from": begins, "closed_before": ends, "state": State.CLOSED}
    return {
        "day": day,
        "new": number(times.get(SHOWN_NEW, 0), region=region, reported_from=begins, reported_before=ends),
        "struck_off": number(times.get(SHOWN_STRUCK_OFF, 0), **in_day),
        "on_time": times.get(ON_TIME, 0),
        "overdue": running(overdue, falls_from, max(falls_from, min(falls_before, now)), region=region),
    }


def _hours(counts: Counts, region: str | None) -> dict[str, Any]:
    now = counts.now()
    first = now.replace(minute=0, second=0, microsecond=0)
    end = _begins(counts, local_day(now, counts.reads.rules.zone) + timedelta(days=1))
    found = counts.due_by_hour(region, first, end)
    hour = timedelta(hours=1)
    rows = [{"at": at, "due": running(found[at], at, min(at + hour, end), region=region)} for at in sorted(found)]
    return {"as_of": now, "region": region, "hours": rows}


def _begins(counts: Counts, day: date) -> datetime:
    return datetime.combine(day, time(), counts.reads.rules.zone)


def _due(day: date) -> int:
    """The number of a day among those of due times."""
    return (day - date(1970, 1, 1)).days
