"""Knows how to count months, days and working days from a moment, one day after another.

A span is a mapping as a policy writes it: months and days, or working_days, or hours and minutes.
"""

import calendar
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

IsWorking = Callable[[date], bool]
Span = Mapping[str, int]

UNITS = frozenset({"months", "days", "working_days", "hours", "minutes", "or_next_working_day"})
_ONE = timedelta(days=1)


def later(moment: datetime, span: Span, zone: ZoneInfo, is_working: IsWorking, times: int = 1) -> datetime:
    """The moment that lies `times` spans after another; before it, when `times` is negative.

    Hours and minutes are absolute; days keep the wall clock. Working days end on a working day.
    """
    if exact := _exact(span):
        return moment + times * exact
    there = moment.astimezone(zone)
    day = _day_after(there.date(), span, is_working, times)
    wall = datetime(day.year, day.month, day.day, there.hour, there.minute, there.second, there.microsecond, zone)
    return wall.astimezone(UTC)


def end_of(start: datetime, limit: Span, zone: ZoneInfo, is_working: IsWorking) -> datetime:
    """When a limit that starts then runs out: after its hours and minutes, else with the last second of its last day.

    The day on which it starts is not counted.
    """
    if exact := _exact(limit):
        return start + exact
    day = _day_after(start.astimezone(zone).date(), limit, is_working)
    while limit.get("or_next_working_day") and not is_working(day):
        day += _ONE
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=zone, fold=1).astimezone(UTC)


def after_rests(
    moment: datetime, span: Span, rests: Sequence[tuple[datetime, datetime]], zone: ZoneInfo, is_working: IsWorking
) -> datetime:
    """A moment that a span led to, after rests: hours and minutes as they were, else whole days of the kind counted.

    A moment still to come when a rest began does not come before the (working) day on which it ended.
    """
    if _exact(span):
        return moment + sum((until - since for since, until in rests), timedelta())
    counts: IsWorking = is_working if _of(span, "working_days") or span.get("or_next_working_day") else lambda _: True
    left = timedelta()
    for since, until in rests:
        there = moment.astimezone(zone)
        left += _time_on(since.astimezone(zone), until.astimezone(zone), counts)
        day = there.date()
        while left >= _ONE:
            day, left = day + _ONE, left - _ONE
            while not counts(day):
                day += _ONE
        if since <= moment:
            begins = until.astimezone(zone).date()
            while not counts(begins):
                begins += _ONE
            if begins > day:
                day, left = begins, timedelta()
        moment = moment if day == there.date() else there.replace(year=day.year, month=day.month, day=day.day)
    return moment.astimezone(UTC)


def _time_on(since: datetime, until: datetime, counts: IsWorking) -> timedelta:
    """The time from one moment to another that lies on days that count, by the wall clock."""
    found, at, end = timedelta(), since.replace(tzinfo=None), until.replace(tzinfo=None)
    while at < end:
        midnight = datetime.combine(at.date() + _ONE, time())
        found += (min(midnight, end) - at) if counts(at.date()) else timedelta()
        at = midnight
    return found


def quiet_until(moment: datetime, light: str, hours: Mapping[str, Any] | None, zone: ZoneInfo) -> datetime | None:
    """When the quiet hours (`from`, `to`, `lights`) that `moment` falls into end; None outside of them."""
    if not hours or light not in hours["lights"]:
        return None
    there = moment.astimezone(zone)
    begin, end = time.fromisoformat(hours["from"]), time.fromisoformat(hours["to"])
    for day in (there.date() - _ONE, there.date()):
        ends_on = day + _ONE if begin > end else day
        if datetime.combine(day, begin) <= there.replace(tzinfo=None) < datetime.combine(ends_on, end):
            return datetime.combine(ends_on, end, zone).astimezone(UTC)
    return None


def _of(span: Span, unit: str) -> int:
    return int(span.get(unit) or 0)


def _exact(span: Span) -> timedelta:
    """The part that is absolute time; a unit of which there are none says nothing."""
    return timedelta(hours=_of(span, "hours"), minutes=_of(span, "minutes"))


def _day_after(day: date, span: Span, is_working: IsWorking, times: int = 1) -> date:
    step = _ONE if times > 0 else -_ONE
    day = _months(day, _of(span, "months") * times)
    for _ in range(abs(_of(span, "days") * times)):
        day += step
    left = abs(_of(span, "working_days") * times)
    while left:
        day += step
        if is_working(day):
            left -= 1
    return day


def _months(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month in (0, 13):
            year, month = (year - 1, 12) if month == 0 else (year + 1, 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
