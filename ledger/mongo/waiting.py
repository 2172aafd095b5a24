"""Knows how far behind what is written those are who follow it: the counters, dispatch, the indexes for text search.

What the counters have not added up waits in `uncounted` (`store.counted`). Who keeps an index (`search`) says every
second how it stands, one for each machine, in `search_indexes`: {_id, host, at, behind_since, issues, of}; the times
are the machine's own. `behind_since` is when the oldest change came that is not in it, null of one that has them all;
while it is made, `issues` of about `of` are in it.
"""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import pymongo

from ledger.mongo.connection import Document, Store

UNCOUNTED: Final = "uncounted"
UNDISPATCHED: Final = "undispatched"
"""Figures with flags, and corrections, of which no matter was opened or told yet: {_id: the figure's, version}."""
INDEXES: Final = "search_indexes"
GONE_AFTER: Final = timedelta(seconds=30)
_FORGOTTEN_AFTER: Final = timedelta(hours=1)


def undispatched(figures: Iterable[Document]) -> list[Document]:
    """Those of these figures that may open a matter, or say something on one; kept in the transaction that keeps them,
    so that none is lost.
    """
    asked = (each for each in figures if each["flags"] or each["version"] > 1)
    return [{"_id": each["_id"], "version": each["version"]} for each in asked]


def counting_lag(store: Store) -> float:
    """For how many seconds of the machine's time the oldest has waited. Raises pymongo.errors.PyMongoError."""
    oldest = store[UNCOUNTED].find_one({}, {"_id": 1}, sort=[("_id", pymongo.ASCENDING)])
    if oldest is None:
        return 0.0
    waits: timedelta = datetime.now(UTC) - oldest["_id"].generation_time
    return max(0.0, waits.total_seconds())


@dataclass(frozen=True, slots=True)
class Indexed:
    """How one index stands: for how many seconds the oldest change waits for it, and whether anybody keeps it.

    `made` are the issues in it so far and about all there are, while it is made anew.
    """

    host: str
    behind: float
    kept: bool
    made: tuple[int, int] | None


def say_indexed(store: Store, name: str, behind_since: datetime | None, made: tuple[int, int] | None) -> None:
    """Say how the index that is known by this stands. Raises pymongo.errors.PyMongoError."""
    now, (issues, of) = datetime.now(UTC), made or (None, None)
    said = {"host": socket.gethostname(), "at": now, "behind_since": behind_since, "issues": issues, "of": of}
    store[INDEXES].replace_one({"_id": name}, said, upsert=True)
    store[INDEXES].delete_many({"at": {"$lt": now - _FORGOTTEN_AFTER}})


def unsay_indexed(store: Store, name: str) -> None:
    """Nobody keeps it any more, as was wished. Raises pymongo.errors.PyMongoError."""
    store[INDEXES].delete_one({"_id": name})


def indexed(store: Store) -> list[Indexed]:
    """The indexes that were kept within the last hour. Raises pymongo.errors.PyMongoError."""
    now = datetime.now(UTC)
    return [_indexed(found, now) for found in store[INDEXES].find({}, sort=[("_id", pymongo.ASCENDING)])]


def _indexed(found: Document, now: datetime) -> Indexed:
    """One that nobody keeps any more is behind at least since it was kept last."""
    kept = now - found["at"] < GONE_AFTER
    since = [at for at in (found["behind_since"], None if kept else found["at"]) if at is not None]
    behind = max((max(0.0, (now - at).total_seconds()) for at in since), default=0.0)
    return Indexed(found["host"], behind, kept, None if found["of"] is None else (found["issues"], found["of"]))
