"""Knows when a time limit ends: natural days counted after the day of the event, to the day's last second.

The sources count in 天, which are natural days; the day of the event is not counted, and a month
without that day ends on its last day (design §4).
"""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

_LAST_SECOND = time(23, 59, 59)


class TimeLimit(BaseModel):
    """How long an obligation may take: months, then days, then the end of that local day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    months: int = Field(default=0, ge=0, le=120)
    days: int = Field(default=0, ge=0, le=3660)


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month where it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def last_day(start: datetime, limit: TimeLimit, zone: ZoneInfo) -> date:
    """The local day on which `limit` runs out when it starts at `start`."""
    return add_months(start.astimezone(zone).date(), limit.months) + timedelta(days=limit.days)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last second of a local day, in UTC."""
    return datetime.combine(day, _LAST_SECOND, tzinfo=zone).astimezone(UTC)


def due_at(start: datetime, limit: TimeLimit, zone: ZoneInfo) -> datetime:
    """When an obligation that starts at `start` falls due: aware, UTC."""
    return end_of_day(last_day(start, limit, zone), zone)
