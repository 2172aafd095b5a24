"""Deadlines: natural days after the day of the event, months that end, and the last second of the local day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from xiaohao.ledger.deadlines import TimeLimit, add_months, due_at, end_of_day, last_day

SHANGHAI = ZoneInfo("Asia/Shanghai")

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
# Since 1991 China keeps one offset all year.
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 12, 31), timezones=st.just(UTC))
limits = st.builds(TimeLimit, months=st.integers(0, 24), days=st.integers(0, 400))


def local(text: str) -> datetime:
    """A moment on a Shanxi clock."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("2026-03-02T09:15:00", TimeLimit(), "2026-03-02T23:59:59"),
        ("2026-03-02T23:59:59.999", TimeLimit(), "2026-03-02T23:59:59"),
        ("2026-03-02T00:00:00", TimeLimit(days=3), "2026-03-05T23:59:59"),
        ("2026-03-02T23:59:59", TimeLimit(days=3), "2026-03-05T23:59:59"),
        ("2026-03-02T09:15:00", TimeLimit(days=7), "2026-03-09T23:59:59"),
        ("2026-02-26T12:00:00", TimeLimit(days=3), "2026-03-01T23:59:59"),
        ("2024-02-26T12:00:00", TimeLimit(days=3), "2024-02-29T23:59:59"),
        ("2026-12-30T12:00:00", TimeLimit(days=3), "2027-01-02T23:59:59"),
        ("2026-03-02T09:15:00", TimeLimit(months=1), "2026-04-02T23:59:59"),
        ("2026-01-31T09:15:00", TimeLimit(months=1), "2026-02-28T23:59:59"),
        ("2024-01-31T09:15:00", TimeLimit(months=1), "2024-02-29T23:59:59"),
        ("2024-02-29T09:15:00", TimeLimit(months=12), "2025-02-28T23:59:59"),
        ("2026-03-31T09:15:00", TimeLimit(months=1), "2026-04-30T23:59:59"),
        ("2026-02-28T09:15:00", TimeLimit(months=1), "2026-03-28T23:59:59"),
        ("2026-12-31T09:15:00", TimeLimit(months=1), "2027-01-31T23:59:59"),
        ("2026-01-31T09:15:00", TimeLimit(months=1, days=1), "2026-03-01T23:59:59"),
    ],
)
def test_a_limit_ends_with_the_last_second_of_its_day(start: str, limit: TimeLimit, due: str) -> None:
    assert due_at(local(start), limit, SHANGHAI) == local(due)


def test_the_day_is_the_local_one_not_that_of_utc() -> None:
    one_in_the_morning = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)
    assert due_at(one_in_the_morning, TimeLimit(days=1), SHANGHAI) == local("2026-03-03T23:59:59")
    assert due_at(one_in_the_morning, TimeLimit(days=1), ZoneInfo("UTC")) == datetime(
        2026, 3, 2, 23, 59, 59, tzinfo=UTC
    )


@given(days, st.integers(0, 48))
def test_adding_months_keeps_the_day_or_takes_the_months_last(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(days, st.integers(0, 24), st.integers(0, 24))
def test_months_are_counted_from_the_first_day_not_from_the_clamped_one(day: date, some: int, more: int) -> None:
    stepwise, at_once = add_months(add_months(day, some), more), add_months(day, some + more)
    assert stepwise <= at_once
    assert (stepwise.year, stepwise.month) == (at_once.year, at_once.month)
    if day.day <= 28:
        assert stepwise == at_once


@given(moments, limits)
def test_a_due_time_is_the_end_of_a_shanghai_day_and_says_so_in_utc(start: datetime, limit: TimeLimit) -> None:
    due = due_at(start, limit, SHANGHAI)
    assert due.tzinfo is UTC
    assert due.time() == time(15, 59, 59)
    assert due.astimezone(SHANGHAI).date() == last_day(start, limit, SHANGHAI)


@given(moments, st.integers(0, 3660))
def test_the_day_of_the_event_is_not_counted(start: datetime, count: int) -> None:
    due = due_at(start, TimeLimit(days=count), SHANGHAI)
    left = due - start
    assert timedelta(days=count) - timedelta(seconds=1) < left < timedelta(days=count + 1)


@given(moments, limits, st.integers(0, 86_399_999_999))
def test_the_hour_of_the_event_does_not_matter(start: datetime, limit: TimeLimit, within: int) -> None:
    midnight = datetime.combine(start.astimezone(SHANGHAI).date(), time(), tzinfo=SHANGHAI)
    later = midnight + timedelta(microseconds=within)
    assert due_at(later, limit, SHANGHAI) == due_at(start, limit, SHANGHAI)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=400)), limits)
def test_who_begins_later_is_never_due_earlier(start: datetime, wait: timedelta, limit: TimeLimit) -> None:
    assert due_at(start, limit, SHANGHAI) <= due_at(start + wait, limit, SHANGHAI)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 8), 23), (date(2026, 11, 1), 25), (date(2026, 3, 9), 24)])
def test_a_zone_that_changes_its_clocks_still_has_whole_days(day: date, hours: int) -> None:
    zone = ZoneInfo("America/New_York")
    assert end_of_day(day, zone) - end_of_day(day - timedelta(days=1), zone) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "limit", [{"days": -1}, {"months": -1}, {"days": 3661}, {"months": 121}, {"weeks": 1}, {"days": 1.5}]
)
def test_a_limit_that_makes_no_sense_is_refused(limit: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        TimeLimit.model_validate(limit)
