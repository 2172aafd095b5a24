"""Local days: spans have both their ends in, and an open end has none; a moment is of the day that its zone has."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from ledger.registry.days import covers, local_day, overlap

FIRST, SECOND, THIRD = date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (SECOND, SECOND, [SECOND]),
        (None, SECOND, [FIRST, SECOND]),
        (SECOND, None, [SECOND, THIRD]),
        (None, None, [FIRST, SECOND, THIRD]),
        (THIRD, FIRST, []),
    ],
)
def test_a_span_has_both_its_ends_in(since: date | None, until: date | None, days: list[date]) -> None:
    assert [day for day in (FIRST, SECOND, THIRD) if covers(since, until, day)] == days


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ((FIRST, SECOND), (SECOND, THIRD), True),
        ((FIRST, FIRST), (SECOND, THIRD), False),
        ((FIRST, THIRD), (SECOND, SECOND), True),
        ((None, FIRST), (FIRST, None), True),
        ((None, FIRST), (SECOND, None), False),
        ((None, None), (None, None), True),
    ],
)
def test_spans_overlap_where_they_share_a_day(
    one: tuple[date | None, date | None], other: tuple[date | None, date | None], shared: bool
) -> None:
    assert overlap(one, other) is overlap(other, one) is shared


def test_a_moment_is_of_the_day_that_its_zone_has() -> None:
    midnight = datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert (local_day(midnight), local_day(midnight, ZoneInfo("UTC"))) == (SECOND, FIRST)
