"""Knows how fast one worker takes reports in, beside raw transactions of the same documents and beside idle faust."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from kafka import KafkaConsumer, TopicPartition
from msgspec.structs import replace
from pymongo.client_session import ClientSession

from bench.rig.figures import Figure
from bench.rig.ledgered import built
from bench.rig.load import PROJECTS, produce, queues, singles
from bench.rig.parts import Parts, parts, worker
from ledger.groundwork.key_file import make_keys
from ledger.groundwork.process_settings import key_file_in
from ledger.intake.signing import Signatures
from ledger.mongo.connection import Document, Store, ensure_indexes
from mobile_schema.topics import SITE_VISITS, Topic
from tests.backlog import pile_up

REPORTS: Final = 60_000
GROWN: Final = 240_000
FIRST: Final = 20_000
ROUNDS: Final = 3
TRANSACTION: Final = 500
QUEUE: Final = 50
_CHUNK: Final = 5_000
_WARM_UP: Final = 0.1
_SECONDS: Final = 300

Look = Callable[[int], None]


def run() -> list[Figure]:
    """Reports a second, one a record and 50 a record as a phone's queue, in three rounds; then 240,000 in one run."""
    with parts() as running:
        against_raw, queued, idle = [], [], 0.0
        for _ in range(ROUNDS):
            raw = raw_rate(running)
            produce(running, singles(REPORTS))
            idle = idle or idle_faust_rate(running)
            ours = worker_rate(running, REPORTS)
            against_raw.append((ours, raw))
            produce(running, queues(REPORTS, QUEUE))
            queued.append((worker_rate(running, REPORTS, QUEUE), ours))
        first, last = grown_rates(running)
    against_idle, grown = [(against_raw[0][0], idle)], [(last, first)]
    return [
        Figure.beside("ingest 60,000, one a record, of raw transactions (3 rounds)", "reports/s", against_raw, 0.75),
        Figure.beside("ingest 60,000, one a record, of idle faust (1 round)", "reports/s", against_idle, 0.45),
        Figure.beside("ingest 60,000, 50 a record, of one a record (3 rounds)", "reports/s", queued, 1.2),
        Figure.beside("ingest, the last 20,000 of 240,000, of the first (1 round)", "reports/s", grown, 0.9),
        signed_beside_unsigned(),
    ]


def signed_beside_unsigned() -> Figure:
    """What planning and building the documents take of a worker's processor, each signature checked, beside without."""
    with tempfile.TemporaryDirectory(prefix="xiaohao-bench-") as folder:
        path = key_file_in(Path(folder))
        make_keys(path)
        pairs = [_checked_and_planned(Signatures(path)) for _ in range(ROUNDS)]
    name = f"ingest, planned with signed records, of without ({ROUNDS} rounds)"
    return Figure.beside(name, "reports/s of processor time", pairs, 0.95)


def _checked_and_planned(signatures: Signatures) -> tuple[float, float]:
    """The rates with the checks and without, of the same records in one run: what the checks take is then exact."""
    records = singles(_CHUNK)
    signed = [replace(one, headers=signatures.sign(one.headers, one.topic, one.value)) for one in records]
    began = time.process_time()
    assert all(signatures.hold(one.headers, one.topic, one.value) for one in signed)
    checked = time.process_time()
    serials: dict[str, int] = {}
    for first in range(0, _CHUNK, TRANSACTION):
        built(signed[first : first + TRANSACTION], serials)
    planned = time.process_time()
    return _CHUNK / (planned - began), _CHUNK / (planned - checked)


def raw_rate(running: Parts) -> float:
    """The documents of so many reports, already built, written by pymongo in transactions of 500 reports."""
    store = running.store("raw")
    store.client.drop_database("raw")
    ensure_indexes(store)
    store["positions"].insert_one({"_id": "raw", "offset": 0})
    serials, seconds = dict[str, int](), 0.0
    for _ in range(0, REPORTS, _CHUNK):
        records = singles(_CHUNK)
        batches = [built(records[first : first + TRANSACTION], serials) for first in range(0, _CHUNK, TRANSACTION)]
        began = time.perf_counter()
        for documents in batches:
            _write(store, documents)
        seconds += time.perf_counter() - began
    store.client.drop_database("raw")
    return REPORTS / seconds


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


def worker_rate(
    running: Parts,
    reports: int,
    reports_each: int = 1,
    look: Look = lambda _: None,
    topic: Topic = SITE_VISITS,
) -> float:
    """Reports a second of one worker on so many that wait, its first tenth left out as its start."""
    (rate,) = rates_between(running, [int(reports * _WARM_UP), reports], reports_each, look, topic)
    return rate


def grown_rates(running: Parts) -> tuple[float, float]:
    """Reports a second of the first and of the last 20,000 of 240,000 that one worker takes in, its start left out."""
    pile_up(running.kafka.bootstrap, PROJECTS, GROWN, running.signatures)
    begun = int(FIRST * _WARM_UP)
    first, _, last = rates_between(running, [begun, FIRST, GROWN - FIRST, GROWN])
    return first, last


def rates_between(
    running: Parts,
    marks: Sequence[int],
    reports_each: int = 1,
    look: Look = lambda _: None,
    topic: Topic = SITE_VISITS,
) -> list[float]:
    """Reports a second of one new worker between these numbers of reports taken in; they are forgotten afterwards.

    `look` is called with the worker's pid now and then.
    """
    store = running.store()
    began_at = position(store, topic)
    with worker(running) as process:

        def wait_for(mark: int) -> tuple[float, int]:
            while True:
                now, done = time.perf_counter(), (position(store, topic) - began_at) * reports_each
                if done >= mark:
                    return now, done
                if process.poll() is not None or now > deadline:
                    raise AssertionError(f"the worker stands at {done} of {mark}")
                look(process.pid)
                time.sleep(0.02)

        deadline = time.perf_counter() + _SECONDS
        reached = [wait_for(mark) for mark in marks]
    running.forget("receipts", "issues", "events", "figures")
    return [(then[1] - now[1]) / (then[0] - now[0]) for now, then in pairwise(reached)]


def position(store: Store, topic: Topic = SITE_VISITS) -> int:
    """How many records are in, over all partitions."""
    found = store["positions"].find({"_id": {"$regex": f"^{topic.name}/"}}, {"offset": 1})
    return sum(document["offset"] for document in found)


def _end_offset(running: Parts) -> int:
    consumer = KafkaConsumer(bootstrap_servers=running.kafka.bootstrap)
    places = [TopicPartition(SITE_VISITS.name, number) for number in range(SITE_VISITS.partitions)]
    total = sum(consumer.end_offsets(places).values())
    consumer.close()
    return int(total)
