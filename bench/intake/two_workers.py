"""Knows what a second worker adds on one machine: intake of two beside that of one, and what was given up."""

import sys
import time
from contextlib import ExitStack
from typing import Final

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


def run() -> list[Figure]:
    """Reports a second of two workers beside one, by turns, each on 120,000 that wait."""
    with parts() as running:
        pairs = [(_rate(running, 2), _rate(running, 1)) for _ in range(ROUNDS)]
    return [Figure.beside("ingest, two workers beside one, 2 cores (3 rounds)", "reports/s", pairs, 1.25)]


def _rate(running: Parts, workers: int) -> float:
    """Reports a second from the moment that all workers read; the last tenth, when one may be through, is left out."""
    store = running.store()
    pile_up(running.kafka.bootstrap, PROJECTS, REPORTS, running.signatures)
    begun_at, aborted = position(store), _aborted(store)
    with ExitStack() as open_:
        for _ in range(workers):
            open_.enter_context(worker(running))
        deadline = time.perf_counter() + _SECONDS
        began = _wait(store, begun_at + int(REPORTS * _FIRST), workers, deadline)
        ended = _wait(store, begun_at + int(REPORTS * _LAST), workers, deadline)
        _wait(store, begun_at + REPORTS, workers, deadline)
        rate = (ended[1] - began[1]) / (ended[0] - began[0])
        spread = sorted(len(sign["partitions"]) for sign in present(store))
    sys.stderr.write(
        f"{workers} worker(s), partitions {spread}: {rate:,.0f}/s from {began[1] - begun_at:,} on, "
        f"{_aborted(store) - aborted} transactions given up\n"
    )
    running.forget("receipts", "issues", "events")
    return rate


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
