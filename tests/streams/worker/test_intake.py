"""Batches enter the ledger in their order, each once, whatever goes wrong with one of them."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from ledger.intake.incoming import Record
from ledger.intake.planning.opening import issue_id
from ledger.jobs.presence import Presence
from ledger.mongo.connection import Store
from ledger.policy.rules import GivenRules
from ledger.store.commit import Conflict, PositionMoved
from mobile_schema.topics import SITE_VISITS
from streams.settings import Settings
from streams.worker.app import make_app
from streams.worker.intake import Intake
from streams.worker.reading.batches import Batch, Hole
from streams.worker.taking_in import Ledger as Taking
from tests.ledger.factories import RULES, record, visit
from tests.ledger.parts import Ledger
from tests.signing import key_file, signatures
from tests.streams.worker.records import Raw

SECONDS = 30


@dataclass
class Reading:
    """Where batches come from; it knows what it heard."""

    place: int = 0
    heard: list[int] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def is_current(self, batch: Batch) -> bool:
        return batch.place == self.place

    def taken_in(self, batch: Batch) -> None:
        self.heard.append(batch.raw[-1].offset + 1)
        self.news.set()

    def lose_place(self) -> None:
        self.place += 1
        self.news.set()

    def batch(self, records: Sequence[Record], *holes: Hole) -> Batch:
        raw = [
            Raw(r.topic, r.partition, r.offset, r.key, r.value, signatures().sign(r.headers, r.topic, r.value))
            for r in records
        ]
        return Batch(SITE_VISITS.name, self.place, list(raw), list(holes))


def visits(first: int, count: int = 3) -> list[Record]:
    return [record(visit(), offset=first + number) for number in range(count)]


def taking(ledger: Ledger) -> Taking:
    return Taking(ledger.store, ledger.clock, GivenRules(RULES), signatures())


def take(ledger: Ledger, reading: Reading, batches: Sequence[Batch], done: Callable[[], bool]) -> None:
    """Hand these over, one after another, until something is so; then the worker is told to end."""

    async def run() -> None:
        intake = Intake(taking(ledger))
        running = asyncio.create_task(intake.run(reading))
        async with asyncio.timeout(SECONDS):
            for batch in batches:
                await intake.take(batch)
            while not done():
                await reading.news.wait()
                reading.news.clear()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    asyncio.run(run())


def test_batch_after_batch_is_in_in_its_order(ledger: Ledger) -> None:
    reading = Reading()
    batches = [reading.batch(visits(first)) for first in range(0, 30, 3)]
    take(ledger, reading, batches, lambda: len(reading.heard) == 10)
    assert reading.heard == list(range(3, 33, 3))
    assert (ledger.position(), ledger.count()["receipts"], ledger.wrong()) == (30, 30, [])
    numbers = [document["serial"] for document in ledger.store["issues"].find(sort=[("serial", 1)])]
    assert numbers == [f"140105-2026-{number:05d}" for number in range(1, 31)]


@pytest.mark.parametrize("poisoned", [0, 4, 8])
def test_a_record_that_mongodb_refuses_harms_no_other_of_any_batch(ledger: Ledger, poisoned: int) -> None:
    reports = [visit() for _ in range(9)]
    ledger.store.database.command("collMod", "receipts", validator={"_id": {"$ne": reports[poisoned]["report_id"]}})
    reading, records = Reading(), [record(report, offset=offset) for offset, report in enumerate(reports)]
    batches = [reading.batch(records[first : first + 3]) for first in (0, 3, 6)]
    try:
        take(ledger, reading, batches, lambda: len(reading.heard) == 3)
    finally:
        ledger.store.database.command("collMod", "receipts", validator={})
    letters = list(ledger.store["dead_letters"].find())
    assert [(letter["reason"], letter["report_id"]) for letter in letters] == [
        ("not-processable", reports[poisoned]["report_id"])
    ]
    assert (ledger.position(), ledger.count()["receipts"], ledger.wrong()) == (9, 8, [])
    assert reading.heard == [3, 6, 9]


def test_a_worker_told_to_end_midway_leaves_the_rest_to_the_next(ledger: Ledger) -> None:
    records = [record(visit(), offset=offset) for offset in range(40)]
    rounds = 0
    while ledger.position() < len(records):
        reading, start = Reading(), ledger.position()
        batches = [reading.batch(records[first : first + 5]) for first in range(start, len(records), 5)]
        take(ledger, reading, batches, lambda reading=reading: bool(reading.heard or reading.place))
        rounds += 1
    assert rounds > 1
    assert (ledger.count()["receipts"], ledger.wrong()) == (40, [])


def test_when_another_worker_has_the_partition_the_place_is_lost_and_what_was_read_is_stale(ledger: Ledger) -> None:
    reading = Reading()
    taking(ledger).take_records(visits(0))
    batches = [reading.batch(visits(first)) for first in (6, 9)]
    take(ledger, reading, batches, lambda: reading.place == 1)
    assert (ledger.position(), ledger.count()["receipts"], reading.heard) == (3, 3, [])


def test_a_batch_after_a_hole_is_taken_in_from_behind_it(ledger: Ledger) -> None:
    reading = Reading()
    hole = Hole(SITE_VISITS.name, 0, 3, 7)
    batches = [reading.batch(visits(0)), reading.batch(visits(7), hole), reading.batch(visits(10))]
    take(ledger, reading, batches, lambda: len(reading.heard) == 3)
    assert (ledger.position(), ledger.count()["receipts"], reading.heard) == (13, 9, [3, 10, 13])


def test_once_a_batch_that_failed_is_in_the_next_one_is_begun_as_ever(ledger: Ledger) -> None:
    reading, worker, report = Reading(), taking(ledger), visit()
    failing = reading.batch([record(report)])
    taken = {"_id": f"{issue_id(report['report_id'], 0)}:000001"}
    ledger.store["events"].insert_one(taken)
    assert isinstance(worker.begin(failing).exception(SECONDS), Conflict)
    ledger.store["events"].delete_one(taken)
    worker.take(failing)
    worker.begin(reading.batch(visits(1))).result(SECONDS)
    assert (ledger.position(), ledger.count()["receipts"], ledger.wrong()) == (4, 4, [])


def test_taken_by_itself_a_gap_is_told(ledger: Ledger) -> None:
    with pytest.raises(PositionMoved):
        taking(ledger).take(Reading().batch(visits(5)))


def test_of_each_topic_no_more_than_a_batch_is_read_ahead(
    store: Store, mongo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"MONGO_URL": mongo_url, "KAFKA": "127.0.0.1:9092", "CLOCK": "system", "INTAKE_KEY": str(key_file())}
    for name, value in told.items():
        monkeypatch.setenv(f"XIAOHAO_{name}", value)
    app = make_app(Settings.from_environment(), store, Presence(store))
    buffers = [agent.channel_iterator.queue for agent in app.agents.values()]
    assert [buffer.maxsize for buffer in buffers] == [1, 1, 1]
