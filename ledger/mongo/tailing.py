"""Knows how a change stream over the ledger is opened and read, and when it cannot go on from where it should.

After a token MongoDB looks for the change that the token is of, among those that the pipeline lets through: a stream
of other changes than the one that told the token begins at its moment instead.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bson import Timestamp
from pymongo.change_stream import ChangeStream
from pymongo.errors import OperationFailure

from ledger.mongo.connection import Document, Store

Stream = ChangeStream[Document]

# InvalidResumeToken, ChangeStreamFatalError, ChangeStreamHistoryLost.
_CANNOT_RESUME: Final = frozenset({260, 280, 286})
_SECONDS: Final = slice(2, 10)
_NUMBER: Final = slice(10, 18)


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


def open_stream_at(store: Store, pipeline: Sequence[Mapping[str, Any]], moment: Timestamp, **options: Any) -> Stream:
    """What is written to the ledger at `moment` and later. Raises HistoryLost and PyMongoError."""
    try:
        return store.database.watch(pipeline, start_at_operation_time=moment, **options)
    except OperationFailure as failure:
        if failure.timeout:
            raise
        raise HistoryLost(str(failure)) from failure


def moment_of(token: Mapping[str, Any]) -> Timestamp:
    """When what a token is of was committed: in hex after its type, as seconds and a number. Raises HistoryLost."""
    told = str(token["_data"])
    try:
        return Timestamp(int(told[_SECONDS], 16), int(told[_NUMBER], 16))
    except ValueError:
        raise HistoryLost(f"no moment in the token {told}") from None


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
