"""Knows how to write calendar files for tests: whole years, local days."""

from collections.abc import Iterable
from datetime import date, timedelta

from ledger.calendar.calendars import Calendars
from ledger.calendar.files import CalendarFile, parse_calendar

YEAR_2027 = """\
name: national-2027
version: 1
region: null
years:
  2027:
    closed: [2027-01-01, 2027-02-05, 2027-02-08, 2027-05-01, 2027-10-01, 2027-10-04]
    working: [2027-01-30, 2027-10-09]
"""


def local(region: str, *, closed: Iterable[date] = (), working: Iterable[date] = (), version: int = 1) -> CalendarFile:
    """A region's own days."""
    lines = [f"name: local-{region}", f"version: {version}", f'region: "{region}"', "closed:"]
    lines += [f"  - {{from: {day}, reason: 大风}}" for day in closed]
    lines += ["working:", *(f"  - {{date: {day}, reason: 补班}}" for day in working)]
    return parse_calendar("\n".join(line for line in lines if line not in _empty(closed, working)))


def _empty(closed: Iterable[date], working: Iterable[date]) -> set[str]:
    return {name for name, days in (("closed:", tuple(closed)), ("working:", tuple(working))) if not days}


def calendars(*files: CalendarFile) -> Calendars:
    """The calendars of these files."""
    return Calendars(files)


def days(first: date, last: date) -> list[date]:
    """Every day from the first to the last."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
