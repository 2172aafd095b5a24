"""Knows the one way anything is written: a plan becomes one MongoDB transaction, or nothing of it (design §5).

Receipts, issues, events, alerts, dead letters, serial counters and consumed positions go together. A report batch,
a person's command and the sweep all come through here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pymongo import InsertOne, ReplaceOne, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.errors import BulkWriteError, DuplicateKeyError

from ledger.issue.changes import Change
from ledger.mongo.connection import Document, Store
from ledger.policy.rules import Rules
from ledger.store.records import acknowledgement_of, alerts_of, event_to_document, issue_to_document, issue_update

_DUPLICATE_KEY = 11000
_DEAD_LETTERS = "dead_letters"


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
    """What one transaction writes; `look_again_later` leaves `next_due_at` to whoever writes it, afterwards."""

    changes: Sequence[Change] = ()
    receipts: Sequence[Document] = ()
    dead_letters: Sequence[Document] = ()
    answered: Sequence[Document] = ()
    positions: Sequence[Advance] = ()
    serials: Sequence[Advance] = ()
    look_again_later: bool = False


def commit(store: Store, batch: Batch, rules: Rules) -> None:
    """Write a batch, whole or not at all, with majority durability.

    Raises Conflict, PositionMoved, or pymongo.errors.PyMongoError when MongoDB is away.
    """
    write(store, Writes(batch, rules))


def write(store: Store, writes: "Writes") -> None:
    """Write a batch whose documents are made already, as `commit` does."""
    try:
        store.transaction(lambda session: writes.run(store, session))
    except DuplicateKeyError as error:
        raise Conflict(str(error)) from error
    except BulkWriteError as error:
        if all(fault.get("code") == _DUPLICATE_KEY for fault in error.details.get("writeErrors", [])):
            raise Conflict("an id was taken meanwhile") from error
        raise


def documents_of(batch: Batch, rules: Rules) -> dict[str, list[Document]]:
    """The new documents that a batch inserts, by collection."""
    return Writes(batch, rules).inserts


class Writes:
    """The documents of a batch, made once, written as often as the transaction is retried."""

    def __init__(self, batch: Batch, rules: Rules) -> None:
        self._batch = batch
        self.inserts: dict[str, list[Document]] = {
            "receipts": list(batch.receipts),
            "issues": [],
            "events": [],
            "answered": list(batch.answered),
            _DEAD_LETTERS: list(batch.dead_letters),
        }
        self._updated: list[UpdateOne] = []
        self._alerts: list[InsertOne[Document] | UpdateOne] = []
        for change in batch.changes:
            self._add(change, rules)

    def _add(self, change: Change, rules: Rules) -> None:
        if change.before is None:
            self.inserts["issues"].append(issue_to_document(change.issue, rules))
        else:
            seen = {"_id": change.issue.id, "version": change.before.version}
            update = issue_update(change.before, change.issue, None if self._batch.look_again_later else rules)
            self._updated.append(UpdateOne(seen, update))
        for envelope in change.envelopes:
            self.inserts["events"].append(event_to_document(envelope))
            self._alerts.extend(InsertOne(alert) for alert in alerts_of(change.issue, envelope))
            acknowledged = acknowledgement_of(envelope)
            if acknowledged is not None:
                self._alerts.append(acknowledged)

    def run(self, store: Store, session: ClientSession) -> None:
        """Every write of the batch inside `session`'s transaction."""
        batch = self._batch
        _advance_positions(store, batch.positions, session)
        _advance_serials(store, batch.serials, session)
        for name, documents in self.inserts.items():
            if documents and name != _DEAD_LETTERS:
                store[name].insert_many(documents, session=session)
        if batch.dead_letters:
            # The same bytes at the same place are the same letter, met again.
            store[_DEAD_LETTERS].bulk_write(
                [ReplaceOne({"_id": letter["_id"]}, letter, upsert=True) for letter in batch.dead_letters],
                session=session,
            )
        if self._updated:
            result = store["issues"].bulk_write(self._updated, session=session)
            if result.matched_count != len(self._updated):
                raise Conflict("an issue changed meanwhile")
        if self._alerts:
            store["alerts"].bulk_write(self._alerts, session=session)


def _advance_positions(store: Store, positions: Iterable[Advance], session: ClientSession) -> None:
    for position in positions:
        moved = store["positions"].update_one(
            {"_id": position.id, "offset": position.expected}, {"$set": {"offset": position.to}}, session=session
        )
        if moved.matched_count == 0:
            raise PositionMoved(position.id)


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
