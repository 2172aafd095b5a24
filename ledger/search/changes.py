"""Knows what the ledger tells of that an index has to know, in the order in which it was written.

An issue's document changes in the very transaction of its events, and goes to the archive and back without one: its own
changes tell of all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final, NamedTuple, cast

from ledger.mongo.connection import Document, Store
from ledger.mongo.tailing import HistoryLost, Stream, next_change, open_stream
from ledger.search.shelf import Position
from ledger.store.archive.places import ARCHIVED, ISSUES

_PIPELINE: Final[list[Document]] = [
    {
        "$match": {
            "ns.coll": {"$in": [ISSUES, ARCHIVED[ISSUES]]},
            "$or": [
                {"operationType": {"$in": ["insert", "replace", "delete"]}},
                # When the sweep has to look changes without an event, and nobody searches for it.
                {"operationType": "update", "updateDescription.updatedFields.version": {"$exists": True}},
            ],
        }
    },
    {"$project": {"documentKey": 1, "clusterTime": 1}},
]
_BATCH: Final = 1_000
_AWAIT_MS: Final = 250


class Changed(NamedTuple):
    """An issue that was written, moved or deleted, and when."""

    issue_id: str
    at: datetime


class Changes:
    """What is written, from a position on."""

    def __init__(self, stream: Stream, ledger: str) -> None:
        self._stream = stream
        self._ledger = ledger

    @property
    def position(self) -> Position:
        """Up to where it was read, also where nothing happened to an issue."""
        token = self._stream.resume_token
        if token is None:
            raise HistoryLost("the change stream has no token")
        return Position(self._ledger, dict(cast(dict[str, Any], token)))

    def next(self) -> Changed | None:
        """The next one; None after a short wait for one. Raises HistoryLost and PyMongoError."""
        change = next_change(self._stream)
        if change is None:
            return None
        return Changed(change["documentKey"]["_id"], change["clusterTime"].as_datetime())


@contextmanager
def changes(store: Store, after: Position | None = None) -> Iterator[Changes]:
    """What is written after a position; without one, from now on. Raises HistoryLost and PyMongoError."""
    ledger = ledger_of(store)
    if after is not None and after.ledger != ledger:
        raise HistoryLost("the index is of another ledger")
    token = None if after is None else after.token
    with open_stream(store, _PIPELINE, token, batch_size=_BATCH, max_await_time_ms=_AWAIT_MS) as stream:
        yield Changes(stream, ledger)


def ledger_of(store: Store) -> str:
    """Tells one ledger from any other, also from one of the same name. Raises pymongo.errors.PyMongoError."""
    for found in store.database.list_collections(filter={"name": ISSUES}):
        return str(found["info"]["uuid"])
    return ""
