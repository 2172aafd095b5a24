"""Knows how a change stream over the ledger is opened after a token and read, and when it cannot go on from it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pymongo.change_stream import ChangeStream
from pymongo.errors import OperationFailure

from ledger.mongo.connection import Document, Store

Stream = ChangeStream[Document]

# InvalidResumeToken, ChangeStreamFatalError, ChangeStreamHistoryLost.
_CANNOT_RESUME: Final = frozenset({260, 280, 286})


class HistoryLost(Exception):
    """The change stream cannot go on from its token: the oplog has moved on, or it is another database."""


def open_stream(store: Store, pipeline: Sequence[Mapping[str, Any]], token: Document | None, **options: Any) -> Stream:
    """What is written to the ledger after `token`; without one, from now on. Raises HistoryLost and PyMongoError."""
    try:
        return store.database.watch(pipeline, resume_after=token, **options)
    except OperationFailure as failure:
        if token is None or failure.timeout:
            raise
        raise HistoryLost(str(failure)) from failure


def next_change(stream: Stream) -> Document | None:
    """The next change; None after a short wait for one. Raises HistoryLost and PyMongoError."""
    try:
        change = stream.try_next()
    except OperationFailure as failure:
        if failure.code in _CANNOT_RESUME:
            raise HistoryLost(str(failure)) from failure
        raise
    if change is None and not stream.alive:
        raise HistoryLost("the change stream was closed")
    return change
