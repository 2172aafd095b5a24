"""Knows how fast relays publish, one and two, beside a bare reader and sender; how soon one goes on past the oplog."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from statistics import median
from typing import Final

from bson import Timestamp
from kafka import KafkaConsumer, TopicPartition

from bench.rig.figures import Figure
from bench.rig.ledgered import built
from bench.rig.load import singles
from bench.rig.parts import Parts, parts, process
from ledger.groundwork.brokers import brokers_at
from ledger.jobs.shares import Shares
from ledger.mongo.connection import Document, Store, ensure_indexes
from ledger.mongo.slots import ALL_SLOTS, SLOTS
from mobile_schema.topics import EVENTS
from streams.relay.messages import Message
from streams.relay.outbox import BATCH, next_insert, open_stream, present_moment
from streams.relay.publisher import Publisher
from streams.relay.relay import JOB, Relay

REPORTS: Final = 30_000
ROUNDS: Final = 3
STORED: Final = 2_000_000
UNPUBLISHED: Final = 25_000
_A_SECOND: Final = 1_000
_CHUNK: Final = 10_000
_WARM_UP: Final = 0.1
_OVERTAKEN: Final = {"_data": "8250000000"}


def run() -> list[Figure]:
    """Events a second from a change stream, one relay and two; seconds to the first one that the oplog has lost."""
    with parts() as running:
        return [*rates(running), past_the_oplog(running)]


def rates(running: Parts) -> list[Figure]:
    """One relay beside a bare reader and sender, and two beside one: by turns on the same events."""
    store = running.store()
    start = present_moment(store).token
    count = _write(store)
    against_bare, against_one = [], []
    for _ in range(ROUNDS):
        bare = _bare(running, store, start, count)
        one, two = (_relayed(running, store, start, count, relays) for relays in (1, 2))
        against_bare.append((one, bare))
        against_one.append((two, one))
    return [
        Figure.beside("relay, of a bare reader and sender", "events/s", against_bare, 0.6),
        Figure.beside("two relays, of one", "events/s", against_one, 1.1),
    ]


def past_the_oplog(running: Parts) -> Figure:
    """How soon a relay goes on whose oplog has moved on, beside how soon a bare producer's message is there."""
    store = running.store()
    written = _fill(store)
    past = [_going_on(running, store, written) for _ in range(ROUNDS)]
    first, bare_first = (median(seconds) for seconds in zip(*past, strict=True))
    name = "relay past the oplog, 2,000,000 events, to go on"
    return Figure.below(name, "s", first, 1.0, ceiling=bare_first)


def _write(store: Store) -> int:
    """The events of so many reports, in transactions as the worker's; their number."""
    events = built(singles(REPORTS), {})["events"]
    for first in range(0, len(events), BATCH):
        page = events[first : first + BATCH]
        store.transaction(lambda session, page=page: store["events"].insert_many(page, session=session))  # type: ignore[misc]
    return len(events)


def _bare(running: Parts, store: Store, start: Document, count: int) -> float:
    """The ceiling: the same stream read, as many messages of the same size sent, nothing made of them."""
    publisher = Publisher(brokers_at(running.kafka.bootstrap), lambda: None)
    value = bytes(900)
    with open_stream(store, ALL_SLOTS, start) as stream:
        began = time.perf_counter()
        for number in range(1, count + 1):
            insert = next_insert(stream)
            assert insert is not None
            publisher.send(Message(EVENTS.name, insert.document["issue_id"].encode(), value, []))
            if number % BATCH == 0:
                publisher.confirm()
        publisher.confirm()
        rate = count / (time.perf_counter() - began)
    publisher.close()
    return rate


def _relayed(running: Parts, store: Store, start: Document, count: int, relays: int) -> float:
    """Events a second of so many relay processes, which begin at one moment; the first tenth is left out."""
    store["leases"].delete_many({})
    starter = Shares(store, JOB, "bench", SLOTS, ttl=timedelta(hours=1))
    starter.claim()
    _mark(store, {"token": start})
    topic = _Topic(running)
    began_at = topic.end()
    with ExitStack() as stack:
        for number in range(relays):
            command = ["-m", "cli", "relay"]
            stack.enter_context(process(f"relay-{number}", command, running.environment(), running.folder))
        _until(lambda: store["leases"].count_documents({"_id": JOB, "parts": {"$size": relays + 1}}) == 1)
        starter.release()
        first = topic.reached(began_at + int(count * _WARM_UP))
        last = topic.reached(began_at + count)
    topic.close()
    return (last[1] - first[1]) / (last[0] - first[0])


def _fill(store: Store) -> Timestamp:
    """A ledger of two million events, a thousand a second; when the last one but 25,000 was written."""
    template = built(singles(1), {})["events"][0]
    began = time.perf_counter()
    store["events"].drop()
    ends = int(time.time()) - 1
    for first in range(0, STORED, _CHUNK):
        store["events"].insert_many(list(_stored(template, ends, first)), ordered=False)
    ensure_indexes(store)
    sys.stderr.write(f"{STORED:,} events with indexes in {time.perf_counter() - began:.0f} s\n")
    return _stamp(ends, STORED - UNPUBLISHED)


def _stored(template: Document, ends: int, first: int) -> Iterator[Document]:
    for number in range(first, first + _CHUNK):
        issue = f"{number:08x}-bench-{number % 16:x}"
        yield template | {"_id": f"{issue}:000001", "issue_id": issue, "written": _stamp(ends, number)}


def _stamp(ends: int, number: int) -> Timestamp:
    return Timestamp(ends - (STORED - number) // _A_SECOND, number % _A_SECOND + 1)


def _going_on(running: Parts, store: Store, written: Timestamp) -> tuple[float, float]:
    """Seconds from a relay's start to its first message, and those of a bare producer to its own."""
    topic = _Topic(running)
    bare = topic.end() + 1
    began = time.perf_counter()
    publisher = Publisher(brokers_at(running.kafka.bootstrap), lambda: None)
    publisher.send(Message(EVENTS.name, b"bare", b"bare", []))
    publisher.confirm()
    bare_seconds = topic.reached(bare)[0] - began
    publisher.close()
    store["leases"].delete_many({})
    _mark(store, {"token": _OVERTAKEN, "written": written})
    stop = threading.Event()
    relay = threading.Thread(target=Relay(store, brokers_at(running.kafka.bootstrap), stop).run)
    began = time.perf_counter()
    relay.start()
    seconds = topic.reached(bare + 1)[0] - began
    topic.reached(bare + UNPUBLISHED)
    stop.set()
    relay.join()
    topic.close()
    return seconds, bare_seconds


def _mark(store: Store, mark: Document) -> None:
    store["positions"].replace_one({"_id": "relay"}, {"slots": dict.fromkeys(map(str, ALL_SLOTS), mark)}, upsert=True)


class _Topic:
    """How many messages came onto the topic of events."""

    def __init__(self, running: Parts) -> None:
        self._consumer = KafkaConsumer(bootstrap_servers=running.kafka.bootstrap)
        self._places = [TopicPartition(EVENTS.name, number) for number in range(EVENTS.partitions)]

    def end(self) -> int:
        return int(sum(self._consumer.end_offsets(self._places).values()))

    def reached(self, wanted: int) -> tuple[float, int]:
        """When the topic has so many, and how many it has then."""
        _until(lambda: self.end() >= wanted)
        return time.perf_counter(), self.end()

    def close(self) -> None:
        self._consumer.close()


def _until(happened: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.perf_counter() + seconds
    while not happened():
        if time.perf_counter() > deadline:
            raise TimeoutError
        time.sleep(0.01)
