"""Knows how a worker hands a batch to the ledger: what goes wrong for a while, what for ever, and one writer at a time.

While MongoDB is away the batch waits. A record at which the ledger itself fails is found by halving the batch and
put among the dead letters, so that it holds up no other.
"""

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, Protocol

from pymongo.errors import DocumentTooLarge, OperationFailure, PyMongoError

from ledger.groundwork.clock import Clock
from ledger.intake.dead_letters import dead_letter_to_document
from ledger.intake.incoming import DeadLetter, Record, letter_id, report_id_in
from ledger.intake.taking import take_in
from ledger.mongo.connection import Store
from ledger.mongo.positions import position_id
from ledger.policy.in_force import RulesSource
from ledger.store.commit import Advance, Conflict, PositionMoved, commit
from ledger.store.commit import Batch as Writes
from streams.worker.batches import Batch
from streams.worker.places import Places

_FIRST_WAIT_SECONDS: Final = 0.1
_LONGEST_WAIT_SECONDS: Final = 5.0
# BadValue, DocumentValidationFailure, TransactionTooLarge, BSONObjectTooLarge: so whenever it is tried.
_FAULTS_OF_DATA: Final = frozenset({2, 121, 257, 10334})

_log = logging.getLogger(__name__)


class Reader(Protocol):
    """Where batches come from."""

    def is_current(self, batch: Batch) -> bool:
        """Whether the batch is still the next to take in."""

    def taken_in(self, batch: Batch) -> None:
        """Hear that the ledger has it."""

    def lose_place(self) -> None:
        """Hear that the ledger stands elsewhere."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The blocking side: one call takes a batch in, each of its records once."""

    store: Store
    clock: Clock
    rules: RulesSource

    def take(self, batch: Batch) -> None:
        """Write a batch. Raises PositionMoved, Conflict, or PyMongoError for trouble that passes."""
        places = Places(self.store)
        for hole in batch.holes:
            places.step_over(hole)
        self.take_records(batch.records())

    def take_records(self, records: Sequence[Record]) -> None:
        """Write records in their order; those that the ledger fails at become dead letters."""
        try:
            take_in(self.store, records, self.clock, self.rules)
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
            reason="not-processable",
            detail=f"{type(error).__name__}: {error}"[:2_000],
            report_id=report_id_in(record.value),
        )
        moved = Advance(position_id(record.topic, record.partition), record.offset, record.offset + 1)
        writes = Writes(dead_letters=[dead_letter_to_document(letter, self.clock.now())], positions=[moved])
        commit(self.store, writes, self.rules.current())


def passes(error: Exception) -> bool:
    """Whether trouble is MongoDB's and may pass, rather than the data's."""
    if isinstance(error, OperationFailure):
        writes = (error.details or {}).get("writeErrors", ())
        return _FAULTS_OF_DATA.isdisjoint({error.code, *(write.get("code") for write in writes)})
    return isinstance(error, PyMongoError) and not isinstance(error, DocumentTooLarge)


class Intake:
    """The asynchronous side: one thread writes, whichever agent asks."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")

    async def take(self, batch: Batch, reader: Reader) -> None:
        """Take a batch in, however long it lasts; a stale batch is dropped. Raises nothing but CancelledError."""
        wait = _FIRST_WAIT_SECONDS
        while reader.is_current(batch):
            batch.taken = True
            try:
                await asyncio.get_running_loop().run_in_executor(self._writer, self._ledger.take, batch)
            except PositionMoved as moved:
                _log.warning("the ledger stands elsewhere (%s): reading again from there", moved)
                reader.lose_place()
                return
            except Exception as error:
                _log.warning("%d records of %s wait %.1f s: %r", len(batch.raw), batch.topic, wait, error)
                await asyncio.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT_SECONDS)
            else:
                reader.taken_in(batch)
                return
