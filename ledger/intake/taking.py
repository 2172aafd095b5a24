"""Knows how a batch of Kafka records gets into the ledger by itself, whoever else writes meanwhile."""

from collections.abc import Sequence
from typing import Final

from ledger.groundwork.clock import Clock
from ledger.intake.incoming import Record
from ledger.intake.pipeline import Pipeline
from ledger.intake.planning.plan import IntakePlan
from ledger.mongo.connection import Store
from ledger.policy.rules import RulesReader
from ledger.store.commit import Conflict

_ATTEMPTS: Final = 20


def take_in(store: Store, records: Sequence[Record], clock: Clock, rules: RulesReader) -> list[IntakePlan]:
    """Write what these records say, each once, and move the positions past them.

    Records below the stored position are dropped: they are in. Many records go in several transactions, in order.
    Returns the plans written, none when all were in.
    Raises PositionMoved on a gap or when another worker took over, Conflict when races do not end,
    pymongo.errors.PyMongoError when MongoDB is away; what was written until then stays, and is dropped next time.
    """
    written: list[IntakePlan] = []
    pipeline = Pipeline(store, clock, rules, written.append)
    try:
        for _ in range(_ATTEMPTS):
            try:
                pipeline.take(records)
                pipeline.settle()
            except Conflict:
                continue
            return written
    finally:
        pipeline.close()
    raise Conflict(f"a batch of {len(records)} records met another writer {_ATTEMPTS} times")
