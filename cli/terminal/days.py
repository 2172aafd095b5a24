"""Knows which days can be named on a command line, and that a span does not begin after it ends."""

from datetime import date, datetime, time
from typing import Final, overload
from zoneinfo import ZoneInfo

import typer

SPAN: Final = (date(1970, 1, 1), date(9000, 12, 31))
"""Outside, a day has no moment in every time zone."""


@overload
def day_of(text: str, option: str) -> date: ...
@overload
def day_of(text: str | None, option: str) -> date | None: ...
def day_of(text: str | None, option: str) -> date | None:
    """The day that an option names. Leaves with the option's name when it is none."""
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text}: 应为日期 / should be a date, such as 2026-04-01", param_hint=option
        ) from None
    if not SPAN[0] <= day <= SPAN[1]:
        raise typer.BadParameter(f"{text}: 超出范围 / outside {SPAN[0]} to {SPAN[1]}", param_hint=option)
    return day


def demand_order(first: date | None, last: date | None) -> None:
    """Raises ValueError when a span would begin after it ends."""
    if first is not None and last is not None and first > last:
        raise ValueError(f"起始日晚于结束日 / it would begin after it ends: --from {first} --to {last}")


def as_known(as_of: str | None, zone: str, **more: str | int | None) -> dict[str, str | int]:
    """What is asked of the API as it was known at a moment, now if none is named; what was not said is not asked."""
    said = {"as_of": None if as_of is None else moment_of(as_of, zone), **more}
    return {name: value for name, value in said.items() if value is not None}


def moment_of(text: str, zone: str) -> str:
    """A moment as the API takes it; a day alone is its end, in the deployment's zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("写时间,如 2019-09-05 / a time, such as 2019-09-05", param_hint="--as-of") from None
    if "T" not in text and " " not in text:
        moment = datetime.combine(moment.date(), time(23, 59, 59, 999_000))
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).isoformat(timespec="milliseconds")
