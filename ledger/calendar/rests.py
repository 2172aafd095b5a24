"""Knows how time at rest (挂起) moves a moment on: by what of it would have counted, in whole days.

Hours and minutes are given back as they were. Limits in days get back every full day (24 hours) of rest, in working
days those that fell on them; what is left of a day is kept for the next rest, so that the moment keeps its place in
the day. What had not come when the rest began does not come before the (working) day on which it runs on.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ledger.calendar.calendars import Calendar
from ledger.calendar.deadlines import Length, TimeLimit, all_settled, end_of_day, first_working_day, working_day_after

Rests = Sequence[tuple[datetime, datetime]]
"""From when to when, in order and apart from each other."""

_DAY = timedelta(days=1)


def run_on(moment: datetime, rests: Rests, length: Length, zone: ZoneInfo, calendar: Calendar) -> datetime:
    """Where a moment that a length of time led to lies after these rests: aware, UTC."""
    if length.exact:
        return moment + sum((until - since for since, until in rests), timedelta())
    working, kept = over_working_days(length), timedelta()
    for since, until in rests:
        days, kept = divmod(kept + _counted(since, until, zone, calendar if working else None), _DAY)
        local, begins = moment.astimezone(zone), until.astimezone(zone).date()
        day = working_day_after(local.date(), days, calendar) if working else local.date() + days * _DAY
        if since <= moment:
            earliest = first_working_day(begins, calendar) if working else begins
            day, kept = (earliest, timedelta()) if earliest > day else (day, kept)
        if day != local.date():
            moment = _at_the_time_of(local, day, zone)
    return moment


def rests_are_settled(moment: datetime, rests: Rests, zone: ZoneInfo, calendar: Calendar) -> bool:
    """Whether no notice to come can change how rests moved a moment on to this one, in working days."""
    if not rests:
        return True
    first, last = rests[0][0].astimezone(zone).date(), rests[-1][1].astimezone(zone).date()
    return all_settled(first, max(last, moment.astimezone(zone).date()), calendar)


def over_working_days(length: Length) -> bool:
    """Whether days off count nothing in it."""
    return length.over_working_days if isinstance(length, TimeLimit) else bool(length.working_days)


def _at_the_time_of(local: datetime, day: date, zone: ZoneInfo) -> datetime:
    """Another day at the same wall time; the end of a day stays the end of one."""
    if local.time() == time(23, 59, 59):
        return end_of_day(day, zone)
    return datetime.combine(day, local.time().replace(fold=0), zone).astimezone(UTC)


def _counted(since: datetime, until: datetime, zone: ZoneInfo, calendar: Calendar | None) -> timedelta:
    """How much of a rest lies on days that count, by the wall clock; all days do without a calendar."""
    begin, end = (moment.astimezone(zone).replace(tzinfo=None) for moment in (since, until))
    if calendar is None:
        return max(end - begin, timedelta())
    days = (begin.date() + timedelta(days=n) for n in range((end.date() - begin.date()).days + 1))
    return sum((_overlap(day, begin, end) for day in days if calendar.is_working(day)), timedelta())


def _overlap(day: date, begin: datetime, end: datetime) -> timedelta:
    midnight = datetime.combine(day, time())
    return max(min(end, midnight + _DAY) - max(begin, midnight), timedelta())
