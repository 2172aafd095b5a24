"""Knows how fast boards, counts and the marks of a list answer over HTTP on a million issues, beside the bare read."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from bench.asking.lists import ASKS, LIMIT_MS
from bench.asking.past import BIG_UNIT, HOME, ISSUES, count, fill, moment
from bench.rig.figures import Figure, percentile
from bench.rig.http_load import Request, flood, token_of
from bench.rig.parts import api, parts
from ledger.access.scopes import region_key, unit_key
from ledger.issue.issue import OPEN_STATES
from ledger.mongo.connection import Store
from ledger.store.counted.adding_up import COUNTERS, tidy
from mobile_schema.vocabulary import State

MARKS_MS: Final = 300.0
MARKS_ASKS: Final = 20
BOARDS: Final = {
    "counts": "/v1/counts",
    "by region and category": "/v1/boards",
    "by unit": "/v1/boards?by=unit",
    "days": "/v1/boards/days",
    "hours": "/v1/boards/hours",
    "steps": "/v1/boards/steps",
    "slowest": "/v1/boards/slowest",
    "since my last look": "/v1/boards/since",
}
READERS: Final = ("supervisor-140000", "supervisor-140100", f"supervisor-{HOME}", f"staff-{BIG_UNIT}")


def run(issues: int = ISSUES) -> list[Figure]:
    """p95 of each board for each role, and of the marks of all that is open in the province."""
    with parts() as running:
        store = running.store()
        fill(store, issues)
        count(store)
        store["events"].insert_one({"_id": "bench", "at": moment()})  # what is past, the last event says
        tidy(store)
        with api(running) as url:
            found = [
                figure
                for person in READERS
                for figure in _boards(store, url, token_of(running.credentials, person), person)
            ]
            return [*found, *_marks(store, url, running.credentials)]


def _boards(store: Store, url: str, token: str, person: str) -> Iterator[Figure]:
    bare = _p95(lambda: list(store[COUNTERS].find({"key": region_key(HOME), "axis": "category"})), ASKS)
    for name, path in BOARDS.items():
        served = percentile(flood(url, token, [Request("GET", path)] * ASKS, connections=1).seconds, 0.95)
        yield Figure.below(f"{person}: {name}", "p95 ms", served * 1000, LIMIT_MS, bare * 1000)


def _marks(store: Store, url: str, credentials: Path) -> Iterator[Figure]:
    """Beside the count that the index alone answers."""
    opened = sorted(state.value for state in OPEN_STATES)
    for person, name, key, states in (
        (READERS[0], "all that is open in the province", "r:140000", opened),
        (READERS[-1], "all of a unit that has a tenth of the ledger", unit_key(BIG_UNIT), sorted(State)),
    ):
        query = {"scopes": key, "state": {"$in": list(states)}}
        bare = _p95(partial(store["issues"].count_documents, query), MARKS_ASKS)
        asked = [Request("GET", f"/v1/issues/marks?state={','.join(states)}")] * MARKS_ASKS
        served = percentile(flood(url, token_of(credentials, person), asked, connections=1).seconds, 0.95)
        yield Figure.below(f"marks of {name}", "p95 ms", served * 1000, MARKS_MS, bare * 1000)


def _p95(ask: Callable[[], object], times: int) -> float:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        took.append(time.perf_counter() - began)
    return percentile(took, 0.95)
