"""Knows whether a stack's time can be trusted: its clock's kind and offset, and the machines' agreement."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from ledger.groundwork.clock import Clock
from ledger.mongo.connection import Store
from stack.checkup.finding import Finding

_TOLERANCE: Final = timedelta(seconds=2)
_LATER_EVENTS: Final = (
    "此前不会督办，请校正时钟，或改用建立此台账的系统 / "
    "clocks will not fire until then: put the time right, or use the stack this ledger was made on"
)


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
    seconds = f"{apart.total_seconds():.1f}"
    says = f"与 MongoDB 所在机器相差 {seconds} 秒 / this machine and MongoDB's differ by {seconds} s"
    advice = "请用 NTP 校时 / synchronise both with NTP"
    return Finding("machine time", says, advice if apart > _TOLERANCE else "")


def _clock(store: Store, clock: Clock, kind: str) -> Finding:
    now = clock.now()
    ahead = timedelta(seconds=round((now - datetime.now(UTC)).total_seconds()))
    says = f"{kind}: {now.isoformat(timespec='seconds')}"
    if ahead:
        way = "快于本机 / ahead of" if ahead > timedelta() else "慢于本机 / behind"
        says += f", {abs(ahead)} {way} the machine's"
    last = store["events"].find_one({}, {"at": 1}, sort=[("at", -1)])
    if last is not None and last["at"] > now + _TOLERANCE:
        says += f"; 最后的事件在 / the ledger's last event is at {last['at'].isoformat()}"
        return Finding("clock", says, _LATER_EVENTS)
    return Finding("clock", says)
