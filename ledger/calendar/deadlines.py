"""Knows when a time limit ends, and where a span before or after a moment lands.

The sources count in 天, which are natural days; a policy may count working days instead. The day of the event is not
counted, a limit in days ends with the last second of its local day, and a month without that day ends on its last
(design §4). Hours and minutes are absolute time. Days keep the wall clock: a wall time that a zone skips moves
forward, one that it has twice is the first.
"""

import calendar as month_lengths
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ledger.calendar.calendars import Calendar
from mobile_schema.fields import as_utc

_LAST_SECOND = time(23, 59, 59, fold=1)
_DAY = timedelta(days=1)


class Length(BaseModel):
    """A length of time: months and days, or working days, or hours and minutes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    months: int = Field(default=0, ge=0, le=120)
    days: int = Field(default=0, ge=0, le=3660)
    working_days: int = Field(default=0, ge=0, le=3660)
    hours: int = Field(default=0, ge=0, le=87_840)
    minutes: int = Field(default=0, ge=0, le=5_270_400)

    @model_validator(mode="after")
    def _one_way_of_counting(self) -> "Length":
        if sum((bool(self.months or self.days), bool(self.working_days), bool(self.exact))) > 1:
            raise ValueError(
                "月和天、工作日、小时和分钟三者不得混用 / months and days, working days, hours and minutes do not mix"
            )
        return self

    @property
    def exact(self) -> timedelta:
        """The part that is absolute time."""
        return timedelta(hours=self.hours, minutes=self.minutes)


class TimeLimit(Length):
    """How long something may take. All zero is the end of the day on which it starts.

    `or_next_working_day`: where its last day is a day off, it is the next working day, so that what begins on a day
    off need not be done on it.
    """

    or_next_working_day: bool = False

    @model_validator(mode="after")
    def _has_a_last_day(self) -> "TimeLimit":
        if self.or_next_working_day and self.exact:
            raise ValueError("小时和分钟没有最后一日可顺延 / hours and minutes have no last day to put off")
        return self

    @property
    def over_working_days(self) -> bool:
        """Whether it runs over working days, also where it counts none of them, as `working_days: 0`."""
        return self.or_next_working_day or "working_days" in self.model_fields_set


class Span(Length):
    """A length of time from a moment to another: before or after a due time, between repeats, until a lapse."""

    @model_validator(mode="after")
    def _is_longer_than_nothing(self) -> "Span":
        if not (self.months or self.days or self.working_days or self.exact):
            raise ValueError("时长不得为零 / a span must be longer than nothing")
        return self


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a limit ends (UTC), and the local days counted and skipped on the way, none for hours and minutes.

    `provisional` when it counted working days that a notice to come may change.
    """

    due_at: datetime
    counted: tuple[date, ...]
    skipped: tuple[date, ...]
    provisional: bool


def deadline(start: datetime, limit: TimeLimit, zone: ZoneInfo, calendar: Calendar) -> Deadline:
    """When a limit that starts at `start` ends, with every day on the way."""
    counted, skipped = days_of(start, limit, zone, calendar)
    return Deadline(
        due_at=due_at(start, limit, zone, calendar),
        counted=counted,
        skipped=skipped,
        provisional=is_provisional(start, limit, zone, calendar),
    )


def due_at(start: datetime, limit: TimeLimit, zone: ZoneInfo, calendar: Calendar) -> datetime:
    """When a limit that starts at `start` ends: aware, UTC."""
    if limit.exact:
        return start.astimezone(UTC) + limit.exact
    return end_of_day(last_day(start, limit, zone, calendar), zone)


def is_provisional(start: datetime, limit: TimeLimit, zone: ZoneInfo, calendar: Calendar) -> bool:
    """Whether the end of a limit may move when a year is published."""
    if not (limit.working_days or limit.or_next_working_day):
        return False
    day, last = start.astimezone(zone).date(), last_day(start, limit, zone, calendar)
    return not all_settled(day + _DAY if limit.working_days else _moved(day, limit, 1, calendar), last, calendar)


def all_settled(first: date, last: date, calendar: Calendar) -> bool:
    """Whether no notice to come can change a day from the first to the last."""
    return calendar.is_settled(last) and calendar.years.issuperset(range(first.year, last.year))


def days_of(
    start: datetime, limit: TimeLimit, zone: ZoneInfo, calendar: Calendar
) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """The local days that a limit counts, and those it skips as not worked."""
    if limit.exact:
        return (), ()
    first, last = start.astimezone(zone).date(), last_day(start, limit, zone, calendar)
    days = tuple(first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    if not limit.working_days:
        return days, ()
    return (
        tuple(day for day in days if calendar.is_working(day)),
        tuple(day for day in days if not calendar.is_working(day)),
    )


def last_day(start: datetime, limit: TimeLimit, zone: ZoneInfo, calendar: Calendar) -> date:
    """The local day on which a limit in days runs out when it starts at `start`."""
    day = _moved(start.astimezone(zone).date(), limit, 1, calendar)
    return first_working_day(day, calendar) if limit.or_next_working_day else day


def first_working_day(day: date, calendar: Calendar) -> date:
    """The day itself, or the next one that is worked."""
    return day if calendar.is_working(day) else working_day_after(day, 1, calendar)


def working_day_after(day: date, count: int, calendar: Calendar) -> date:
    """The `count`-th working day after a day; before it where the count is negative."""
    step = _DAY if count > 0 else -_DAY
    left = abs(count)
    while left:
        day += step
        left -= calendar.is_working(day)
    return day


def shifted(
    moment: datetime, span: Span, zone: ZoneInfo, calendar: Calendar, *, times: int = 1, back: bool = False
) -> datetime:
    """The moment that lies `times` spans after another, or before it: aware, UTC.

    Months are added to the moment at once, never to a day that was cut already. Working days land on a working day.
    """
    steps = -times if back else times
    if span.exact or not steps:
        return moment.astimezone(UTC) + span.exact * steps
    local = moment.astimezone(zone)
    day = _moved(local.date(), span, steps, calendar)
    return datetime.combine(day, local.time().replace(fold=0), tzinfo=zone).astimezone(UTC)


def occurrences_until(base: datetime, span: Span, now: datetime, zone: ZoneInfo, calendar: Calendar) -> int:
    """How many times a span can be added to `base` without passing `now`; 0 when not even once."""
    now = max(now, base)
    if span.exact:
        return (now - base) // span.exact
    first, last = base.astimezone(zone).date(), now.astimezone(zone).date()
    if span.working_days:
        worked = sum(calendar.is_working(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
        times = worked // span.working_days
    else:
        times = (last - first).days // (28 * span.months + span.days)
    while times and shifted(base, span, zone, calendar, times=times) > now:
        times -= 1
    return times


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = month_lengths.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a local day, in UTC."""
    return as_utc(datetime.combine(day, _LAST_SECOND, tzinfo=zone))


def _moved(day: date, units: Length, steps: int, calendar: Calendar) -> date:
    """A day moved by `steps` times the day units."""
    if units.working_days:
        return working_day_after(day, units.working_days * steps, calendar)
    return add_months(day, units.months * steps) + timedelta(days=units.days * steps)
