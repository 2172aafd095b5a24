"""Knows how the outbox is read: a change stream over what is published."""

from typing import Final

from ledger.mongo import tailing
from ledger.mongo.connection import Document, Store
from ledger.mongo.tailing import Stream, next_change

EVENTS: Final = "events"
DEAD_LETTERS: Final = "dead_letters"
BATCH: Final = 1_000

_PIPELINE: Final[list[Document]] = [
    {"$match": {"operationType": {"$in": ["insert", "replace"]}, "ns.coll": {"$in": [EVENTS, DEAD_LETTERS]}}},
    {"$project": {"ns": 1, "fullDocument": 1}},
]
_AWAIT_MS: Final = 250


def open_stream(store: Store, token: Document | None) -> Stream:
    """What is written after `token`; without one, from now on. Raises HistoryLost and PyMongoError."""
    return tailing.open_stream(store, _PIPELINE, token, batch_size=BATCH, max_await_time_ms=_AWAIT_MS)


def next_insert(stream: Stream) -> tuple[str, Document] | None:
    """The next (collection, document); None after a short wait for one. Raises HistoryLost and PyMongoError."""
    change = next_change(stream)
    return None if change is None else (change["ns"]["coll"], change["fullDocument"])
