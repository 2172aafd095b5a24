"""Knows how late steps fire in a running stack: 50 fall due a second while reports come in."""

import asyncio
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Final

from bench.rig.figures import Figure, percentile
from bench.rig.http_load import Request, on_loop, paced, session, token_of
from bench.rig.load import PROJECTS, visit
from bench.rig.parts import api, parts, worker
from bench.rig.pending import fill
from ledger.groundwork.clock import to_milliseconds
from ledger.mongo.connection import Store

PER_SECOND: Final = 50
SECONDS: Final = 20
REPORTS_PER_SECOND: Final = 100
_STEPS: Final = PER_SECOND * SECONDS
_LEAD: Final = timedelta(seconds=8)


def run() -> list[Figure]:
    """p99 from the moment a step falls due until its alert is visible to a majority reader, and the earliest."""
    with parts() as running:
        store = running.store()
        start = to_milliseconds(datetime.now(UTC)) + _LEAD
        fill(store, start, lambda number: _due(start, number), count=10_000)
        watcher = _Watcher(store, _STEPS)
        with worker(running), api(running) as url:
            token = token_of(running.credentials, "inspector-140105-1")
            on_loop(_load(url, token, watcher))
    late = [seen - due for due, seen in watcher.seen]
    if len(late) != _STEPS:
        raise AssertionError(f"{len(late)} alerts of {_STEPS}")
    return [
        Figure.below("lateness at 50 due a second, p99", "ms", percentile(late, 0.99) * 1000, 1_000),
        Figure.above("lateness, the earliest (never early)", "ms", min(late) * 1000, 0),
    ]


def _due(start: datetime, number: int) -> datetime:
    """One after the other, as many as are counted; the rest long after."""
    later = timedelta() if number < _STEPS else timedelta(days=30)
    return start + later + number * timedelta(seconds=1) / PER_SECOND


async def _load(url: str, token: str, watcher: "_Watcher") -> None:
    count = REPORTS_PER_SECOND * SECONDS
    requests = [
        Request("POST", "/v1/site-visits", visit(PROJECTS[number % len(PROJECTS)]), expects=202)
        for number in range(count)
    ]
    async with session(url, token, connections=32) as client:
        await paced(client, requests, REPORTS_PER_SECOND, lambda _, __: None)
    await asyncio.to_thread(watcher.join, 60)


class _Watcher(threading.Thread):
    """Notes for each alert when it was due and when it became visible, in seconds of the machine's clock."""

    def __init__(self, store: Store, count: int) -> None:
        super().__init__(daemon=True)
        self.seen: list[tuple[float, float]] = []
        self._count = count
        self._stream = store["alerts"].watch([{"$match": {"operationType": "insert"}}])
        self.start()

    def run(self) -> None:
        with self._stream as stream:
            for change in stream:
                self.seen.append((change["fullDocument"]["due_at"].timestamp(), time.time()))
                if len(self.seen) == self._count:
                    return
