"""A rest gives back what would have counted, in whole days, so that a due time stays the end of a (working) day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.calendar.deadlines import Span, TimeLimit, due_at, end_of_day
from ledger.calendar.rests import rests_are_settled, run_on
from tests.ledger.calendar.moments import BERLIN, NATIONAL, SHANGHAI, moments, wall

WORKING, NATURAL = TimeLimit(working_days=1), TimeLimit(days=1)
FRIDAY_EVENING, MONDAY = "2026-03-13T18:00:01", "2026-03-16T23:59:59"


def after(due: str, *rests: tuple[str, str], limit: TimeLimit | Span = WORKING) -> str:
    spans = [(wall(since), wall(until)) for since, until in rests]
    return run_on(wall(due), spans, limit, SHANGHAI, NATIONAL).astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M:%S")


@pytest.mark.parametrize("resumed", ["2026-03-14T00:00:00", "2026-03-16T00:00:00", "2026-03-16T09:00:00"])
def test_a_weekend_at_rest_is_no_working_time_lost(resumed: str) -> None:
    assert after(MONDAY, (FRIDAY_EVENING, resumed)) == MONDAY


@pytest.mark.parametrize(
    ("due", "since", "until", "moved"),
    [
        ("2026-03-20T23:59:59", FRIDAY_EVENING, "2026-03-18T00:00:00", "2026-03-24T23:59:59"),
        ("2026-03-18T23:59:59", "2026-03-16T10:00:00", "2026-03-18T10:00:00", "2026-03-20T23:59:59"),
        ("2026-10-10T23:59:59", "2026-09-30T18:00:00", "2026-10-08T00:00:00", "2026-10-10T23:59:59"),
        ("2026-10-09T23:59:59", "2026-10-09T10:00:00", "2026-10-11T00:00:00", "2026-10-12T23:59:59"),
    ],
)
def test_working_days_at_rest_are_given_back_those_made_up_too(due: str, since: str, until: str, moved: str) -> None:
    """10 October 2026 is a Saturday made up for National Day."""
    assert after(due, (since, until)) == moved


def test_what_is_left_of_a_day_is_kept_for_the_next_rest() -> None:
    rests = [(f"2026-03-0{day}T08:00:00", f"2026-03-0{day}T20:00:00") for day in (2, 3, 4, 5)]
    assert [after("2026-03-12T23:59:59", *rests[:count], limit=NATURAL)[:10] for count in range(5)] == [
        "2026-03-12",
        "2026-03-12",
        "2026-03-13",
        "2026-03-13",
        "2026-03-14",
    ]


@pytest.mark.parametrize(("limit", "day"), [(WORKING, "2026-03-16"), (NATURAL, "2026-03-14")])
def test_what_was_in_time_on_its_last_day_has_the_day_on_which_it_runs_on(limit: TimeLimit, day: str) -> None:
    rest = ("2026-03-13T10:00:00", "2026-03-14T08:00:00")
    assert after("2026-03-13T23:59:59", rest, limit=limit) == f"{day}T23:59:59"


def test_what_is_left_of_a_day_is_kept_where_the_last_day_is_the_one_on_which_it_runs_on() -> None:
    """Twenty-three hours and thirty-six: two days and a part of one."""
    rests = [("2026-03-12T08:00:00", "2026-03-13T07:00:00"), ("2026-03-13T08:00:00", "2026-03-14T20:00:00")]
    assert after("2026-03-13T23:59:59", *rests, limit=NATURAL) == "2026-03-15T23:59:59"


def test_what_was_overdue_stays_so() -> None:
    assert after("2026-03-12T23:59:59", (FRIDAY_EVENING, "2026-03-17T00:00:00")) == "2026-03-13T23:59:59"


def test_what_is_due_at_the_very_moment_a_rest_begins_is_not_overdue() -> None:
    due = "2026-03-13T23:59:59"
    assert after(due, (due, "2026-03-15T08:00:00"), limit=NATURAL) == "2026-03-15T23:59:59"
    assert after(due, ("2026-03-14T00:00:00", "2026-03-15T08:00:00"), limit=NATURAL) == "2026-03-14T23:59:59"


@pytest.mark.parametrize("time", ["00:00:00", "09:00:00", "23:59:58", "23:59:59.500000"])
def test_a_moment_keeps_its_time_of_the_day(time: str) -> None:
    rests = [(wall("2026-03-10T08:00"), wall("2026-03-11T08:00"))]
    moved = run_on(wall(f"2026-03-12T{time}"), rests, Span(working_days=1), SHANGHAI, NATIONAL)
    assert moved == wall(f"2026-03-13T{time}")


def test_the_end_of_a_day_stays_one_where_its_last_hour_comes_twice() -> None:
    zone = ZoneInfo("America/Sao_Paulo")
    rests = [(wall("2018-02-06T08:00", zone), wall("2018-02-07T08:00", zone))]
    moved = run_on(end_of_day(date(2018, 2, 16), zone), rests, NATURAL, zone, NATIONAL)
    assert moved == end_of_day(date(2018, 2, 17), zone)


SECOND = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
"""Half past two in Berlin for the second time: an hour after the first."""


@pytest.mark.parametrize(
    ("moment", "hours", "lies"),
    [(wall("2026-10-24T02:30", BERLIN), 24, SECOND - timedelta(hours=1)), (SECOND, 3, SECOND)],
)
def test_in_an_hour_that_comes_twice_a_moment_moves_to_the_first_and_one_that_does_not_move_stays(
    moment: datetime, hours: int, lies: datetime
) -> None:
    begun = wall("2026-10-20T08:00", BERLIN)
    assert run_on(moment, [(begun, begun + timedelta(hours=hours))], Span(days=1), BERLIN, NATIONAL) == lies


def test_hours_and_minutes_are_given_back_as_they_were() -> None:
    rest = ("2026-03-13T10:00:00", "2026-03-14T08:00:07")
    assert after("2026-03-13T11:00:00", rest, limit=TimeLimit(hours=2)) == "2026-03-14T09:00:07"


_DAYS = st.integers(0, 40 * 86_400_000).map(lambda ms: timedelta(milliseconds=ms))
_LIMITS = st.one_of(
    st.integers(0, 20).map(lambda n: TimeLimit(working_days=n)), st.integers(0, 20).map(lambda n: TimeLimit(days=n))
)


@given(start=moments, limit=_LIMITS, gaps=st.lists(st.tuples(_DAYS, _DAYS), max_size=4))
def test_whatever_rests_a_due_time_stays_the_end_of_a_day_that_counts(
    start: datetime, limit: TimeLimit, gaps: list[tuple[timedelta, timedelta]]
) -> None:
    due, at, rests = due_at(start, limit, SHANGHAI, NATIONAL), start, []
    for ran, rested in gaps:
        before = run_on(due, rests, limit, SHANGHAI, NATIONAL)
        since, at = at + ran, at + ran + rested
        rests.append((since, at))
        now = run_on(due, rests, limit, SHANGHAI, NATIONAL)
        assert now >= before
        assert now >= at or since > before
        assert now - before <= rested + timedelta(days=30)
    last = run_on(due, rests, limit, SHANGHAI, NATIONAL).astimezone(SHANGHAI)
    assert f"{last:%H:%M:%S}" == "23:59:59"
    assert last == due or not limit.over_working_days or NATIONAL.is_working(last.date())


@given(start=moments, limit=_LIMITS, ran=_DAYS, rested=_DAYS, part=st.floats(0, 1))
def test_a_rest_in_two_parts_gives_back_as_much_as_in_one(
    start: datetime, limit: TimeLimit, ran: timedelta, rested: timedelta, part: float
) -> None:
    due, since = due_at(start, limit, SHANGHAI, NATIONAL) + timedelta(days=400), start + ran
    until, between = since + rested, since + rested * part
    whole = run_on(due, [(since, until)], limit, SHANGHAI, NATIONAL)
    assert run_on(due, [(since, between), (between, until)], limit, SHANGHAI, NATIONAL) == whole


SPRING = [("2026-03-02T08:00", "2026-03-03T08:00"), ("2026-04-01T08:00", "2026-04-02T08:00")]


@pytest.mark.parametrize(
    ("moment", "rests", "settled"),
    [
        ("2026-05-06T23:59:59", SPRING, True),
        ("2027-05-06T23:59:59", [], True),
        ("2026-12-28T23:59:59", SPRING, False),
        ("2026-05-06T23:59:59", [*SPRING, ("2026-12-20T08:00", "2027-01-05T08:00")], False),
        ("2026-05-06T23:59:59", [("2003-12-30T08:00", "2004-01-06T08:00"), *SPRING], False),
        ("2026-05-06T23:59:59", [("2004-01-02T08:00", "2004-01-06T08:00"), *SPRING], True),
    ],
)
def test_all_days_from_the_first_rest_to_the_last_or_to_the_moment_must_be_published(
    moment: str, rests: list[tuple[str, str]], settled: bool
) -> None:
    """Published are 2004 to 2026."""
    spans = [(wall(since), wall(until)) for since, until in rests]
    assert rests_are_settled(wall(moment), spans, SHANGHAI, NATIONAL) is settled
