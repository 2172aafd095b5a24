"""The last year that a span touches decides whether its end may still move."""

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


def test_a_span_that_begins_on_the_last_day_of_an_unpublished_year_asks_nothing_of_that_year() -> None:
    known = min(year for year in range(2004, 2101) if NATIONAL.is_known(wall(f"{year}-01-01T00:00").date()))
    assert not is_provisional(wall(f"{known - 1}-12-31T10:00"), TimeLimit(working_days=1), SHANGHAI, NATIONAL)
