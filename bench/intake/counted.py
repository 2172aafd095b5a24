"""Knows what it costs to keep counters: reports taken in with them, added up meanwhile, beside without."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from threading import Event, Thread
from typing import Final
from unittest.mock import patch

from bench.rig.figures import Figure
from bench.rig.ledgered import TOPIC, record, rules
from bench.rig.load import PROJECTS, visit
from bench.rig.parts import parts
from ledger.counting.tally import Tally
from ledger.groundwork.clock import SystemClock
from ledger.intake.taking import take_in
from ledger.mongo.connection import Store
from ledger.mongo.positions import stored_offsets
from ledger.policy.rules import GivenRules
from ledger.store import commit
from ledger.store.counted.turns import EVERY_SECONDS, Counting

REPORTS: Final = 10_000
ROUNDS: Final = 5


def run(reports: int = REPORTS) -> list[Figure]:
    """Reports a second in turns: with the counters, without, and again."""
    with parts() as running:
        store = running.store()
        _rate(store, reports // 5)
        pairs = []
        for _ in range(ROUNDS):
            with _added_up(store):
                kept = _rate(store, reports)
            with patch.object(commit, "tally_of", lambda *_: Tally()):
                pairs.append((kept, _rate(store, reports)))
    return [Figure.beside(f"reports with counters, of without ({ROUNDS} rounds)", "reports/s", pairs, 0.9)]


def _rate(store: Store, reports: int) -> float:
    start = stored_offsets(store, {(TOPIC, 0): 0})[TOPIC, 0]
    several = enumerate(islice(cycle(PROJECTS), reports))
    records = [record(project, visit(project), topic=TOPIC, offset=start + number) for number, project in several]
    began = time.perf_counter()
    take_in(store, records, SystemClock(), GivenRules(rules()))
    return reports / (time.perf_counter() - began)


@contextmanager
def _added_up(store: Store) -> Iterator[None]:
    """A thread beside adds up, as a worker's does."""
    ended = Event()
    counting = Counting(store, GivenRules(rules()), "bench")

    def work() -> None:
        while not ended.wait(EVERY_SECONDS):
            counting.turn()

    beside = Thread(target=work)
    beside.start()
    try:
        yield
    finally:
        ended.set()
        beside.join()
