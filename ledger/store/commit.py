"""Knows the one way anything is written: a plan becomes one MongoDB transaction, or nothing of it (design §5).

Receipts, issues, events, projects' figures, alerts, notices, dead letters, serial counters, consumed positions and
what all this adds to what is counted (`counted.uncounted`) go together. A report batch, a person's command and the
sweep all come through here.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from bson import encode
from bson.raw_bson import RawBSONDocument
from pymongo import InsertOne, ReplaceOne, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.errors import BulkWriteError, DuplicateKeyError

from ledger.counting.tally import tally_of
from ledger.issue.changes import Change
from ledger.mongo.connection import Document, Store
from ledger.mongo.inserting import encoded, insert, update
from ledger.mongo.waiting import UNCOUNTED, UNDISPATCHED, undispatched
from ledger.policy.rules import Rules
from ledger.store.counted.uncounted import uncounted_document
from ledger.store.records import acknowledgement_of, alerts_of, events_to_documents, issue_update, issues_to_documents
from ledger.store.telling.notices import notices_to_documents

_DUPLICATE_KEY = 11000


class Conflict(Exception):
    """Something moved since the plan was made; nothing was written: read and plan again."""


class PositionMoved(Exception):
    """The batch does not begin where the ledger stands on its partition; nothing was written.

    Another worker has the partition, or records were skipped: seek to the stored position.
    """


@dataclass(frozen=True, slots=True)
class Advance:
    """A counter that must stand at `expected` and is moved to `to`: a position or a serial."""

    id: str
    expected: int
    to: int


@dataclass(slots=True)
class Batch:
    """What one transaction writes; `look_again_later` leaves `next_due_at` to whoever writes it, afterwards.

    `withdrawn` is what each of these reports' receipts says of its withdrawal, once; `also` writes what is kept beside.
    """

    changes: Sequence[Change] = ()
    receipts: Sequence[Document] = ()
    figures: Sequence[Document] = ()
    dead_letters: Sequence[Document] = ()
    answered: Sequence[Document] = ()
    positions: Sequence[Advance] = ()
    serials: Sequence[Advance] = ()
    withdrawn: Mapping[str, Document] = field(default_factory=dict)
    look_again_later: bool = False
    also: Callable[[Store, ClientSession], None] = lambda _store, _session: None


def commit(store: Store, batch: Batch, rules: Rules) -> None:
    """Write a batch, whole or not at all, with majority durability.

    Raises Conflict, PositionMoved, or pymongo.errors.PyMongoError when MongoDB is away.
    """
    write(store, Writes(batch, rules))


def write(store: Store, writes: "Writes") -> None:
    """Write a batch whose documents are made already, as `commit` does."""
    with _conflicts_told():
        store.transaction(lambda session: writes.run(store, session))


def commit_numbered(
    store: Store, drawn: Mapping[str, int], planned: Callable[[Mapping[str, int]], Batch], rules: Rules
) -> Batch:
    """Draw so many numbers of each counter of 编号, and write what `planned` makes of the last numbers before them; the
    batch that was written.

    All in one transaction, so that no number is given twice and none is lost. A worker may draw on the same counters
    without pause: who waited for it with a number read before would find that one gone again and again. `planned` may
    be called several times. Raises as `commit` does, and what `planned` raises.
    """

    def run(session: ClientSession) -> Batch:
        batch = planned(_drawn(store, drawn, session))
        Writes(batch, rules).run(store, session)
        return batch

    with _conflicts_told():
        return store.transaction(run)


@contextmanager
def _conflicts_told() -> Iterator[None]:
    """Raises Conflict where an id was taken meanwhile."""
    try:
        yield
    except DuplicateKeyError as error:
        raise Conflict(str(error)) from error
    except BulkWriteError as error:
        if all(fault.get("code") == _DUPLICATE_KEY for fault in error.details.get("writeErrors", [])):
            raise Conflict("an id was taken meanwhile") from error
        raise


def documents_of(batch: Batch, rules: Rules) -> dict[str, list[Document]]:
    """The new documents that a batch inserts, by collection."""
    tally = tally_of(batch.changes, rules.zone)
    told = [(change.issue, envelope) for change in batch.changes for envelope in change.envelopes]
    inserts: dict[str, list[Document]] = {
        "receipts": list(batch.receipts),
        "figures": list(batch.figures),
        UNDISPATCHED: undispatched(batch.figures),
        "issues": issues_to_documents([change.issue for change in batch.changes if change.before is None], rules),
        "events": events_to_documents([envelope for _, envelope in told]),
        "alerts": [alert for issue, envelope in told for alert in alerts_of(issue, envelope)],
        "notices": [notice for issue, envelope in told for notice in notices_to_documents(issue, envelope, rules)],
        "answered": list(batch.answered),
        UNCOUNTED: [uncounted_document(tally)] if tally else [],
    }
    return {name: documents for name, documents in inserts.items() if documents}


class Writes:
    """The documents of a batch, made and encoded once, written as often as the transaction is retried."""

    def __init__(self, batch: Batch, rules: Rules) -> None:
        self._batch = batch
        self._inserts: dict[str, list[RawBSONDocument]] = {
            name: encoded(documents) for name, documents in documents_of(batch, rules).items()
        }
        # The same bytes at the same place are the same letter, met again.
        self._letters = [ReplaceOne({"_id": letter["_id"]}, letter, upsert=True) for letter in batch.dead_letters]
        self._updates = _updates(batch, rules)
        self._changed = sum(change.before is not None for change in batch.changes)
        self._acknowledged = [
            written
            for change in batch.changes
            for envelope in change.envelopes
            for written in acknowledgement_of(envelope)
        ]

    def run(self, store: Store, session: ClientSession) -> None:
        """Every write of the batch inside `session`'s transaction."""
        _advance_positions(store, self._batch.positions, session)
        _advance_serials(store, self._batch.serials, session)
        for name, documents in self._inserts.items():
            insert(store, name, documents, session)
        _withdraw(store, self._batch.withdrawn, session)
        if self._letters:
            store["dead_letters"].bulk_write(self._letters, session=session)
        if update(store, "issues", self._updates, session) != self._changed:
            raise Conflict("an issue changed meanwhile")
        if self._acknowledged:
            store["alerts"].bulk_write(self._acknowledged, session=session)
        self._batch.also(store, session)


