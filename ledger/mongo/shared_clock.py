"""Knows the clock that processes share: kept in MongoDB so that it can be moved, in stacks that allow it.

A production stack runs on the system clock and refuses to move it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ledger.groundwork.clock import Clock, SystemClock, to_milliseconds
from ledger.mongo.connection import Store

_ID = "clock"


class ClockNotMovable(Exception):
    """This stack runs on the machine's own time."""


class ClockWouldGoBack(Exception):
    """The ledger already has an event after the moment asked for; `latest` is its time."""

    def __init__(self, latest: datetime) -> None:
        super().__init__(f"the ledger has an event at {latest.isoformat()}")
        self.latest = latest


@dataclass(slots=True)
class SharedClock:
    """The machine's time plus an offset that every process reads anew."""

    store: Store
    offset: timedelta = timedelta()
    """as it was read last"""

    def now(self) -> datetime:
        """The shared present."""
        document = self.store["positions"].find_one({"_id": _ID})
        self.offset = timedelta(milliseconds=document["offset_ms"]) if document else timedelta()
        return to_milliseconds(datetime.now(UTC) + self.offset)

    def move(self, to: datetime) -> datetime:
        """Let the shared present be `to`. Raises ClockWouldGoBack when an event lies after it."""
        last = self.store["events"].find_one({}, {"at": 1}, sort=[("at", -1)])
        if last is not None and to < last["at"]:
            raise ClockWouldGoBack(last["at"])
        offset = (to - datetime.now(UTC)) / timedelta(milliseconds=1)
        self.store["positions"].update_one({"_id": _ID}, {"$set": {"offset_ms": offset}}, upsert=True)
        return self.now()


def clock_of(kind: str, store: Store) -> Clock:
    """The clock that `XIAOHAO_CLOCK` names: "system" or "movable". Raises ValueError on another word."""
    if kind == "movable":
        return SharedClock(store)
    if kind == "system":
        return SystemClock()
    raise ValueError(f"XIAOHAO_CLOCK must be system or movable, not {kind!r}")


def offset_of(clock: Clock) -> timedelta:
    """How far a clock is ahead of the machine's, as this process read it last: MongoDB is not asked."""
    return clock.offset if isinstance(clock, SharedClock) else timedelta()
