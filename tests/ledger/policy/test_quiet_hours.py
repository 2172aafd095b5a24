"""Quiet hours: what falls into them waits until they end, over midnight and over a change of clocks."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.policy.ladder import QuietHours
from tests.ledger.factories import SHANGHAI, local


def quiet(begin: str, end: str) -> QuietHours:
    return QuietHours.model_validate({"from": begin, "to": end, "lights": ["green"]})


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-03-02 21:59:59", None),
        ("2026-03-02 22:00:00", "2026-03-03 07:30:00"),
        ("2026-03-02 22:00:01", "2026-03-03 07:30:00"),
        ("2026-03-02 23:59:59", "2026-03-03 07:30:00"),
        ("2026-03-03 00:00:00", "2026-03-03 07:30:00"),
        ("2026-03-03 07:29:59", "2026-03-03 07:30:00"),
        ("2026-03-03 07:30:00", None),
    ],
)
def test_quiet_hours_over_midnight_end_in_the_morning(now: str, until: str | None) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI).astimezone(UTC)
    ends = quiet("22:00", "07:30").until(moment, "green", SHANGHAI)
    assert (local(ends) if ends else None) == until


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-03-02 00:00:00", None),
        ("2026-03-02 11:59:59", None),
        ("2026-03-02 12:00:00", "2026-03-02 14:00:00"),
        ("2026-03-02 13:59:59", "2026-03-02 14:00:00"),
        ("2026-03-02 14:00:00", None),
        ("2026-03-02 23:59:59", None),
    ],
)
def test_quiet_hours_within_a_day_begin_and_end_on_it(now: str, until: str | None) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=SHANGHAI).astimezone(UTC)
    ends = quiet("12:00", "14:00").until(moment, "green", SHANGHAI)
    assert (local(ends) if ends else None) == until


@pytest.mark.parametrize("hour", [11, 12, 13])
def test_quiet_hours_that_end_when_they_begin_hold_nothing_back(hour: int) -> None:
    assert quiet("12:00", "12:00").until(datetime(2026, 3, 2, hour, tzinfo=SHANGHAI), "green", SHANGHAI) is None


def test_quiet_hours_are_for_their_lights_alone() -> None:
    noon = datetime(2026, 3, 2, 12, 30, tzinfo=SHANGHAI)
    assert quiet("12:00", "14:00").until(noon, "green", SHANGHAI) == noon.replace(hour=14, minute=0)
    assert quiet("12:00", "14:00").until(noon, "red", SHANGHAI) is None


@settings(deadline=None)
@given(
    begin=st.times(),
    end=st.times(),
    now=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    zone=st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York"]).map(ZoneInfo),
)
def test_quiet_always_ends_and_is_over_then(begin: time, end: time, now: datetime, zone: ZoneInfo) -> None:
    hours = QuietHours.model_validate({"from": begin, "to": end, "lights": ["green"]})
    ends = hours.until(now, "green", zone)
    if ends is not None and begin != end:
        assert now <= ends <= now + timedelta(hours=26)
        assert hours.until(ends, "green", zone) is None