def _withdraw(store: Store, withdrawn: Mapping[str, Document], session: ClientSession) -> None:
    for report_id, said in withdrawn.items():
        found = {"_id": report_id, "withdrawn": {"$exists": False}}
        if not store["receipts"].update_one(found, {"$set": {"withdrawn": said}}, session=session).matched_count:
            raise Conflict(f"report {report_id} was withdrawn meanwhile")


def _updates(batch: Batch, rules: Rules) -> list[RawBSONDocument]:
    """What makes the issues that were there already what they are now, each only at the version that was read.

    What changes alike on many, as the steps of one moment, is one update of all of them: MongoDB plans every update
    anew, and to plan takes longer than to write.
    """
    alike: defaultdict[tuple[int, bytes], list[str]] = defaultdict(list)
    for change in batch.changes:
        if change.before is not None:
            written = issue_update(change.before, change.issue, rules, look=not batch.look_again_later)
            alike[change.before.version, encode(written)].append(change.issue.id)
    return encoded(
        {"q": {"_id": {"$in": ids}, "version": version}, "u": RawBSONDocument(written), "multi": True}
        for (version, written), ids in alike.items()
    )


def _advance_positions(store: Store, positions: Sequence[Advance], session: ClientSession) -> None:
    writes = [
        UpdateOne({"_id": position.id, "offset": position.expected}, {"$set": {"offset": position.to}})
        for position in positions
    ]
    if writes and store["positions"].bulk_write(writes, session=session).matched_count != len(writes):
        raise PositionMoved(", ".join(position.id for position in positions))


def _drawn(store: Store, drawn: Mapping[str, int], session: ClientSession) -> dict[str, int]:
    """Move counters on, all in one message, as rows of many regions draw on as many; where each stood."""
    moves = [
        {"q": {"_id": counter}, "u": {"$inc": {"last": count}}, "upsert": True}
        for counter, count in sorted(drawn.items())
    ]
    if not moves:
        return {}
    update(store, "serials", encoded(moves), session)
    moved = store["serials"].find({"_id": {"$in": sorted(drawn)}}, session=session)
    return {counter["_id"]: int(counter["last"]) - drawn[counter["_id"]] for counter in moved}


def _advance_serials(store: Store, serials: Iterable[Advance], session: ClientSession) -> None:
    """A counter that is not where the plan read it means another batch numbered meanwhile."""
    writes: list[InsertOne[Document] | UpdateOne] = [
        InsertOne({"_id": serial.id, "last": serial.to})
        if serial.expected == 0
        else UpdateOne({"_id": serial.id, "last": serial.expected}, {"$set": {"last": serial.to}})
        for serial in serials
    ]
    if writes:
        result = store["serials"].bulk_write(writes, session=session)
        if result.matched_count + result.inserted_count != len(writes):
            raise Conflict("a serial was given out meanwhile")
