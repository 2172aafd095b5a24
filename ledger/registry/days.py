"""Knows local days: how they are written in the registry, which time zone they are of, and spans with both ends in."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

from mobile_schema.fields import DAY_PATTERN

CHINA: Final = ZoneInfo("Asia/Shanghai")
"""The zone of the registry's days unless another is passed in."""

_DAY: Final = re.compile(DAY_PATTERN)


def _day(value: Any) -> date:
    """A day, or its text; never a number, which pydantic would take for seconds since 1970."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"没有这一天 / there is no day {value}") from None
    raise ValueError("应为日期,如 2026-03-02 / not a day, YYYY-MM-DD")


LocalDay = Annotated[date, BeforeValidator(_day)]


def local_day(at: datetime, zone: ZoneInfo = CHINA) -> date:
    """The day that a moment falls on in a zone; its own at the calendar's edge, where the zone's day is none."""
    try:
        return at.astimezone(zone).date()
    except OverflowError:
        return at.date()


def covers(since: date | None, until: date | None, day: date) -> bool:
    """Whether a day lies from `since` to `until`, both included; None leaves that end open."""
    return (since is None or since <= day) and (until is None or day <= until)


def overlap(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Whether two spans of days share one."""
    since, until = max(one[0] or date.min, other[0] or date.min), min(one[1] or date.max, other[1] or date.max)
    return since <= until


def ended_on(entry: Any) -> date | None:
    """The first day on which an entry of the registry counts no more: it was retired, or the person left."""
    ended: date | None = getattr(entry, "retired_on", None) or getattr(entry, "left_on", None)
    return ended


def has_ended(entry: Any, day: date) -> bool:
    """Whether an entry counts no more on a day."""
    ended = ended_on(entry)
    return ended is not None and ended <= day
