"""Plausibility: what looks wrong is flagged with its word, whatever it is; nothing is refused and nothing is lost."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.intake.planning.plausibility import flags_of
from mobile_schema.fields import as_utc
from mobile_schema.reports.incident import ObstructionIncident
from mobile_schema.reports.site_visit import SiteVisit
from tests import factories as make

RECEIVED_AT = datetime(2026, 3, 2, 1, 20, 1, tzinfo=UTC)
FLAGS = {
    "captured-in-future",
    "captured-long-ago",
    "sent-before-captured",
    "device-clock-wrong",
    "no-location",
    "mock-location",
    "outside-china",
    "coordinates-swapped",
}


def flags(received_at: datetime = RECEIVED_AT, **over: Any) -> tuple[str, ...]:
    """The flags of a visit that is in order but for `over`."""
    report = SiteVisit.model_validate_json(make.as_bytes(make.site_visit(**over)))
    return flags_of(report, as_utc(report.captured_at), received_at)


def at(latitude: float, longitude: float) -> dict[str, Any]:
    """A place, measured."""
    return make.fixed_location(latitude=latitude, longitude=longitude)


def test_a_report_in_order_has_no_flag() -> None:
    assert flags() == ()


@pytest.mark.parametrize(
    ("captured_at", "expected"),
    [
        ("2026-03-02T01:30:01Z", ()),
        ("2026-03-02T01:30:01.001Z", ("captured-in-future",)),
        ("2099-01-01T00:00:00+08:00", ("captured-in-future",)),
        ("9999-12-31T23:59:59-12:00", ("captured-in-future",)),
        ("2025-03-01T01:20:01Z", ()),
        ("2025-03-01T01:20:00.999Z", ("captured-long-ago",)),
        ("1970-01-01T00:00:00Z", ("captured-long-ago",)),
        ("0001-01-01T00:00:00+14:00", ("captured-long-ago",)),
    ],
)
def test_a_capture_time_that_cannot_be_is_flagged(captured_at: str, expected: tuple[str, ...]) -> None:
    assert flags(captured_at=captured_at, sent_at="9999-12-31T23:59:59-14:00") == expected


@pytest.mark.parametrize(
    ("captured_at", "sent_at", "flagged"),
    [
        ("2026-03-02T09:15:00+08:00", "2026-03-02T09:14:59+08:00", True),
        ("2026-03-02T09:15:00+08:00", "2026-03-02T09:15:00+08:00", False),
        ("2026-03-02T09:15:00+08:00", "2026-03-02T01:15:00Z", False),
        ("2026-03-02T09:15:00+08:00", "2026-03-02T09:20:00+09:00", True),
    ],
)
def test_a_report_sent_before_it_was_made_is_flagged(captured_at: str, sent_at: str, flagged: bool) -> None:
    assert flags(captured_at=captured_at, sent_at=sent_at) == (("sent-before-captured",) if flagged else ())


@pytest.mark.parametrize(
    ("error", "flagged"),
    [(None, False), (0, False), (300_000, False), (-300_000, False), (300_001, True), (-300_001, True)],
)
def test_a_phone_whose_clock_is_more_than_five_minutes_off_is_flagged(error: int | None, flagged: bool) -> None:
    device = make.site_visit()["device"] | {"clock_error_ms": error}
    assert flags(device=device) == (("device-clock-wrong",) if flagged else ())


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (at(37.8706, 112.5489), ()),
        (at(53.5, 122.3), ()),
        (at(3.8, 73.4), ()),
        (at(53.6, 135.1), ()),
        (at(3.79, 112.2), ("outside-china",)),
        (at(53.61, 112.2), ("outside-china",)),
        (at(37.8706, 73.39), ("outside-china",)),
        (at(37.8706, 135.11), ("outside-china",)),
        (at(112.5489, 37.8706), ("coordinates-swapped",)),
        (at(0, 0), ("outside-china",)),
        (at(48.85, 2.35), ("outside-china",)),
        (at(-37.8706, 112.5489), ("outside-china",)),
        (at(-90, 180), ("outside-china",)),
        (make.fixed_location(mock=True), ("mock-location",)),
        (make.fixed_location(mock=True, latitude=112.5, longitude=37.9), ("mock-location", "coordinates-swapped")),
        (make.absent_location(), ("no-location",)),
    ],
)
def test_a_place_that_cannot_be_is_flagged(location: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert flags(location=location) == expected


def test_an_incident_is_judged_by_the_same_rules() -> None:
    report = ObstructionIncident.model_validate_json(make.as_bytes(make.incident(location=at(112.5, 37.9))))
    assert flags_of(report, as_utc(report.captured_at), RECEIVED_AT) == ("coordinates-swapped",)


def test_all_that_is_wrong_is_told_together() -> None:
    found = flags(
        captured_at="2099-01-01T00:00:00Z",
        sent_at="2026-01-01T00:00:00Z",
        device=make.site_visit()["device"] | {"clock_error_ms": -(10**15)},
        location=make.fixed_location(mock=True, latitude=0, longitude=0),
    )
    assert found == (
        "captured-in-future",
        "sent-before-captured",
        "device-clock-wrong",
        "mock-location",
        "outside-china",
    )


moments = st.from_regex(
    r"\A[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
    r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])\Z"
).filter(lambda text: not text.startswith("0000"))
degrees = st.floats(-180, 180)


@given(moments, moments, degrees, degrees, st.datetimes(timezones=st.just(UTC)))
def test_every_report_the_contract_accepts_can_be_judged(
    captured_at: str, sent_at: str, latitude: float, longitude: float, received_at: datetime
) -> None:
    found = flags(received_at, captured_at=captured_at, sent_at=sent_at, location=at(latitude, longitude))
    assert set(found) <= FLAGS
    assert len(set(found)) == len(found)
    assert not {"captured-in-future", "captured-long-ago"} <= set(found)
    assert not {"outside-china", "coordinates-swapped"} <= set(found)
