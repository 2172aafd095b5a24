"""Knows how fast one worker takes reports in, beside raw transactions and beside faust doing nothing."""

import subprocess
import sys
import time
from collections.abc import Callable
from typing import Final

from kafka import KafkaConsumer, TopicPartition
from pymongo.client_session import ClientSession

from bench.rig.figures import Figure
from bench.rig.ledgered import built
from bench.rig.load import produce, queues, singles
from bench.rig.parts import Parts, parts, worker
from ledger.mongo.connection import Document, Store, ensure_indexes
from mobile_schema.topics import SITE_VISITS

REPORTS: Final = 20_000
ROUNDS: Final = 3
TRANSACTION: Final = 500
QUEUE: Final = 50
_WARM_UP: Final = 0.1


def run() -> list[Figure]:
    """Reports a second with one report a record: against raw transactions (a) and idle faust (b)."""
    with parts() as running:
        against_raw, against_idle = [], []
        for _ in range(ROUNDS):
            raw = raw_rate(running)
            produce(running.kafka.bootstrap, singles(REPORTS))
            idle = idle_faust_rate(running)
            ours = worker_rate(running, REPORTS, 1)
            against_raw.append((ours, raw))
            against_idle.append((ours, idle))
    return [
        Figure.beside("ingest one report a record, of raw transactions (a)", "reports/s", against_raw, 0.3),
        Figure.beside("ingest one report a record, of idle faust (b)", "reports/s", against_idle, 0.45),
    ]


def run_queues() -> list[Figure]:
    """Reports a second with 50 reports a record, as a phone's queue: against raw transactions (a)."""
    with parts() as running:
        pairs = []
        for _ in range(ROUNDS):
            raw = raw_rate(running)
            produce(running.kafka.bootstrap, queues(REPORTS, QUEUE))
            pairs.append((worker_rate(running, REPORTS // QUEUE, QUEUE), raw))
    return [Figure.beside("ingest 50 reports a record, of raw transactions (a)", "reports/s", pairs, 0.5)]


def raw_rate(running: Parts) -> float:
    """(a): the documents of so many reports, already built, written by pymongo in transactions of 500 reports."""
    store = running.store("raw")
    store.client.drop_database("raw")
    ensure_indexes(store)
    store["positions"].insert_one({"_id": "raw", "offset": 0})
    records, serials = singles(REPORTS), dict[str, int]()
    batches = [built(records[first : first + TRANSACTION], serials) for first in range(0, REPORTS, TRANSACTION)]
    began = time.perf_counter()
    for documents in batches:
        _write(store, documents)
    rate = REPORTS / (time.perf_counter() - began)
    store.client.drop_database("raw")
    return rate


def _write(store: Store, documents: dict[str, list[Document]]) -> None:
    def write(session: ClientSession) -> None:
        store["positions"].update_one({"_id": "raw"}, {"$inc": {"offset": TRANSACTION}}, session=session)
        for name, wanted in documents.items():
            store[name].insert_many(wanted, session=session)

    store.transaction(write)


def idle_faust_rate(running: Parts) -> float:
    """(b): what faust reads of the same records when its agent does nothing."""
    total = _end_offset(running)
    answer = running.folder / "idle-rate"
    arguments = ["-m", "bench.rig.idle_faust", running.kafka.bootstrap, SITE_VISITS.name, str(total), str(answer)]
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, timeout=300)
    return float(answer.read_text(encoding="utf-8"))


def worker_rate(running: Parts, records: int, reports_each: int) -> float:
    """Reports a second of one worker on a waiting topic, its first tenth left out as its start."""
    store = running.store()
    began_at = _position(store)
    with worker(running):
        first = _wait(store, lambda done: done - began_at >= records * _WARM_UP)
        last = _wait(store, lambda done: done - began_at >= records)
    rate = (last[1] - first[1]) * reports_each / (last[0] - first[0])
    running.forget("receipts", "issues", "events")
    return rate


def _wait(store: Store, reached: Callable[[int], bool], seconds: float = 300) -> tuple[float, int]:
    deadline = time.perf_counter() + seconds
    while True:
        now, done = time.perf_counter(), _position(store)
        if reached(done):
            return now, done
        if now > deadline:
            raise TimeoutError(f"the worker stands at {done}")
        time.sleep(0.02)


def _position(store: Store) -> int:
    found = store["positions"].find({"_id": {"$regex": f"^{SITE_VISITS.name}/"}}, {"offset": 1})
    return sum(document["offset"] for document in found)


def _end_offset(running: Parts) -> int:
    consumer = KafkaConsumer(bootstrap_servers=running.kafka.bootstrap)
    places = [TopicPartition(SITE_VISITS.name, number) for number in range(SITE_VISITS.partitions)]
    total = sum(consumer.end_offsets(places).values())
    consumer.close()
    return int(total)
