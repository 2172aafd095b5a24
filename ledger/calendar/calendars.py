"""Knows which days are worked where: weekends, the State Council's holidays and made-up days (调休), local days.

National years come from `chinesecalendar` and from calendar files; what nobody has published yet counts its weekdays
as working and is marked, so that whatever rests on it can be done again when the year arrives.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

import chinese_calendar

from ledger.calendar.files import CalendarFile, PublishedYear
from ledger.registry.regions import parent


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of one region that differ from the plain week, and the years that are published."""

    closed: frozenset[date]
    working: frozenset[date]
    years: frozenset[int]

    def is_working(self, day: date) -> bool:
        """Whether offices work on this day."""
        return day in self.working or (day.weekday() < 5 and day not in self.closed)

    def is_known(self, day: date) -> bool:
        """Whether the day's year is published; if not, its weekdays count as working, provisionally."""
        return day.year in self.years

    def is_settled(self, day: date) -> bool:
        """Whether no notice to come can change the day.

        The days from 26 December on wait for the notice of the next year: its New Year may take them or make them up.
        """
        return self.is_known(day) and (not _before_new_year(day) or day.year + 1 in self.years)

    def with_days(self, closed: Iterable[date], working: Iterable[date]) -> "Calendar":
        """The same with these days closed or worked, whatever they were before."""
        shut, worked = frozenset(closed), frozenset(working)
        return Calendar((self.closed - worked) | shut, (self.working - shut) | worked, self.years)

    def with_year(self, year: int, published: PublishedYear) -> "Calendar":
        """The same with this year as published, in the place of what was known of it."""
        rest = Calendar(
            frozenset(day for day in self.closed if day.year != year),
            frozenset(day for day in self.working if day.year != year),
            self.years | {year},
        )
        return rest.with_days(published.closed, published.working)


@dataclass(frozen=True)
class Calendars:
    """The calendars of all regions, made of the newest version of each file; without files, the national one.

    What a lower region orders for itself goes before what a higher one orders. Where two files of one region name
    the same day or year, the one whose name comes later in the alphabet holds.
    """

    files: tuple[CalendarFile, ...] = ()

    def of(self, region: str) -> Calendar:
        """The calendar of a region with those above it. Raises ValueError on a malformed code."""
        known = self._of.get(region)
        if known is None:
            above = parent(region)
            known = self._with_local_days(self.national if above is None else self.of(above), region)
            self._of[region] = known
        return known

    @cached_property
    def in_force(self) -> tuple[CalendarFile, ...]:
        """The newest version of each file, by name."""
        newest = {file.name: file for file in sorted(self.files, key=lambda file: file.version)}
        return tuple(newest[name] for name in sorted(newest))

    @cached_property
    def national(self) -> Calendar:
        """The calendar of the whole country."""
        calendar = published_calendar()
        years = {year: published for file in self.in_force for year, published in file.years.items()}
        for year in sorted(years):
            calendar = calendar.with_year(year, years[year])
        return self._with_local_days(calendar, None)

    @cached_property
    def version(self) -> str:
        """Twelve hex digits that change when any day may have: of the library's version and the files in force."""
        said = (chinese_calendar.__version__, *(file.model_dump_json() for file in self.in_force))
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]

    @cached_property
    def _of(self) -> dict[str, Calendar]:
        return {}

    def _with_local_days(self, calendar: Calendar, region: str | None) -> Calendar:
        for file in self.in_force:
            if file.region == region and (file.closed or file.working):
                calendar = calendar.with_days(file.local_closed(), file.local_working())
        return calendar


def _before_new_year(day: date) -> bool:
    """Since 2004 the earliest day that a New Year took, or had made up, was a 29 December."""
    return (day.month, day.day) >= (12, 26)


@cache
def published_calendar() -> Calendar:
    """What the library knows: the national notices since 2004."""
    closed, working = frozenset(chinese_calendar.holidays), frozenset(chinese_calendar.workdays)
    return Calendar(closed, working, frozenset(day.year for day in closed))
