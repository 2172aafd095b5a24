"""Knows how alerts are followed as they fire and are acknowledged, and notices as they are given: in the order of the
oplog, each with its mark.

A mark is a change stream's resume token, in hex. Marks compare as texts in the order in which the changes were
committed (MongoDB, "Change Streams": hex tokens sort), also across streams and processes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import pymongo

from ledger.mongo.connection import Document, Store
from ledger.mongo.tailing import HistoryLost, Stream, next_change, open_stream

FIRED: Final = "alert.fired"
ACKNOWLEDGED: Final = "alert.acknowledged"
GIVEN: Final = "notice.given"

_PIPELINE: Final[list[Document]] = [
    {
        "$match": {
            "ns.coll": {"$in": ["alerts", "notices"]},
            "$or": [
                # One that comes back from the archive was dispatched long ago.
                {"operationType": "insert", "fullDocument.dispatched": {"$ne": True}},
                {"operationType": "update", "updateDescription.updatedFields.acknowledged_at": {"$exists": True}},
            ],
        }
    },
    {"$project": {"operationType": 1, "fullDocument": 1}},
]
_BATCH: Final = 1_000
_ANSWER_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class AlertChange:
    """An alert that fired or was acknowledged, or a notice, as it stood then or later, and the mark to go on from."""

    mark: str
    kind: str
    alert: Document


class AlertFeed:
    """An open feed."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    @property
    def mark(self) -> str:
        """How far it has come, also where nothing happened to an alert."""
        token = self._stream.resume_token
        if token is None:
            raise HistoryLost("the change stream has no token")
        return str(token["_data"])

    def next(self) -> AlertChange | None:
        """The next change; None after a short wait for one. Raises HistoryLost and PyMongoError."""
        while (change := next_change(self._stream)) is not None:
            if change.get("fullDocument") is not None:
                return AlertChange(change["_id"]["_data"], _kind(change), change["fullDocument"])
        return None


def _kind(change: Document) -> str:
    if "notice" in change["fullDocument"]:
        return GIVEN
    return FIRED if change["operationType"] == "insert" else ACKNOWLEDGED


@contextmanager
def following(store: Store, mark: str | None, *, await_ms: int = 500) -> Iterator[AlertFeed]:
    """The changes after `mark`; without one, from now on. `await_ms`: how long its `next` waits for one.

    Raises HistoryLost and PyMongoError, also while it is read.
    """
    token = None if mark is None else {"_data": mark}
    with open_stream(
        store, _PIPELINE, token, full_document="updateLookup", batch_size=_BATCH, max_await_time_ms=await_ms
    ) as stream:
        yield AlertFeed(stream)


def latest_second(store: Store) -> int:
    """The second of MongoDB's own clock that the ledger has come to. Raises PyMongoError soon when it is away."""
    with pymongo.timeout(_ANSWER_SECONDS), store.client.start_session() as session:
        store.database.command("ping", session=session)
        return session.operation_time.time if session.operation_time else 0


def second_of(mark: str) -> int:
    """When a mark was made, by the same clock: a token begins with a type byte and the time of its oplog entry."""
    return int(mark[2:10], 16)
