"""Knows what a day of a region's calendar is called, and why: worked, weekend, holiday (放假), made up (调休)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import chinese_calendar
from chinese_calendar.constants import Holiday

from ledger.calendar.calendars import Calendar, Calendars
from ledger.registry.regions import ancestors

_CHINESE: Final = {holiday.value: holiday.chinese for holiday in Holiday}
_Why = tuple[str | None, str | None, str | None]
"""Its name in both languages, and the place that ordered it for itself."""


class DayKind(StrEnum):
    """What a day is: of the plain week, or ordered otherwise."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MADE_UP = "made_up"


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day as clocks count it; provisional while a notice to come may change it.

    What a notice of the country took or made up is named in both languages, as far as the library knows its name; what
    a place ordered by itself has the reason of its file alone, and `ordered_by` is that place.
    """

    day: date
    kind: DayKind
    working: bool
    provisional: bool
    name_zh: str | None
    name_en: str | None
    ordered_by: str | None


def named_days(calendars: Calendars, region: str, first: date, last: date) -> Iterator[NamedDay]:
    """Each day from the first to the last, both included."""
    calendar, reasons = calendars.of(region), _reasons(calendars, region)
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        kind = _kind(calendar, day)
        ordered = kind in {DayKind.HOLIDAY, DayKind.MADE_UP}
        zh, en, by = (reasons.get(day) or _national(day)) if ordered else (None, None, None)
        yield NamedDay(day, kind, calendar.is_working(day), not calendar.is_settled(day), zh, en, by)


def _kind(calendar: Calendar, day: date) -> DayKind:
    if day in calendar.working:
        return DayKind.MADE_UP
    if day in calendar.closed:
        return DayKind.HOLIDAY
    return DayKind.WORKING if day.weekday() < 5 else DayKind.WEEKEND


def _reasons(calendars: Calendars, region: str) -> dict[date, _Why]:
    """Why a place has its own days: the lowest region's word is the last."""
    found: dict[date, _Why] = {}
    for where in (None, *ancestors(region)):
        for file in calendars.in_force:
            if file.region == where:
                found |= {day: (closed.reason, None, where) for closed in file.closed for day in closed.days()}
                found |= {working.day: (working.reason, None, where) for working in file.working}
    return found


def _national(day: date) -> _Why:
    said = chinese_calendar.holidays.get(day) or chinese_calendar.workdays.get(day)
    return (None, None, None) if said is None else (_CHINESE.get(said, said), said, None)
