"""A person's choice of channels for notices: by kind, never in quiet hours, once a day where that is wanted."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from channels.choices import UNSAID, WINDOW, Choice

ZONE = ZoneInfo("Asia/Shanghai")
NIGHT = {"from": "22:00", "to": "07:30"}


def at(text: str) -> datetime:
    """A moment of the second of March on the wall in Shanxi."""
    return datetime.fromisoformat(f"2026-03-{text}+08:00").astimezone(UTC)


def choice(**said: Any) -> Choice:
    return Choice.model_validate(said)


def test_what_was_chosen_for_a_kind_goes_before_what_holds_otherwise() -> None:
    chosen = choice(channels={"assigned": ["wecom", "email"], "merged": []}, otherwise=["email"])
    assert [chosen.ways(kind) for kind in ("assigned", "merged", "accepted")] == [("wecom", "email"), (), ("email",)]


def test_who_chose_nothing_hears_by_addresses_of_their_own_within_a_minute() -> None:
    assert UNSAID.ways("assigned") is None
    assert UNSAID.goes_at(at("02T10:00"), ZONE) == at("02T10:00") + WINDOW


@pytest.mark.parametrize(
    ("told", "goes"),
    [
        ("02T21:58:30", "02T21:59:30"),
        ("02T21:59:30", "03T07:30"),
        ("03T03:00", "03T07:30"),
        ("03T07:30", "03T07:31"),
    ],
)
def test_in_quiet_hours_notices_wait_for_their_end(told: str, goes: str) -> None:
    assert choice(quiet_hours=NIGHT).goes_at(at(told), ZONE) == at(goes)


@pytest.mark.parametrize(
    ("told", "goes"), [("02T08:29", "02T08:30"), ("02T08:30", "03T08:30"), ("02T23:59", "03T08:30")]
)
def test_a_digest_goes_at_its_time_once_a_day(told: str, goes: str) -> None:
    assert choice(digest_at="08:30").goes_at(at(told), ZONE) == at(goes)


def test_a_digest_in_quiet_hours_waits_for_their_end_too() -> None:
    assert choice(digest_at="06:00", quiet_hours=NIGHT).goes_at(at("02T10:00"), ZONE) == at("03T07:30")


@pytest.mark.parametrize(
    "said",
    [
        {"channels": {"gossip": ["email"]}},
        {"channels": {"assigned": ["pigeon"]}},
        {"channels": {"assigned": ["email"] * 6}},
        {"otherwise": "email"},
        {"quiet_hours": {"from": "22:00", "to": "22:00"}},
        {"quiet_hours": {"from": "22:00"}},
        {"quiet_hours": {"from": "25:00", "to": "07:00"}},
        {"digest_at": "8:30"},
        {"digest_at": "24:00"},
        {"digest_at": 510},
        {"digest_at": "08:30:15"},
        {"digest_at": "08:30+08:00"},
        {"surprise": 1},
    ],
)
def test_a_choice_that_means_nothing_is_refused(said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        choice(**said)


def test_it_is_kept_as_it_was_said() -> None:
    said = {
        "channels": {"assigned": ["wecom"]},
        "otherwise": None,
        "quiet_hours": NIGHT,
        "digest_at": "08:30",
    }
    assert choice(**said).model_dump(mode="json", by_alias=True) == said


MINUTES = st.integers(0, 24 * 60 - 1).map(lambda minute: f"{minute // 60:02d}:{minute % 60:02d}")


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
    begin=MINUTES,
    end=MINUTES,
    digest=st.none() | MINUTES,
)
def test_a_notice_never_goes_before_it_was_told_nor_in_quiet_hours_nor_two_days_later(
    now: datetime, begin: str, end: str, digest: str | None
) -> None:
    quiet = None if begin == end else {"from": begin, "to": end}
    chosen = choice(quiet_hours=quiet, digest_at=digest)
    goes = chosen.goes_at(now, ZONE)
    assert now < goes
    assert (goes - now).total_seconds() <= 2 * 86_400
    if chosen.quiet_hours is not None:
        assert chosen.quiet_hours.until(goes, ZONE) == goes
