"""The clock that processes share: moved for all of them at once, never to before what has happened."""

from datetime import UTC, datetime, timedelta

import pytest

from ledger.groundwork.clock import SystemClock
from ledger.mongo.connection import Store
from ledger.mongo.shared_clock import ClockWouldGoBack, SharedClock, clock_of
from tests.ledger.factories import START
from tests.ledger.parts import Ledger

NEXT_YEAR = datetime(2027, 5, 1, tzinfo=UTC)
SOON = timedelta(seconds=20)


def test_until_it_is_moved_it_shows_the_machines_time(store: Store) -> None:
    assert abs(SharedClock(store).now() - datetime.now(UTC)) < SOON


def test_every_process_sees_it_moved(store: Store) -> None:
    SharedClock(store).move(NEXT_YEAR)
    assert timedelta() <= SharedClock(store).now() - NEXT_YEAR < SOON


def test_it_goes_on_from_where_it_was_moved_to(store: Store) -> None:
    clock = SharedClock(store)
    first = clock.move(NEXT_YEAR)
    assert clock.now() >= first


def test_it_shows_whole_milliseconds_in_utc(store: Store) -> None:
    now = SharedClock(store).now()
    assert (now.microsecond % 1000, now.utcoffset()) == (0, timedelta())


def test_it_does_not_go_back_before_what_has_happened(ledger: Ledger) -> None:
    ledger.opened()
    ledger.wait(days=3).opened()
    clock = SharedClock(ledger.store)
    latest = START + timedelta(days=3)
    with pytest.raises(ClockWouldGoBack) as refused:
        clock.move(latest - timedelta(milliseconds=1))
    assert refused.value.latest == latest
    assert abs(clock.now() - datetime.now(UTC)) < SOON
    assert clock.move(latest) >= latest


def test_it_may_go_back_where_nothing_has_happened(store: Store) -> None:
    SharedClock(store).move(NEXT_YEAR)
    assert SharedClock(store).move(START) < NEXT_YEAR


def test_where_it_stands_is_no_position_of_a_partition(ledger: Ledger) -> None:
    SharedClock(ledger.store).move(NEXT_YEAR)
    assert [issue.version for issue in ledger.opened()] == [2]


def test_a_stack_has_the_clock_its_setting_names(store: Store) -> None:
    assert isinstance(clock_of("system", store), SystemClock)
    assert clock_of("movable", store) == SharedClock(store)
    with pytest.raises(ValueError, match="system or movable"):
        clock_of("sundial", store)
