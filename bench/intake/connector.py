"""Knows how many documents a second the ledger stores beside MongoDB's own Kafka connector, of the same records.

The connector stores one document a report, the ledger four (receipt, issue, two events), with its clocks and 编号.
"""

import time
from typing import Final

from bench.intake.ingest import worker_rate
from bench.rig.connect import COLLECTION, CONNECT, DATABASE, KEY, connect
from bench.rig.figures import Figure
from bench.rig.load import produce, singles
from bench.rig.parts import Parts, parts
from ledger.mongo.connection import Store
from stack.embedded.kafka_parts import tell_stderr
from stack.processes.faults import StackError

REPORTS: Final = 60_000
ROUNDS: Final = 3
DOCUMENTS_EACH: Final = 4
_WARM_UP: Final = 0.1
_SECONDS: Final = 180.0


def run() -> list[Figure]:
    """Documents a second of one worker, of the connector's; nothing where its jars cannot be had."""
    try:
        CONNECT.folder(tell_stderr)
    except StackError as error:
        tell_stderr(f"not measured beside MongoDB's Kafka connector: {error}")
        return []
    pairs = []
    with parts() as running:
        for _ in range(ROUNDS):
            produce(running, singles(REPORTS))
            theirs = connector_rate(running)
            pairs.append((worker_rate(running, REPORTS, 1) * DOCUMENTS_EACH, theirs))
    return [Figure.beside("ingest beside MongoDB's Kafka connector", "documents/s", pairs, 1.0)]


def connector_rate(running: Parts) -> float:
    """Documents a second of the connector on a waiting topic, its first tenth left out as its start."""
    store = running.store(DATABASE)
    store[COLLECTION].drop()
    store[COLLECTION].create_index(KEY, unique=True)
    with connect(running):
        first, done = _reached(store, int(REPORTS * _WARM_UP))
        last, all_ = _reached(store, REPORTS)
    return (all_ - done) / (last - first)


def _reached(store: Store, wanted: int) -> tuple[float, int]:
    deadline = time.perf_counter() + _SECONDS
    while True:
        now, done = time.perf_counter(), store[COLLECTION].estimated_document_count()
        if done >= wanted:
            return now, done
        if now > deadline:
            raise TimeoutError(f"the connector stands at {done} of {wanted}")
        time.sleep(0.02)
