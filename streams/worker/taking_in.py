"""Knows how the ledger takes a batch: on top of those before, or alone when anything goes wrong.

A record at which the ledger itself fails is found by halving the batch and put among the dead letters, so that it
holds up no other.
"""

import gc
import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Final

from pymongo.errors import DocumentTooLarge, OperationFailure, PyMongoError

from ledger.groundwork.clock import Clock
from ledger.intake.dead_letters import dead_letter_to_document
from ledger.intake.incoming import UNSIGNED, DeadLetter, Record, letter_id, report_id_in
from ledger.intake.pipeline import Pipeline
from ledger.intake.signing import Signatures
from ledger.intake.taking import take_in
from ledger.mongo.connection import Store
from ledger.mongo.positions import position_id
from ledger.policy.rules import RulesReader
from ledger.store.commit import Advance, Conflict, PositionMoved, commit
from ledger.store.commit import Batch as Writes
from streams.worker.reading.batches import Batch
from streams.worker.reading.places import Places

# BadValue, DocumentValidationFailure, TransactionTooLarge, BSONObjectTooLarge: so whenever it is tried.
_FAULTS_OF_DATA: Final = frozenset({2, 121, 257, 10334})

_log = logging.getLogger(__name__)


class Ledger:
    """The blocking side, for one thread: what is taken is in once, whichever way it goes in."""

    def __init__(self, store: Store, clock: Clock, rules: RulesReader, signatures: Signatures) -> None:
        self._store = store
        self._signatures = signatures
        self._clock = clock
        self._rules = rules
        self._pipeline = Pipeline(store, clock, rules)
        self._place: int | None = None

    def begin(self, batch: Batch) -> "Future[None]":
        """Plan a batch on top of those begun before it; done when it is in.

        Raises, as what is answered does, whatever goes wrong: then nothing is under way, and `take` has to take it.
        """
        if batch.place != self._place:
            self._pipeline.forget()
            self._place = batch.place
        with _undisturbed():
            return self._pipeline.take(batch.records(self._signatures))

    def take(self, batch: Batch) -> None:
        """Write a batch by itself. Raises PositionMoved, Conflict, or PyMongoError for trouble that passes."""
        self._pipeline.forget()
        places = Places(self._store)
        for hole in batch.holes:
            places.step_over(hole)
        self.take_records(batch.records(self._signatures))

    def take_records(self, records: Sequence[Record]) -> None:
        """Write records in their order; those that the ledger fails at become dead letters."""
        try:
            take_in(self._store, records, self._clock, self._rules)
        except (Conflict, PositionMoved):
            raise
        except Exception as error:
            if passes(error):
                raise
            if len(records) == 1:
                self._bury(records[0], error)
                return
            middle = len(records) // 2
            self.take_records(records[:middle])
            self.take_records(records[middle:])

    def _bury(self, record: Record, error: Exception) -> None:
        _log.error("%s/%d/%d goes to the dead letters: %r", record.topic, record.partition, record.offset, error)
        letter = DeadLetter(
            id=letter_id(record.place, record.value),
            topic=record.topic,
            key=record.key,
            headers=record.headers,
            raw=record.value,
            reason="not-processable" if record.signed else UNSIGNED,
            detail=f"{type(error).__name__}: {error}"[:2_000],
            report_id=report_id_in(record.value),
        )
        moved = Advance(position_id(record.topic, record.partition), record.offset, record.offset + 1)
        writes = Writes(dead_letters=[dead_letter_to_document(letter, self._clock.now())], positions=[moved])
        commit(self._store, writes, self._rules.current())


def passes(error: Exception) -> bool:
    """Whether trouble is MongoDB's and may pass, rather than the data's."""
    if isinstance(error, OperationFailure):
        writes = (error.details or {}).get("writeErrors", ())
        return _FAULTS_OF_DATA.isdisjoint({error.code, *(write.get("code") for write in writes)})
    return isinstance(error, PyMongoError) and not isinstance(error, DocumentTooLarge)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Tens of thousands of objects are made that die together: Python looks for cycles after them, not among them."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
