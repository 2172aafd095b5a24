"""The last year that a span touches decides whether its end may still move."""

from datetime import date

import pytest

from ledger.calendar.calendars import Calendar
from ledger.calendar.deadlines import TimeLimit, is_provisional
from tests.ledger.calendar.moments import NATIONAL, SHANGHAI, wall

LAST = max(year for year in range(2004, 2101) if NATIONAL.is_known(wall(f"{year}-01-01T00:00").date()))
"""The last year that is published."""


@pytest.mark.parametrize(
    ("start", "days", "provisional"),
    [(f"{LAST}-06-01T10:00", 10, False), (f"{LAST}-12-28T10:00", 10, True), (f"{LAST + 1}-01-04T10:00", 1, True)],
)
def test_the_last_year_of_a_span_counts(start: str, days: int, provisional: bool) -> None:
    calendar: Calendar = NATIONAL
    assert is_provisional(wall(start), TimeLimit(working_days=days), SHANGHAI, calendar) is provisional


def test_so_does_the_first_although_the_last_is_published() -> None:
    assert is_provisional(wall("2003-12-30T10:00"), TimeLimit(working_days=10), SHANGHAI, NATIONAL)


@pytest.mark.parametrize(
    ("start", "limit", "provisional"),
    [
        ("2023-12-29T10:00", TimeLimit(days=2, or_next_working_day=True), True),
        ("2023-12-30T10:00", TimeLimit(days=1, or_next_working_day=True), True),
        ("2023-12-30T10:00", TimeLimit(days=2, or_next_working_day=True), False),
        ("2023-12-31T10:00", TimeLimit(days=1, or_next_working_day=True), False),
    ],
)
def test_an_end_put_off_to_a_working_day_rests_on_the_days_from_its_natural_one_on(
    start: str, limit: TimeLimit, provisional: bool
) -> None:
    """31 December 2023 was a Sunday of a year that is not published here, and New Year's Day was off."""
    calendar = Calendar(frozenset({date(2024, 1, 1)}), frozenset(), frozenset({2024}))
    assert is_provisional(wall(start), limit, SHANGHAI, calendar) is provisional


def test_a_span_that_begins_on_the_last_day_of_an_unpublished_year_asks_nothing_of_that_year() -> None:
    known = min(year for year in range(2004, 2101) if NATIONAL.is_known(wall(f"{year}-01-01T00:00").date()))
    assert not is_provisional(wall(f"{known - 1}-12-31T10:00"), TimeLimit(working_days=1), SHANGHAI, NATIONAL)
