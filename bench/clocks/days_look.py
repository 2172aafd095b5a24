"""Knows how long the ledger's look at what falls behind takes, once a day: every campaign that runs and every project
that is silent, of 50,000 projects with figures of two years, beside a raw read of the figures of the year so far.
"""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final, TypeVar

from bench.asking.ranking import MONTHS, PROJECTS, fill
from bench.rig.figures import Figure
from bench.rig.ledgered import rules
from bench.rig.parts import parts
from ledger.dispatch.daily import Day
from ledger.dispatch.silence import silent
from ledger.figures.keeping import FIGURES
from ledger.mongo.connection import Store
from oversight.campaigns.behind import behind_schedule

T = TypeVar("T")
LIMIT_S: Final = 60.0
_TODAY: Final = date(2026, 6, 20)
_AT: Final = datetime(2026, 12, 6, tzinfo=UTC)
_AT_ONCE: Final = 5_000


def run() -> list[Figure]:
    """Seconds of one look on a day of June, when all campaigns but one run; of each part of it, nothing is written."""
    of_now = rules()
    counties = sorted(code for code in of_now.catalogue.regions if not code.endswith("00"))
    with parts() as running:
        store = running.store()
        fill(store, counties)
        day = Day(store, of_now, _TODAY, _AT)
        behind, seen = _timed(lambda: list(behind_schedule(day)))
        still, _ = _timed(lambda: list(silent(day)))
        read, _ = _timed(lambda: _read_raw(store))
    if not seen:
        raise RuntimeError("no campaign was looked at")
    name = f"the day's look, {PROJECTS:,} projects × {len(MONTHS)} months"
    return [
        Figure.below(f"{name}: campaigns", "s", behind, LIMIT_S, read),
        Figure.below(f"{name}: silence", "s", still, LIMIT_S, read),
    ]


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done


def _read_raw(store: Store) -> int:
    """The same documents, whole, as they come over the wire."""
    query = {"month": {"$gte": "2026-01", "$lte": "2026-06"}}
    return sum(map(len, store[FIGURES].find_raw_batches(query, batch_size=_AT_ONCE)))
