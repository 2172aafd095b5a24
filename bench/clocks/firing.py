"""Knows how fast workers fire what is due among a million issues, and what a tick with nothing due costs."""

import time
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Final

from pymongo.write_concern import WriteConcern

from bench.rig.figures import Figure
from bench.rig.ledgered import rules
from bench.rig.parts import parts
from bench.rig.pending import PENDING, fill
from bench.rig.waves import WAVE, fire_waves
from ledger.groundwork.clock import HeldClock
from ledger.groundwork.interpreter import calm_the_collector
from ledger.mongo.connection import Store
from ledger.mongo.slots import due_by
from ledger.policy.rules import GivenRules
from streams.worker.recomputing import Recomputer
from streams.worker.sweeping import Sweeper

ROUNDS: Final = 3
FIRED: Final = 20_000
TICKS: Final = 30
CLAIM: Final = 500
CLAIMED: Final = 10_000
_APART: Final = timedelta(hours=1)
_LONG: Final = timedelta(days=300)
_START: Final = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
# Two hours before the end of the day, and then by the hour: a step that fires is followed by another a day later.
_WAVES: Final = datetime(2026, 3, 2, 13, 59, 59, tzinfo=UTC)


def run() -> list[Figure]:
    """Steps a second, each claimed, re-checked, alerted, told as an event, durable; ticks before and after them."""
    calm_the_collector()
    with parts() as running:
        store = running.store()
        fill(store, _START, _due, PENDING)
        clock = HeldClock(_START)
        reader = GivenRules(rules())
        sweeper = Sweeper(store, clock, reader, "bench", Recomputer(store, clock, reader))
        before, bare_before = _ticks(sweeper), _bare(store, clock)
        pairs = []
        for _ in range(ROUNDS):
            rate = _fire(sweeper, clock)
            pairs.append((rate, _claims(store, clock)))
        after, bare_after = _ticks(sweeper), _bare(store, clock)
        sweeper.shares.release()
        waves = fire_waves(running, [_WAVES + number * _APART for number in range(ROUNDS)])
    slowest = min(rate for rate, _ in pairs)
    return [
        Figure.beside("firing, 1,000,000 pending, of raw claims by 500", "steps/s", pairs, 0.25),
        Figure.above("firing, 1,000,000 pending, slowest round", "steps/s", slowest, 2_000),
        Figure.below("a tick with nothing due", "ms", before * 1000, 50, ceiling=bare_before * 1000),
        Figure.below("a tick with nothing due, 60,000 fired", "ms", after * 1000, 50, ceiling=bare_after * 1000),
        *waves,
    ]


def _due(number: int) -> datetime:
    """As the ends of days are: many issues fall due at one moment. The waves, then a group to fire, one to claim, …"""
    if number < ROUNDS * WAVE:
        return _WAVES + number // WAVE * _APART
    group, place = divmod(number - ROUNDS * WAVE, FIRED + CLAIMED)
    if group < ROUNDS:
        return _START + (2 * group + 1 + (place >= FIRED)) * _APART
    return _START + _LONG


def _fire(sweeper: Sweeper, clock: HeldClock) -> float:
    """Let one group fall due and fire it. Raises AssertionError when another number fired."""
    clock.advance(_APART)
    began = time.perf_counter()
    fired = sweeper.turn()
    rate = fired / (time.perf_counter() - began)
    if fired != FIRED:
        raise AssertionError(f"{fired} steps fired, not {FIRED}")
    return rate


def _claims(store: Store, clock: HeldClock) -> float:
    """The ceiling: so many due issues found, handed to the claimer whole, moved on by 500; nothing else is done."""
    clock.advance(_APART)
    now, later = clock.now(), clock.now() + timedelta(days=90)
    issues = store.database.get_collection("issues", write_concern=WriteConcern("majority"))
    claimed = 0
    began = time.perf_counter()
    while claimed < CLAIMED:
        due = issues.find(due_by(now), sort=[("next_due_at", 1)], limit=CLAIM)
        found = [document["_id"] for document in due]
        moved = issues.update_many(
            {"_id": {"$in": found}, "next_due_at": {"$lte": now}}, {"$set": {"next_due_at": later}}
        )
        claimed += moved.modified_count
    return claimed / (time.perf_counter() - began)


def _ticks(sweeper: Sweeper) -> float:
    """Seconds of a tick with nothing due: the share claimed, the look, nothing found."""
    return median(_timed(sweeper) for _ in range(TICKS))


def _timed(sweeper: Sweeper) -> float:
    began = time.perf_counter()
    if sweeper.turn():
        raise AssertionError("something was due")
    return time.perf_counter() - began


def _bare(store: Store, clock: HeldClock) -> float:
    """Seconds of the bare indexed query."""
    seconds = []
    for _ in range(TICKS):
        began = time.perf_counter()
        list(store["issues"].find(due_by(clock.now()), sort=[("next_due_at", 1)], limit=1))
        seconds.append(time.perf_counter() - began)
    return median(seconds)
