"""Knows how the outbox is read: a change stream over what is published, and when it cannot go on from its token."""

from typing import Any, Final

from pymongo.change_stream import ChangeStream
from pymongo.errors import OperationFailure

from xiaohao.ledger.store.connection import Store

EVENTS: Final = "events"
DEAD_LETTERS: Final = "dead_letters"
BATCH: Final = 1_000

Document = dict[str, Any]
Stream = ChangeStream[Document]

_PIPELINE: Final[list[Document]] = [
    {"$match": {"operationType": {"$in": ["insert", "replace"]}, "ns.coll": {"$in": [EVENTS, DEAD_LETTERS]}}},
    {"$project": {"ns": 1, "fullDocument": 1}},
]
_AWAIT_MS: Final = 250
# InvalidResumeToken, ChangeStreamFatalError, ChangeStreamHistoryLost.
_CANNOT_RESUME: Final = frozenset({260, 280, 286})


class HistoryLost(Exception):
    """The change stream cannot go on from its token: the oplog has moved on, or it is another database."""


def open_stream(store: Store, token: Document | None) -> Stream:
    """What is written after `token`; without one, from now on. Raises HistoryLost and PyMongoError."""
    try:
        return store.database.watch(_PIPELINE, resume_after=token, batch_size=BATCH, max_await_time_ms=_AWAIT_MS)
    except OperationFailure as failure:
        if token is None:
            raise
        raise HistoryLost(str(failure)) from failure


def next_insert(stream: Stream) -> tuple[str, Document] | None:
    """The next (collection, document); None after a short wait for one. Raises HistoryLost and PyMongoError."""
    try:
        change = stream.try_next()
    except OperationFailure as failure:
        if failure.code in _CANNOT_RESUME:
            raise HistoryLost(str(failure)) from failure
        raise
    if change is not None:
        return change["ns"]["coll"], change["fullDocument"]
    if not stream.alive:
        raise HistoryLost("the change stream was closed")
    return None
