"""Knows how fast two workers fire a wave of steps that fall due at one moment, and how late the last of them is."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from statistics import median
from typing import Final

from bench.rig.figures import Figure
from bench.rig.parts import Parts, process
from ledger.mongo.connection import Store
from ledger.mongo.shared_clock import SharedClock
from ledger.mongo.slots import SLOTS, due_by
from streams.worker.sweeping import JOB

WAVE: Final = 100_000
WORKERS: Final = 2
_BEFORE: Final = timedelta(seconds=2)
_PATIENCE: Final = 120.0


def fire_waves(running: Parts, moments: list[datetime]) -> list[Figure]:
    """At each of the moments `WAVE` steps fall due; medians of steps a second, and by how much the last was late."""
    store = running.store()
    clock = SharedClock(store)
    clock.move(moments[0] - timedelta(minutes=1))
    with _workers(running, store):
        late = [_fired(store, clock, moment) for moment in moments]
    return [
        Figure.above("firing, 1,000,000 pending, two workers", "steps/s", median(WAVE / each for each in late), 6_000),
        Figure.below("a wave of 100,000 steps at one moment, the last one late by", "s", max(late), 15),
    ]


@contextmanager
def _workers(running: Parts, store: Store) -> Iterator[None]:
    """So many workers on the clock that is moved, each with its share of the issues."""
    environment = running.environment(XIAOHAO_CLOCK="movable")
    with ExitStack() as stack:
        for number in range(WORKERS):
            stack.enter_context(process(f"worker-{number}", ["-m", "cli", "worker"], environment, running.folder))
        _until(lambda: _shares(store) == [SLOTS // WORKERS] * WORKERS)
        yield


def _shares(store: Store) -> list[int]:
    said = store["leases"].find_one({"_id": JOB}) or {"parts": []}
    return [len(part["slots"]) for part in said["parts"]]


def _fired(store: Store, clock: SharedClock, moment: datetime) -> float:
    """Seconds after the moment at which every alert of the wave is there. Raises AssertionError when one is not."""
    alerts = store["alerts"]
    wanted = alerts.estimated_document_count() + WAVE
    clock.move(moment - _BEFORE)
    _until(lambda: alerts.estimated_document_count() >= wanted)
    late = (clock.now() - moment).total_seconds()
    _until(lambda: store["issues"].find_one(due_by(moment)) is None)
    fired = alerts.count_documents({"due_at": moment})
    if fired != WAVE:
        raise AssertionError(f"{fired} alerts of {WAVE}")
    sys.stderr.write(f"a wave of {WAVE:,} steps in {late:.1f} s\n")
    return late


def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not done():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {_PATIENCE:.0f} s")
        time.sleep(0.05)
