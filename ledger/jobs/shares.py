"""Knows how the slots of one job are shared out: to each process that lives its fair part, a dead one's to the others.

One document of `leases` says who has what: {_id: job, revision, parts: [{holder, until, slots}, …]}. It is written
only by who has read its last revision, so that no slot ever has two holders. As with a lease (`leases`), it narrows who
tries: what is written is still guarded by versions and ids.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from pymongo.errors import DuplicateKeyError

from ledger.jobs.leases import RENEWED_OF_ITS_TIME, renewed
from ledger.mongo.connection import Document, Store

_TRIES: Final = 20


@dataclass(frozen=True, slots=True)
class Part:
    """What one process has, until when."""

    holder: str
    until: datetime
    slots: tuple[int, ...]


Parts = tuple[Part, ...]


def claimed(parts: Parts, holder: str, count: int, now: datetime, until: datetime) -> Parts:
    """The parts once `holder` claims its own of `count` slots at `now`, to have until then.

    Of what it has it keeps no more than is fair among those that live, and fills up with what nobody has. When all
    have claimed twice since the last came or died, every slot has one holder.
    """
    others = tuple(part for part in parts if part.holder != holder and part.until > now)
    fair = _fair(holder, [part.holder for part in others], count)
    kept = _slots_of(parts, holder)[:fair]
    taken = {*kept, *(slot for part in others for slot in part.slots)}
    free = [slot for slot in range(count) if slot not in taken]
    return (*others, Part(holder, until, tuple(sorted((*kept, *free[: fair - len(kept)])))))


def prolonged(parts: Parts, holder: str, until: datetime) -> Parts:
    """The parts once `holder` renews what it has, no more and no less; nothing when it was taken for dead."""
    return tuple(replace(part, until=until) if part.holder == holder else part for part in parts)


def _fair(holder: str, others: Sequence[str], count: int) -> int:
    """Who comes first by name has one more where it does not come out even."""
    least, more = divmod(count, len(others) + 1)
    return least + (sorted((holder, *others)).index(holder) < more)


def _slots_of(parts: Parts, holder: str) -> tuple[int, ...]:
    return next((part.slots for part in parts if part.holder == holder), ())


@dataclass(frozen=True, slots=True)
class Shares:
    """A job of `count` slots and who asks for a part of it; times are the machine's own, as those of a lease.

    Its methods raise pymongo.errors.PyMongoError when MongoDB is away.
    """

    store: Store
    job: str
    holder: str
    count: int
    ttl: timedelta = timedelta(seconds=10)

    def claim(self) -> tuple[int, ...]:
        """Take or renew this holder's part; its slots, none while the others have yet to give some up."""
        now = datetime.now(UTC)
        parts = self._parts(lambda parts: claimed(parts, self.holder, self.count, now, now + self.ttl))
        return _slots_of(parts, self.holder)

    def renew(self) -> tuple[tuple[int, ...], bool]:
        """Go on having this part; its slots, none when it was taken for dead, and whether to claim another one now."""
        now = datetime.now(UTC)
        parts = self._parts(lambda parts: prolonged(parts, self.holder, now + self.ttl))
        held = _slots_of(parts, self.holder)
        return held, _slots_of(claimed(parts, self.holder, self.count, now, now), self.holder) != held

    @contextmanager
    def held(self) -> Iterator[tuple[int, ...]]:
        """The slots that were to be had; until the end of the block they are renewed, however long the work takes."""
        slots = self.claim()
        with renewed(f"shares {self.job}", self.ttl, self.renew):
            yield slots

    def release(self) -> None:
        """Let the others have this part at once."""
        self._parts(lambda parts: tuple(part for part in parts if part.holder != self.holder))

    def _parts(self, change: Callable[[Parts], Parts]) -> Parts:
        """Write what `change` makes of the parts as they are; the parts then, nobody's when it lost every race.

        What would only be renewed is written once in a while: most turns of a job find nothing to do.
        """
        for _ in range(_TRIES):
            stored = self.store["leases"].find_one({"_id": self.job})
            parts = _parts_of(stored)
            after = change(parts)
            if _is_news(parts, after, self.ttl / RENEWED_OF_ITS_TIME) and not self._written(stored, after):
                continue
            return after
        return ()

    def _written(self, stored: Document | None, parts: Parts) -> bool:
        leases, revision = self.store["leases"], stored["revision"] if stored else 0
        document = {"revision": revision + 1, "parts": [_plain(part) for part in parts]}
        if stored is None:
            try:
                leases.insert_one({"_id": self.job, **document})
            except DuplicateKeyError:
                return False
            return True
        return leases.replace_one({"_id": self.job, "revision": revision}, document).matched_count == 1


def holders(store: Store, job: str) -> dict[int, str]:
    """Who has which slot of a job now; a slot that none has is left out. Raises pymongo.errors.PyMongoError."""
    now = datetime.now(UTC)
    living = [part for part in _parts_of(store["leases"].find_one({"_id": job})) if part.until > now]
    return {slot: part.holder for part in living for slot in part.slots}


def _is_news(before: Parts, after: Parts, least: timedelta) -> bool:
    """Whether somebody has other slots than before, or has them longer by more than a little."""
    had = {(part.holder, part.slots): part.until for part in before}
    have = {(part.holder, part.slots): part.until for part in after}
    return had.keys() != have.keys() or any(until - had[who] > least for who, until in have.items())


def _parts_of(stored: Document | None) -> Parts:
    parts = stored["parts"] if stored else ()
    return tuple(Part(part["holder"], part["until"], tuple(part["slots"])) for part in parts)


def _plain(part: Part) -> Document:
    return {"holder": part.holder, "until": part.until, "slots": list(part.slots)}
