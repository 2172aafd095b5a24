"""Local days: spans have both their ends in, and an open end has none; a moment is of the day that its zone has."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter, ValidationError

from ledger.registry.days import LocalDay, covers, local_day, overlap

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


@pytest.mark.parametrize("said", ["2026-03-02", SECOND])
def test_a_day_is_its_text_or_itself(said: Any) -> None:
    assert TypeAdapter(LocalDay).validate_python(said) == SECOND


@pytest.mark.parametrize("said", [86400, 20260302, None, True, datetime(2026, 3, 2), datetime(2026, 3, 2, tzinfo=UTC)])
def test_a_number_and_a_moment_are_no_days(said: Any) -> None:
    with pytest.raises(ValidationError, match="not a day, YYYY-MM-DD"):
        TypeAdapter(LocalDay).validate_python(said)


@pytest.mark.parametrize(
    "said", ["soon", "20260302", "2026-W10-1", "2026-3-2", "2026/03/02", " 2026-03-02", "2026-03-02\n"]
)
def test_a_day_is_written_in_one_way(said: str) -> None:
    with pytest.raises(ValidationError, match="应为日期,如 2026-03-02 / not a day, YYYY-MM-DD"):
        TypeAdapter(LocalDay).validate_python(said)


@pytest.mark.parametrize("said", ["2026-02-29", "2026-13-01", "2026-00-01", "0000-01-01"])
def test_a_day_that_no_calendar_has_is_named(said: str) -> None:
    with pytest.raises(ValidationError, match=f"没有这一天 / there is no day {said}"):
        TypeAdapter(LocalDay).validate_python(said)


def test_a_moment_is_of_the_day_that_its_zone_has() -> None:
    midnight = datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert (local_day(midnight), local_day(midnight, ZoneInfo("UTC"))) == (SECOND, FIRST)


def test_a_moment_at_the_calendars_edge_is_of_its_own_day() -> None:
    assert local_day(datetime.max.replace(tzinfo=UTC)) == date.max
