"""Knows the faults of the issue: each provoked on real processes while phones send, each ending in a count."""

import asyncio
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from contextlib import nullcontext
from datetime import timedelta
from itertools import cycle
from typing import Any, Final, TypeVar

from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition
from pymongo.change_stream import ChangeStream
from pymongo.errors import PyMongoError

from ledger.groundwork.process_settings import DEFAULT_GROUP
from ledger.mongo.connection import Document, Store
from ledger.mongo.shared_clock import ClockWouldGoBack, SharedClock
from ledger.mongo.slots import due_by
from ledger.registry.files.loading import load_catalogue
from mobile_schema.topics import EVENTS, SITE_VISITS
from tests.faults.phones import reports, send_all
from tests.faults.trial import Trial, trial
from tests.faults.verdict import Verdict, judge, wait_taken_in
from tests.stacks import Up

Say = Callable[[str], None]
Harass = Callable[[Up, asyncio.Event], Coroutine[Any, Any, None]]
_PER_SECOND: Final = 150.0
T = TypeVar("T")
_WAVE_SECONDS: Final = 3.0
_STOPPED_SECONDS: Final = 10.0  # the consumers' session times out after 6


def kill_everything(count: int, kills: int, say: Say, on: Trial | None = None) -> Verdict:
    """The workers, the API, Kafka and mongod are each killed `kills` times at random moments."""
    victims = [name for name in ("worker-1", "worker-2", "api", "kafka", "mongod") for _ in range(kills)]
    random.shuffle(victims)

    async def harass(running: Up, done: asyncio.Event) -> None:
        pause = count / _PER_SECOND / len(victims)
        killed: Counter[str] = Counter()
        for name in victims:
            await asyncio.sleep(random.uniform(0.4, 1.0) * pause)
            if await asyncio.to_thread(running.kill_part, name):
                killed[name] += 1
        say(f"killed {dict(killed)}, the last ones {'before' if not done.is_set() else 'after'} the last report")

    return under_load(count, harass, say, on=on)


def rebalance(count: int, rounds: int, say: Say) -> Verdict:
    """Three workers: by turns one is killed, one asked to end, one stopped until others have its partitions."""

    async def harass(running: Up, done: asyncio.Event) -> None:
        left = Counter[str]()
        for turn in range(rounds):
            name, number = f"worker-{turn % 3 + 1}", (signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP)[turn % 3]
            if await asyncio.to_thread(running.signal_part, name, number):
                left[number.name] += 1
            await asyncio.sleep(max(_STOPPED_SECONDS if number == signal.SIGSTOP else 0, count / _PER_SECOND / rounds))
            if number == signal.SIGSTOP:
                running.signal_part(name, signal.SIGCONT)
        say(f"workers left and came back: {dict(left)}")

    return under_load(count, harass, say, workers=3)


def freeze_mongod(count: int, say: Say, on: Trial | None = None) -> Verdict:
    """mongod is stopped (SIGSTOP) for longer than the consumers' session timeout, then goes on."""

    async def harass(running: Up, done: asyncio.Event) -> None:
        await asyncio.sleep(2)
        running.signal_part("mongod", signal.SIGSTOP)
        await asyncio.sleep(_STOPPED_SECONDS)
        running.signal_part("mongod", signal.SIGCONT)
        say(f"mongod stood still for {_STOPPED_SECONDS:.0f} s")

    return under_load(count, harass, say, on=on)


def kill_before_offset_commit(count: int, kills: int, say: Say, on: Trial | None = None) -> Verdict:
    """A worker dies after its transaction and before the offset it consumed is committed to Kafka."""

    async def harass(running: Up, done: asyncio.Event) -> None:
        between = tries = 0
        while tries < kills and not done.is_set():
            between += await asyncio.to_thread(_kill_after_transaction, running, done)
            tries += 1
        say(f"killed {tries} times after a transaction, {between} of them with the offset uncommitted")
        assert between, "no kill hit the gap between transaction and offset commit"

    return under_load(count, harass, say, workers=1, on=on)


def kill_relay(count: int, kills: int, say: Say) -> Verdict:
    """The relay dies after it published and before it marked how far it is."""

    async def harass(running: Up, done: asyncio.Event) -> None:
        killed = 0
        while killed < kills and not done.is_set():
            killed += await asyncio.to_thread(_kill_relay_after_publishing, running, done)
        say(f"killed {killed} times right after it published")
        assert killed, "the relay was never killed"

    verdict = under_load(count, harass, say)
    say(f"{verdict.published_again} events came again under the id they had")
    return verdict


