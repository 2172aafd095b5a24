"""Deadlines: days counted after the day of the event, natural or worked; months that end; the day's last second."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ledger.calendar.deadlines import (
    Span,
    TimeLimit,
    add_months,
    days_of,
    deadline,
    due_at,
    end_of_day,
    is_provisional,
    last_day,
)
from ledger.calendar.files import parse_calendar
from tests.ledger.calendar.moments import BERLIN, NATIONAL, NEW_YORK, SHANGHAI, moments, wall, zones
from tests.ledger.calendars import YEAR_2027, calendars, days, local

any_day = st.dates(date(2000, 1, 1), date(2100, 12, 31))
day_limits = st.builds(TimeLimit, months=st.integers(0, 24), days=st.integers(0, 400))
working_limits = st.builds(TimeLimit, working_days=st.integers(1, 60))
exact_limits = st.builds(TimeLimit, hours=st.integers(0, 500), minutes=st.integers(1, 5000))
limits = st.one_of(day_limits, working_limits, exact_limits)


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
        # The day before National Day: a week off, the Saturday after it made up.
        ("2025-09-30T10:00:00", TimeLimit(working_days=1), "2025-10-09T23:59:59"),
        ("2025-09-30T10:00:00", TimeLimit(working_days=3), "2025-10-11T23:59:59"),
        ("2025-09-30T10:00:00", TimeLimit(working_days=4), "2025-10-13T23:59:59"),
        ("2024-02-03T10:00:00", TimeLimit(working_days=1), "2024-02-04T23:59:59"),
        ("2024-02-09T10:00:00", TimeLimit(working_days=1), "2024-02-18T23:59:59"),
        ("2026-03-06T23:59:59", TimeLimit(working_days=1), "2026-03-09T23:59:59"),
        ("2026-03-07T10:00:00", TimeLimit(working_days=1), "2026-03-09T23:59:59"),
        ("2026-03-05T10:00:00", TimeLimit(days=1, or_next_working_day=True), "2026-03-06T23:59:59"),
        ("2026-03-06T10:00:00", TimeLimit(days=1, or_next_working_day=True), "2026-03-09T23:59:59"),
        ("2026-03-07T10:00:00", TimeLimit(or_next_working_day=True), "2026-03-09T23:59:59"),
        ("2026-03-02T09:15:00.123", TimeLimit(hours=36), "2026-03-03T21:15:00.123"),
        ("2026-03-02T09:15:00", TimeLimit(minutes=90), "2026-03-02T10:45:00"),
        ("2026-03-02T23:30:00", TimeLimit(hours=1, minutes=15), "2026-03-03T00:45:00"),
    ],
)
def test_a_limit_ends_when_its_last_unit_does(start: str, limit: TimeLimit, due: str) -> None:
    assert due_at(wall(start), limit, SHANGHAI, NATIONAL) == wall(due)


def test_the_day_is_the_local_one_not_that_of_utc() -> None:
    one_in_the_morning = datetime(2026, 3, 1, 17, 0, tzinfo=UTC)
    assert due_at(one_in_the_morning, TimeLimit(days=1), SHANGHAI, NATIONAL) == wall("2026-03-03T23:59:59")
    assert due_at(one_in_the_morning, TimeLimit(days=1), ZoneInfo("UTC"), NATIONAL) == datetime(
        2026, 3, 2, 23, 59, 59, tzinfo=UTC
    )


def test_a_regions_closing_days_make_its_deadlines_later() -> None:
    county = calendars(local("140105", closed=days(date(2026, 3, 3), date(2026, 3, 4)))).of("140105")
    start, limit = wall("2026-03-02T09:00:00"), TimeLimit(working_days=2)
    found = deadline(start, limit, SHANGHAI, county)
    assert found.due_at == wall("2026-03-06T23:59:59")
    assert found.counted == (date(2026, 3, 5), date(2026, 3, 6))
    assert found.skipped == (date(2026, 3, 3), date(2026, 3, 4))
    assert due_at(start, limit, SHANGHAI, NATIONAL) == wall("2026-03-04T23:59:59")


def test_natural_days_and_hours_count_every_day_and_none() -> None:
    start = wall("2026-03-06T09:00:00")
    by_days = deadline(start, TimeLimit(days=3), SHANGHAI, NATIONAL)
    assert (by_days.counted, by_days.skipped) == (tuple(days(date(2026, 3, 7), date(2026, 3, 9))), ())
    by_hours = deadline(start, TimeLimit(hours=72), SHANGHAI, NATIONAL)
    assert (by_hours.counted, by_hours.skipped) == ((), ())


def test_a_working_day_limit_is_provisional_until_a_file_publishes_every_year_it_counts_in() -> None:
    start, limit = wall("2027-09-29T09:00:00"), TimeLimit(working_days=2)
    before = deadline(start, limit, SHANGHAI, NATIONAL)
    after = deadline(start, limit, SHANGHAI, calendars(parse_calendar(YEAR_2027)).national)
    assert (before.due_at, before.provisional) == (wall("2027-10-01T23:59:59"), True)
    assert (after.due_at, after.provisional) == (wall("2027-10-05T23:59:59"), False)


@pytest.mark.parametrize(
    ("start", "limit", "provisional"),
    [
        ("2026-12-18T09:00:00", TimeLimit(working_days=5), False),
        ("2026-12-18T09:00:00", TimeLimit(working_days=6), True),
        ("2026-12-25T09:00:00", TimeLimit(working_days=1), True),
        ("2025-12-25T09:00:00", TimeLimit(working_days=4), False),
        ("2026-12-31T09:00:00", TimeLimit(), False),
        ("2026-12-31T09:00:00", TimeLimit(days=90), False),
        ("2026-12-31T09:00:00", TimeLimit(hours=90), False),
        ("2027-03-01T09:00:00", TimeLimit(working_days=1), True),
    ],
)
def test_only_working_days_of_an_unpublished_year_are_provisional(
    start: str, limit: TimeLimit, provisional: bool
) -> None:
    assert is_provisional(wall(start), limit, SHANGHAI, NATIONAL) is provisional


@given(any_day, st.integers(-48, 48))
def test_adding_months_keeps_the_day_or_takes_the_months_last(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(any_day, st.integers(0, 24), st.integers(0, 24))
def test_months_are_counted_from_the_first_day_not_from_the_clamped_one(day: date, some: int, more: int) -> None:
    stepwise, at_once = add_months(add_months(day, some), more), add_months(day, some + more)
    assert stepwise <= at_once
    assert (stepwise.year, stepwise.month) == (at_once.year, at_once.month)
    if day.day <= 28:
        assert stepwise == at_once


@given(moments, st.one_of(day_limits, working_limits))
def test_a_limit_in_days_ends_a_shanghai_day_and_says_so_in_utc(start: datetime, limit: TimeLimit) -> None:
    due = due_at(start, limit, SHANGHAI, NATIONAL)
    assert due.tzinfo is UTC
    assert due.time() == time(15, 59, 59)
    assert due.astimezone(SHANGHAI).date() == last_day(start, limit, SHANGHAI, NATIONAL)


@given(moments, st.integers(0, 3660))
def test_the_day_of_the_event_is_not_counted(start: datetime, count: int) -> None:
    due = due_at(start, TimeLimit(days=count), SHANGHAI, NATIONAL)
    assert timedelta(days=count) - timedelta(seconds=1) < due - start < timedelta(days=count + 1)


@given(moments, working_limits, zones)
def test_a_working_day_limit_counts_exactly_so_many_working_days(
    start: datetime, limit: TimeLimit, zone: ZoneInfo
) -> None:
    found = deadline(start, limit, zone, NATIONAL)
    first, last = start.astimezone(zone).date(), found.due_at.astimezone(zone).date()
    assert len(found.counted) == limit.working_days
    assert all(NATIONAL.is_working(day) for day in found.counted)
    assert not any(NATIONAL.is_working(day) for day in found.skipped)
    assert sorted(found.counted + found.skipped) == days(first + timedelta(days=1), last)
    assert found.counted[-1] == last


@given(moments, limits, zones)
def test_the_parts_of_a_deadline_are_what_each_function_says(start: datetime, limit: TimeLimit, zone: ZoneInfo) -> None:
    found = deadline(start, limit, zone, NATIONAL)
    assert found.due_at == due_at(start, limit, zone, NATIONAL)
    assert (found.counted, found.skipped) == days_of(start, limit, zone, NATIONAL)
    assert found.provisional == is_provisional(start, limit, zone, NATIONAL)


@given(moments, st.one_of(day_limits, working_limits), st.integers(0, 86_399_999_999))
def test_the_hour_of_the_event_does_not_matter_to_days(start: datetime, limit: TimeLimit, within: int) -> None:
    midnight = datetime.combine(start.astimezone(SHANGHAI).date(), time(), tzinfo=SHANGHAI)
    later = midnight + timedelta(microseconds=within)
    assert due_at(later, limit, SHANGHAI, NATIONAL) == due_at(start, limit, SHANGHAI, NATIONAL)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=400)), limits, zones)
def test_who_begins_later_is_never_due_earlier(
    start: datetime, wait: timedelta, limit: TimeLimit, zone: ZoneInfo
) -> None:
    assert due_at(start, limit, zone, NATIONAL) <= due_at(start + wait, limit, zone, NATIONAL)


@given(moments, exact_limits, zones)
def test_hours_and_minutes_are_that_much_later_whatever_the_wall_clock_does(
    start: datetime, limit: TimeLimit, zone: ZoneInfo
) -> None:
    due = due_at(start, limit, zone, NATIONAL)
    assert due - start == timedelta(hours=limit.hours, minutes=limit.minutes)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (NEW_YORK, date(2026, 3, 8), 23),
        (NEW_YORK, date(2026, 11, 1), 25),
        (NEW_YORK, date(2026, 3, 9), 24),
        (BERLIN, date(2026, 3, 29), 23),
        (BERLIN, date(2026, 10, 25), 25),
        # São Paulo went back at midnight: its last hour came twice.
        (ZoneInfo("America/Sao_Paulo"), date(2018, 2, 17), 25),
    ],
)
def test_a_zone_that_changes_its_clocks_still_has_whole_days(zone: ZoneInfo, day: date, hours: int) -> None:
    assert end_of_day(day, zone) - end_of_day(day - timedelta(days=1), zone) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "limit",
    [
        {"days": -1}, {"months": -1}, {"days": 3661}, {"months": 121}, {"weeks": 1}, {"days": 1.5}, {"hours": -1},
        {"minutes": -1}, {"working_days": -1}, {"working_days": 3661}, {"days": 1, "hours": 1},
        {"months": 1, "minutes": 1}, {"working_days": 1, "days": 1}, {"working_days": 1, "months": 1},
        {"working_days": 1, "hours": 1},
    ],
)  # fmt: skip
def test_a_limit_that_makes_no_sense_is_refused(limit: dict[str, float]) -> None:
    for model in (TimeLimit, Span):
        with pytest.raises(ValidationError):
            model.model_validate(limit)


def test_a_limit_may_be_nothing_and_a_span_may_not() -> None:
    assert due_at(wall("2026-03-02T09:00:00"), TimeLimit(), SHANGHAI, NATIONAL) == wall("2026-03-02T23:59:59")
    with pytest.raises(ValidationError, match="longer than nothing"):
        Span()
