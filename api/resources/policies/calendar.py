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
from api.reads.reads import Reads
from api.routes import declared, demand_right, reads_of, router
from ledger.calendar.files import CalendarFile
from ledger.calendar.named_days import DayKind, named_days
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import LocalDay
from ledger.registry.regions import is_within
from mobile_schema.faults import Fault

routes = router("policies 督办规则")

MOST_DAYS: Final = 400
_USUAL: Final = timedelta(days=30)
_EARLIEST, _LATEST = date(1000, 1, 1), date(2999, 12, 31)


class CalendarDay(View):
    """A day: of the plain week (`working`, `weekend`), a holiday (放假), or a weekend that is worked (`made_up` 调休).

    `provisional`: no notice has settled it yet, and a weekday counts as worked until one does. `ordered_by`: the region
    that ordered it for itself; null where the whole country has it so.
    """

    day: date
    kind: DayKind
    working: bool
    provisional: bool
    name_zh: str | None
    name_en: str | None
    ordered_by: str | None


class CalendarFileView(View):
    """A file of days that holds here: the country's (`region` null), or one that a place ordered for itself."""

    name: str
    version: int
    region: str | None
    region_zh: str | None
    region_en: str | None


class CalendarView(View):
    """The days of a region; `version` changes whenever any day may have. `files` were entered beside the notices of the
    country that come with the software.
    """

    region: str
    version: str
    today: date
    working_days: int
    files: list[CalendarFileView]
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
        "files": [_file(file, reads.rules.catalogue) for file in calendars.in_force if _holds(file, region)],
        "days": days,
    }


def _holds(file: CalendarFile, region: str) -> bool:
    return file.region is None or is_within(region, file.region)


def _file(file: CalendarFile, catalogue: Catalogue) -> dict[str, Any]:
    place = catalogue.regions.get(file.region or "")
    return {
        "name": file.name,
        "version": file.version,
        "region": file.region,
        "region_zh": place and place.name_zh,
        "region_en": place and place.name_en,
    }


def _span(first: date, last: date | None) -> tuple[date, date]:
    """The days that are asked for. Raises Problem (422)."""
    if _EARLIEST <= first <= _LATEST - _USUAL:
        last = last or first + _USUAL
        if first <= last <= _LATEST and (last - first).days < MOST_DAYS:
            return first, last
    said = f"至多 {MOST_DAYS} 天,在 1000 至 2999 年间;at most {MOST_DAYS} days in order, of the years 1000 to 2999"
    raise invalid([Fault("request.query.first", said, "span")])