def escalations(count: int, jumps: int, say: Say, on: Trial | None = None) -> Verdict:
    """Issues fall due by the hundred as the clock jumps a day on, while mongod and of three that sweep some are killed.

    The first is killed in the middle of what it fires, so that the others take over its share.
    """

    async def harass(running: Up, done: asyncio.Event) -> None:
        await done.wait()
        store, told = running.store(), Counter[str]()
        clock = SharedClock(store)
        # Each of them before any comes again: after three, more clocks than the first of each issue have fallen due.
        hours = cycle(random.sample((9, 26, 80), 3))
        for jump in range(jumps):
            wave = await asyncio.to_thread(_kill_in_the_wave, running, store, timedelta(hours=next(hours)))
            told.update({"jumps": 1, "worker-3 killed": 1, "in the middle of its share": wave})
            if jump == jumps // 2:
                told["mongod stopped"] += running.signal_part("mongod", signal.SIGSTOP)
                await asyncio.sleep(_STOPPED_SECONDS)
                running.signal_part("mongod", signal.SIGCONT)
            for name in random.sample(("worker-1", "worker-2", "worker-1", "mongod"), 2):
                await asyncio.sleep(random.uniform(0.1, 1.0))
                told[f"{name} killed"] += await asyncio.to_thread(running.kill_part, name)
            told["back"] += await asyncio.to_thread(_move, clock, -timedelta(minutes=random.choice((1, 300))))
            await asyncio.sleep(1)
        say(f"{dict(told)}")

    return under_load(count, harass, say, workers=3, on=on)


def _kill_in_the_wave(running: Up, store: Store, by: timedelta) -> bool:
    """Let steps fall due and kill a worker as soon as some have fired; whether some were still due by then."""
    clock = SharedClock(store)
    fired = when_there(store["alerts"].estimated_document_count)
    _move(clock, by)
    deadline = time.monotonic() + _WAVE_SECONDS
    while when_there(store["alerts"].estimated_document_count) == fired and time.monotonic() < deadline:
        time.sleep(0.01)
    running.kill_part("worker-3")
    return when_there(lambda: store["issues"].find_one(due_by(clock.now()))) is not None


def when_there(ask: Callable[[], T]) -> T:
    """What MongoDB answers, as soon as it is there."""
    said: PyMongoError | None = None
    for _ in range(100):
        try:
            return ask()
        except PyMongoError as error:
            said = error
        time.sleep(0.2)
    raise AssertionError("mongod did not come back") from said


def _move(clock: SharedClock, by: timedelta) -> bool:
    """Move the clock, as soon as mongod is there; back only over a time of which no event tells."""

    def move() -> bool:
        try:
            clock.move(clock.now() + by)
        except ClockWouldGoBack:
            return False
        return True

    return when_there(move)


def under_load(
    count: int,
    harass: Harass,
    say: Say,
    *,
    workers: int = 2,
    relays: int = 1,
    projects: Sequence[str] = (),
    on: Trial | None = None,
) -> Verdict:
    """Send so many reports to a stack while it is harassed; what came of all it was sent, once they are in.

    The stack is a new one of so many processes, unless one is given.
    """
    with trial(workers=workers, relays=relays) if on is None else nullcontext(on) as tried:
        asyncio.run(_both(tried, reports(count, list(projects) or _samples()), harass))
        say(f"{len(tried.sent.acknowledged)} reports acknowledged after {tried.sent.tries} tries")
        store = tried.running.store()
        wait_taken_in(store, tried.sent)
        return judge(store, tried.running.state["kafka"], tried.sent)


def _samples() -> list[str]:
    return sorted(p.code for p in load_catalogue(samples=True).projects.values() if p.code_is_sample)


async def _both(tried: Trial, wanted: list[dict[str, Any]], harass: Harass) -> None:
    done = asyncio.Event()

    async def send() -> None:
        await send_all(tried.running, wanted, tried.sent, _PER_SECOND)
        done.set()

    await asyncio.gather(send(), harass(tried.running, done))


def _kill_after_transaction(running: Up, done: asyncio.Event) -> bool:
    """Kill the worker on the first move of a stored position; whether Kafka's committed offset was behind it."""
    pid = int(running.state["processes"]["worker-1"])
    with running.store()["positions"].watch([{"$match": {"operationType": "update"}}], max_await_time_ms=200) as moves:
        if not _next_position(moves, done):
            return False
        running.kill_part("worker-1")
    stored = {d["_id"]: d["offset"] for d in running.store()["positions"].find({"_id": {"$regex": SITE_VISITS.name}})}
    committed = _committed(running.state["kafka"])
    running.wait_restarted("worker-1", pid)
    return any(offset > committed.get(place, 0) for place, offset in stored.items())


def _next_position(moves: ChangeStream[Document], done: asyncio.Event) -> bool:
    """Wait until the ledger has taken something in; False when nothing more is sent."""
    while not done.is_set():
        move = moves.try_next()
        if move and str(move["documentKey"]["_id"]).startswith(SITE_VISITS.name):
            return True
    return False


def _committed(bootstrap: str) -> dict[str, int]:
    """`topic/partition` → the offset that Kafka keeps for the workers' group."""
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    offsets = admin.list_group_offsets(DEFAULT_GROUP)[DEFAULT_GROUP]
    admin.close()
    return {f"{place.topic}/{place.partition}": known.offset for place, known in offsets.items()}


def _kill_relay_after_publishing(running: Up, done: asyncio.Event) -> bool:
    """Kill the relay when the next event is seen on the topic; False when nothing more is sent."""
    pid = int(running.state["processes"]["relay"])
    consumer = KafkaConsumer(bootstrap_servers=running.state["kafka"])
    consumer.assign([TopicPartition(EVENTS.name, number) for number in range(EVENTS.partitions)])
    consumer.seek_to_end()
    while not consumer.poll(timeout_ms=50, max_records=1):
        if done.is_set():
            consumer.close()
            return False
    running.kill_part("relay")
    consumer.close()
    running.wait_restarted("relay", pid)
    return True
