"""Knows how long a report takes from its POST until it is visible in the ledger, at an even 200 a second."""

import asyncio
import threading
import time
from typing import Final

from bench.rig.figures import Figure, percentile
from bench.rig.http_load import Request, on_loop, paced, session, token_of
from bench.rig.load import PROJECTS
from bench.rig.parts import api, parts, worker
from ledger.mongo.connection import Store
from tests import factories

PER_SECOND: Final = 200
SECONDS: Final = 20
WARM_UP: Final = 2 * PER_SECOND


def run() -> list[Figure]:
    """p50 and p99 of POST → receipt seen by a change stream, in ms."""
    with parts() as running, worker(running), api(running) as url:
        token = token_of(running.credentials, "inspector-140105-1")
        seconds = _measure(running.store(), url, token)
    return [
        Figure.below("POST → in the ledger at 200/s, p50", "ms", percentile(seconds, 0.50) * 1000, 150),
        Figure.below("POST → in the ledger at 200/s, p99", "ms", percentile(seconds, 0.99) * 1000, 500),
    ]


def _measure(store: Store, url: str, token: str) -> list[float]:
    count = PER_SECOND * SECONDS + WARM_UP
    reports = [factories.site_visit(project_code=PROJECTS[number % len(PROJECTS)]) for number in range(count)]
    requests = [Request("POST", "/v1/site-visits", factories.as_bytes(report), expects=202) for report in reports]
    began: dict[str, float] = {}
    watcher = _Watcher(store, count)

    def sent(index: int, at: float) -> None:
        began[reports[index]["report_id"]] = at

    async def go() -> None:
        async with session(url, token, connections=64) as client:
            await paced(client, requests, PER_SECOND, sent)
            await asyncio.to_thread(watcher.join, 60)

    on_loop(go())
    missing = began.keys() - watcher.seen.keys()
    if missing:
        raise AssertionError(f"{len(missing)} reports never came into the ledger")
    return [watcher.seen[report["report_id"]] - began[report["report_id"]] for report in reports[WARM_UP:]]


class _Watcher(threading.Thread):
    """Notes when each receipt becomes visible to a majority reader."""

    def __init__(self, store: Store, count: int) -> None:
        super().__init__(daemon=True)
        self.seen: dict[str, float] = {}
        self._count = count
        self._stream = store["receipts"].watch(
            [{"$match": {"operationType": "insert"}}, {"$project": {"documentKey": 1}}]
        )
        self.start()

    def run(self) -> None:
        with self._stream as stream:
            for change in stream:
                self.seen[change["documentKey"]["_id"]] = time.perf_counter()
                if len(self.seen) == self._count:
                    return
