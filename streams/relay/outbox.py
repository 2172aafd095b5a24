"""Knows how the outbox is read: a change stream over what is published, of all slots of the issues or of some."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, NamedTuple

from bson import Timestamp

from ledger.mongo import slots as issue_slots
from ledger.mongo import tailing
from ledger.mongo.connection import Document, Store
from ledger.mongo.outbox import LETTERS_SLOT
from ledger.mongo.slots import SLOTS, of_slots
from ledger.mongo.tailing import Stream, next_change

EVENTS: Final = "events"
DEAD_LETTERS: Final = "dead_letters"
BATCH: Final = 1_000
_AWAIT_MS: Final = 250


class Insert(NamedTuple):
    """A document that was written, and the token of a stream that goes on after it."""

    token: Document
    collection: str
    document: Document


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of the ledger: `token` is of the stream of what is committed from then on.

    All that was committed before it was `written` at `time` at the latest.
    """

    token: Document
    time: Timestamp


def present_moment(store: Store) -> Moment:
    """The present one. Raises pymongo.errors.PyMongoError."""
    told = store.database.command({"aggregate": 1, "pipeline": [{"$changeStream": {}}], "cursor": {"batchSize": 0}})
    cursor = told["cursor"]
    store.database.command({"killCursors": cursor["ns"].partition(".")[2], "cursors": [cursor["id"]]})
    return Moment(cursor["postBatchResumeToken"], told["$clusterTime"]["clusterTime"])


def wanted(collection: str, slots: Collection[int]) -> Document | None:
    """The query for what of a collection belongs to these slots; None when nothing does."""
    if collection == EVENTS:
        return of_slots(slots)
    return {} if LETTERS_SLOT in slots else None


def slot_of(insert: Insert) -> int:
    """The slot that a document belongs to."""
    return issue_slots.slot_of(insert.document["issue_id"]) if insert.collection == EVENTS else LETTERS_SLOT


def open_stream(store: Store, slots: Collection[int], token: Document) -> Stream:
    """What is written of these slots from the moment of `token` on; what was read of its transaction comes again.

    Not after the token itself, which may be of a slot that is not among these. Raises HistoryLost and PyMongoError.
    """
    pipeline = [
        {"$match": {"operationType": {"$in": ["insert", "replace"]}, **_where(slots)}},
        {"$project": {"ns": 1, "fullDocument": 1}},
    ]
    moment = tailing.moment_of(token)
    return tailing.open_stream_at(store, pipeline, moment, batch_size=BATCH, max_await_time_ms=_AWAIT_MS)


def _where(slots: Collection[int]) -> Document:
    if len(slots) == SLOTS:
        return {"ns.coll": {"$in": [EVENTS, DEAD_LETTERS]}}
    events = {"ns.coll": EVENTS, **of_slots(slots, "fullDocument.issue_id")}
    return {"$or": [events, {"ns.coll": DEAD_LETTERS}]} if LETTERS_SLOT in slots else events


def next_insert(stream: Stream) -> Insert | None:
    """The next document; None after a short wait for one. Raises HistoryLost and PyMongoError."""
    change = next_change(stream)
    return None if change is None else Insert(change["_id"], change["ns"]["coll"], change["fullDocument"])
