"""The header that tells the ledger's time is written to the millisecond, and follows a clock that was moved."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

from api.serving.ledger_time import NAME, TellsTime
from ledger.groundwork.clock import Clock, SystemClock
from ledger.mongo.shared_clock import SharedClock

NO_STORE = cast(Any, None)


def said(clock: Clock) -> datetime:
    app = cast(Any, SimpleNamespace(state=SimpleNamespace(services=SimpleNamespace(clock=clock))))
    telling = TellsTime(app)
    name, value = telling.header()
    assert (name, len(value)) == (NAME, len("2026-03-02T01:20:01.123+00:00"))
    return datetime.fromisoformat(value.decode())


def test_of_a_clock_that_cannot_be_moved_it_is_the_machines() -> None:
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    assert before <= said(SystemClock()) <= datetime.now(UTC)


def test_of_one_that_was_it_is_as_far_ahead_as_was_last_read() -> None:
    ahead = timedelta(days=400, milliseconds=7)
    assert ahead <= said(SharedClock(NO_STORE, ahead)) - datetime.now(UTC) + timedelta(milliseconds=200)
