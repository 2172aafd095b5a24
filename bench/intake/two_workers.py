"""Knows what a second worker adds on one machine: intake of two beside that of one, what was given up, and how much of
the processors one leaves to a second.
"""

import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from typing import Final

import psutil

from bench.intake.ingest import position
from bench.rig.figures import Figure
from bench.rig.load import PROJECTS
from bench.rig.parts import Parts, parts, worker
from ledger.jobs.presence import present
from ledger.mongo.connection import Store
from tests.backlog import pile_up

REPORTS: Final = 120_000
ROUNDS: Final = 3
_FIRST: Final = 0.1
_LAST: Final = 0.9
_SECONDS: Final = 240


@dataclass(frozen=True, slots=True)
class Stretch:
    """What was taken in while all workers read: reports a second, and cores busy with anything at all."""

    rate: float
    busy: float


def run() -> list[Figure]:
    """Reports a second of two workers beside one, by turns, each on 120,000 that wait."""
    with parts() as running:
        pairs = [(_taken_in(running, 2), _taken_in(running, 1)) for _ in range(ROUNDS)]
    cores = psutil.cpu_count() or 1
    busy = median(one.busy for _, one in pairs)
    rates = [(two.rate, one.rate) for two, one in pairs]
    return [
        Figure.beside(f"ingest, two workers beside one, {cores} cores (3 rounds)", "reports/s", rates, 1.25),
        Figure.above(f"cores busy beside one worker: two make {cores / busy:.2f} of one at most", "cores", busy, 0),
    ]


def _taken_in(running: Parts, workers: int) -> Stretch:
    """From the moment that all workers read; the last tenth, when one may be through, is left out."""
    store = running.store()
    pile_up(running.kafka.bootstrap, PROJECTS, REPORTS, running.signatures)
    begun_at, aborted = position(store), _aborted(store)
    with ExitStack() as open_:
        for _ in range(workers):
            open_.enter_context(worker(running))
        deadline = time.perf_counter() + _SECONDS
        began, busy = _wait(store, begun_at + int(REPORTS * _FIRST), workers, deadline), _busy()
        ended, busy = _wait(store, begun_at + int(REPORTS * _LAST), workers, deadline), _busy() - busy
        _wait(store, begun_at + REPORTS, workers, deadline)
        seconds = ended[0] - began[0]
        taken = Stretch((ended[1] - began[1]) / seconds, busy / seconds)
        spread = sorted(len(sign["partitions"]) for sign in present(store))
    sys.stderr.write(
        f"{workers} worker(s), partitions {spread}: {taken.rate:,.0f}/s from {began[1] - begun_at:,} on, "
        f"{taken.busy:.2f} cores busy, {_aborted(store) - aborted} transactions given up\n"
    )
    running.forget("receipts", "issues", "events")
    return taken


def _busy() -> float:
    """Seconds of processor time that were not idle, of all cores together."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - times.iowait - times.guest - times.guest_nice)


def _wait(store: Store, mark: int, workers: int, deadline: float) -> tuple[float, int]:
    """When, and where, so many records are in and so many workers read."""
    while time.perf_counter() < deadline:
        now, done = time.perf_counter(), position(store)
        if done >= mark and sum(bool(sign["partitions"]) for sign in present(store)) >= workers:
            return now, done
        time.sleep(0.05)
    raise AssertionError(f"the workers stand at {done} of {mark}")


def _aborted(store: Store) -> int:
    return int(store.database.command("serverStatus")["transactions"]["totalAborted"])
