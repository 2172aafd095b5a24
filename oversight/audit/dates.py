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

_ONE = timedelta(days=1)


def later(moment: datetime, span: Span, zone: ZoneInfo, is_working: IsWorking, times: int = 1) -> datetime:
    """The moment that lies `times` spans after another; before it, when `times` is negative.

    Hours and minutes are absolute; days keep the wall clock. Working days end on a working day.
    """
    if span.get("hours") or span.get("minutes"):
        return moment + times * timedelta(hours=span.get("hours", 0), minutes=span.get("minutes", 0))
    there = moment.astimezone(zone)
    day = _months(there.date(), span.get("months", 0) * times)
    for _ in range(abs(span.get("days", 0) * times)):
        day += _ONE if times > 0 else -_ONE
    left = abs(span.get("working_days", 0) * times)
    while left:
        day += _ONE if times > 0 else -_ONE
        if is_working(day):
            left -= 1
    wall = datetime(day.year, day.month, day.day, there.hour, there.minute, there.second, there.microsecond, zone)
    return wall.astimezone(UTC)


def end_of(start: datetime, limit: Span, zone: ZoneInfo, is_working: IsWorking) -> datetime:
    """When a limit that starts at a moment ends: with its last day, or to the minute."""
    if limit.get("hours") or limit.get("minutes"):
        return start + timedelta(hours=limit.get("hours", 0), minutes=limit.get("minutes", 0))
    days = {unit: count for unit, count in limit.items() if unit != "or_next_working_day"}
    day = later(start, days, zone, is_working).astimezone(zone).date()
    while limit.get("or_next_working_day") and not is_working(day):
        day += _ONE
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=zone).astimezone(UTC)


def after_rests(
    moment: datetime, span: Span, rests: Sequence[tuple[datetime, datetime]], zone: ZoneInfo, is_working: IsWorking
) -> datetime:
    """A moment that a span led to, after rests: hours and minutes as they were, else whole days of the kind counted.

    A moment still to come when a rest began does not come before the (working) day on which it ended.
    """
    if span.get("hours") or span.get("minutes"):
        return moment + sum((until - since for since, until in rests), timedelta())
    counts: IsWorking = is_working if "working_days" in span or span.get("or_next_working_day") else lambda _: True
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


def _months(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month in (0, 13):
            year, month = (year - 1, 12) if month == 0 else (year + 1, 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
