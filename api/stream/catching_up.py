"""Knows how readers that come back after long get what they missed: the oplog is read once for all who wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from api.stream.follower import readable
from api.stream.frames import Event
from ledger.mongo.connection import Store
from ledger.mongo.tailing import HistoryLost
from ledger.store.alert_feed import following, latest_second, second_of

_MOST: Final = 1_000
_AWAIT_MS: Final = 50
# Reading the oplog costs by what all others wrote meanwhile; a list of alerts is cheap.
OLDEST_SECONDS: Final = 24 * 3600


@dataclass(frozen=True, slots=True)
class Stretch:
    """All events until `until` after every mark asked for, but those that lead nowhere (`lost`)."""

    until: str
    events: tuple[Event, ...]
    lost: frozenset[str]


def stretch_after(store: Store, marks: Sequence[str]) -> Stretch:
    """What follows the oldest of these marks from which the oplog can still be read. Raises PyMongoError."""
    latest = latest_second(store)
    # A mark of tomorrow is of another database: nothing would ever come after it.
    lost = {mark for mark in marks if not latest - OLDEST_SECONDS <= second_of(mark) <= latest}
    for mark in sorted(set(marks) - lost):
        try:
            return _read(store, mark, lost)
        except HistoryLost:
            lost.add(mark)
    return Stretch("", (), frozenset(lost))


def _read(store: Store, mark: str, lost: set[str]) -> Stretch:
    events: list[Event] = []
    with following(store, mark, await_ms=_AWAIT_MS) as feed:
        while len(events) < _MOST and (change := feed.next()) is not None:
            event = readable(change)
            if event is not None:
                events.append(event)
        return Stretch(feed.mark, tuple(events), frozenset(lost))
