"""Knows whether a stack's time can be trusted: its clock's kind and offset, and the machines' agreement."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from ledger.groundwork.clock import Clock
from ledger.mongo.connection import Store
from stack.checkup.finding import Finding

_TOLERANCE: Final = timedelta(seconds=2)


def time(store: Store, clock: Clock, kind: str) -> Iterator[Finding]:
    """The checks of `kind` ("system" or "movable") of clock. Raises PyMongoError when the database is away."""
    yield _agreement(store)
    yield _clock(store, clock, kind)


def _agreement(store: Store) -> Finding:
    before = datetime.now(UTC)
    theirs: datetime = store.client.admin.command("hello")["localTime"]
    after = datetime.now(UTC)
    theirs = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
    apart = max(before - theirs, theirs - after, timedelta())
    says = f"this machine and MongoDB's differ by {apart.total_seconds():.1f} s"
    return Finding("machine time", says, "synchronise both with NTP" if apart > _TOLERANCE else "")


def _clock(store: Store, clock: Clock, kind: str) -> Finding:
    now = clock.now()
    ahead = timedelta(seconds=round((now - datetime.now(UTC)).total_seconds()))
    says = f"{kind}, now {now.isoformat(timespec='seconds')}"
    if ahead:
        says += f", {abs(ahead)} {'ahead of' if ahead > timedelta() else 'behind'} the machine's"
    last = store["events"].find_one({}, {"at": 1}, sort=[("at", -1)])
    if last is not None and last["at"] > now + _TOLERANCE:
        advice = "clocks will not fire until then: put the time right, or use the stack this ledger was made on"
        return Finding("clock", f"{says}; the ledger's last event is at {last['at'].isoformat()}", advice)
    return Finding("clock", says)
