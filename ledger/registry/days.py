"""Knows local days: how they are written in the registry, which time zone they are of, and spans with both ends in."""

from datetime import date, datetime
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator

CHINA: Final = ZoneInfo("Asia/Shanghai")
"""The zone of the registry's days unless another is passed in."""


def _day(value: Any) -> date:
    """A day, or its text; never a number, which pydantic would take for seconds since 1970."""
    if isinstance(value, str):
        return date.fromisoformat(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError("not a day, YYYY-MM-DD")


LocalDay = Annotated[date, BeforeValidator(_day)]


def local_day(at: datetime, zone: ZoneInfo = CHINA) -> date:
    """The day that a moment falls on in a zone."""
    return at.astimezone(zone).date()


def covers(since: date | None, until: date | None, day: date) -> bool:
    """Whether a day lies from `since` to `until`, both included; None leaves that end open."""
    return (since is None or since <= day) and (until is None or day <= until)


def overlap(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    """Whether two spans of days share one."""
    since, until = max(one[0] or date.min, other[0] or date.min), min(one[1] or date.max, other[1] or date.max)
    return since <= until
