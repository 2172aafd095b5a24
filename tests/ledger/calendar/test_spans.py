"""Spans: days and months keep the wall clock, hours do not; back and forth, and so many times over."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.calendar.deadlines import Span, occurrences_until, shifted
from tests.ledger.calendar.moments import BERLIN, NATIONAL, NEW_YORK, SHANGHAI, moments, wall, zones

spans = st.one_of(
    st.builds(Span, months=st.integers(0, 14), days=st.integers(1, 400)),
    st.builds(Span, months=st.integers(1, 14)),
    st.builds(Span, working_days=st.integers(1, 30)),
    st.builds(Span, hours=st.integers(0, 500), minutes=st.integers(1, 5000)),
)


@pytest.mark.parametrize(
    ("moment", "span", "zone", "landed"),
    [
        ("2026-03-07T02:30:00", Span(days=1), NEW_YORK, "2026-03-08T03:30:00"),
        ("2026-03-07T02:30:00", Span(days=2), NEW_YORK, "2026-03-09T02:30:00"),
        ("2026-03-07T02:30:00", Span(hours=24), NEW_YORK, "2026-03-08T03:30:00"),
        ("2026-03-07T02:30:00", Span(hours=48), NEW_YORK, "2026-03-09T03:30:00"),
        ("2026-10-31T01:30:00", Span(days=1), NEW_YORK, "2026-11-01T01:30:00"),
        ("2026-03-28T02:15:00", Span(days=1), BERLIN, "2026-03-29T03:15:00"),
        ("2026-10-24T02:15:00", Span(days=1), BERLIN, "2026-10-25T02:15:00"),
        ("2026-01-29T02:15:00", Span(months=2), BERLIN, "2026-03-29T03:15:00"),
        ("2024-01-31T23:59:59", Span(months=1), SHANGHAI, "2024-02-29T23:59:59"),
        ("2025-09-30T23:59:59", Span(working_days=1), SHANGHAI, "2025-10-09T23:59:59"),
        ("2025-09-30T23:59:59", Span(working_days=3), SHANGHAI, "2025-10-11T23:59:59"),
        ("2026-03-02T09:00:00.007", Span(minutes=1), SHANGHAI, "2026-03-02T09:01:00.007"),
    ],
)
def test_a_span_in_days_keeps_the_wall_clock_and_one_in_hours_does_not(
    moment: str, span: Span, zone: ZoneInfo, landed: str
) -> None:
    found = shifted(wall(moment, zone), span, zone, NATIONAL)
    assert found.tzinfo is UTC
    assert found.astimezone(zone).replace(fold=0) == wall(landed, zone)


def test_a_wall_time_that_comes_twice_is_the_first() -> None:
    found = shifted(wall("2026-10-31T01:30:00", NEW_YORK), Span(days=1), NEW_YORK, NATIONAL)
    assert found == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "span", "landed"),
    [
        ("2026-03-31T09:00:00", Span(months=1), "2026-02-28T09:00:00"),
        ("2025-10-09T09:00:00", Span(working_days=1), "2025-09-30T09:00:00"),
        ("2025-10-13T09:00:00", Span(working_days=1), "2025-10-11T09:00:00"),
        ("2026-03-02T09:00:00", Span(days=2), "2026-02-28T09:00:00"),
        ("2026-03-02T09:00:00", Span(hours=10), "2026-03-01T23:00:00"),
    ],
)
def test_a_span_goes_back_too(moment: str, span: Span, landed: str) -> None:
    assert shifted(wall(moment), span, SHANGHAI, NATIONAL, back=True) == wall(landed)


def test_repeated_months_are_added_to_the_first_day_not_to_one_that_was_cut() -> None:
    end_of_january = wall("2026-01-31T09:00:00")
    months = [shifted(end_of_january, Span(months=1), SHANGHAI, NATIONAL, times=n) for n in range(5)]
    assert [month.astimezone(SHANGHAI).day for month in months] == [31, 28, 31, 30, 31]


@given(moments, spans, st.integers(0, 6))
def test_what_is_shifted_there_and_back_is_where_it_was(moment: datetime, span: Span, times: int) -> None:
    local_day = moment.astimezone(SHANGHAI).date()
    assume(local_day.day <= 28 and not (span.months and span.days))
    assume(not span.working_days or NATIONAL.is_working(local_day))
    there = shifted(moment, span, SHANGHAI, NATIONAL, times=times)
    assert shifted(there, span, SHANGHAI, NATIONAL, times=times, back=True) == moment


@given(moments, st.builds(Span, days=st.integers(1, 400)), zones)
def test_a_span_in_days_lands_on_that_day_at_the_same_wall_time_unless_the_zone_skips_it(
    moment: datetime, span: Span, zone: ZoneInfo
) -> None:
    local_moment, landed = moment.astimezone(zone), shifted(moment, span, zone, NATIONAL).astimezone(zone)
    wanted = local_moment.replace(tzinfo=None, fold=0) + timedelta(days=span.days)
    assert timedelta(0) <= landed.replace(tzinfo=None, fold=0) - wanted <= timedelta(hours=1)
    if datetime.combine(wanted.date(), wanted.time(), zone).astimezone(UTC).astimezone(zone).time() == wanted.time():
        assert landed.replace(tzinfo=None, fold=0) == wanted


@pytest.mark.parametrize(
    ("base", "span", "now", "count"),
    [
        ("2026-02-01T09:00:00", Span(months=1), "2026-03-01T08:59:59", 0),
        ("2026-02-01T09:00:00", Span(months=1), "2026-03-01T09:00:00", 1),
        ("2026-01-31T09:00:00", Span(months=1), "2026-02-28T09:00:00", 1),
        ("2026-02-01T09:00:00", Span(months=1, days=28), "2026-03-29T09:00:00", 1),
        ("2026-03-06T09:00:00", Span(working_days=1), "2026-03-09T09:00:00", 1),
        ("2026-03-06T09:00:00", Span(working_days=2), "2026-03-10T09:00:00", 1),
        ("2026-03-06T09:00:00", Span(working_days=2), "2026-03-10T08:59:59", 0),
        ("2026-03-09T09:00:00", Span(working_days=1), "2026-03-10T09:00:00", 1),
        ("2026-03-06T09:00:00", Span(days=3), "2026-03-05T09:00:00", 0),
    ],
)
def test_occurrences_are_counted_over_short_months_and_days_off(base: str, span: Span, now: str, count: int) -> None:
    assert occurrences_until(wall(base), span, wall(now), SHANGHAI, NATIONAL) == count


@given(moments, spans, zones, st.timedeltas(timedelta(days=-10), timedelta(days=3000)))
def test_so_many_occurrences_have_passed_and_the_next_has_not(
    base: datetime, span: Span, zone: ZoneInfo, wait: timedelta
) -> None:
    now = base + wait
    count = occurrences_until(base, span, now, zone, NATIONAL)
    assert count == 0 or shifted(base, span, zone, NATIONAL, times=count) <= now
    assert shifted(base, span, zone, NATIONAL, times=count + 1) > now


@given(moments, spans, zones, st.integers(1, 12))
def test_an_occurrence_has_passed_at_its_very_moment_and_not_before(
    base: datetime, span: Span, zone: ZoneInfo, times: int
) -> None:
    moment = shifted(base, span, zone, NATIONAL, times=times)
    assert occurrences_until(base, span, moment, zone, NATIONAL) == times
    assert occurrences_until(base, span, moment - timedelta(microseconds=1), zone, NATIONAL) == times - 1
