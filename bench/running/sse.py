"""Knows how soon one alert reaches a thousand open streams: from its commit to the client of each."""

import asyncio
import json
import resource
import time
from datetime import UTC, datetime
from typing import Final

import aiohttp

from bench.rig.figures import Figure, percentile
from bench.rig.http_load import on_loop
from bench.rig.parts import api, parts
from ledger.mongo.connection import Store
from people.tokens import issue_token
from tests.api.listening import alert

READERS: Final = 1_000
ROUNDS: Final = 20
LIMIT_MS: Final = 1_000.0
_PROVINCE: Final = "140000"
_AT_ONCE: Final = 50
_WAIT_SECONDS: Final = 60.0


def run() -> list[Figure]:
    """p50 and p99 over all readers and rounds, in ms, from the end of the commit until a reader has the event."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with parts() as running:
        store = running.store()
        tokens = [_someone(store, number) for number in range(READERS)]
        with api(running) as url:
            seconds = on_loop(_rounds(store, url, tokens))
    return [
        Figure.below(f"SSE: one alert to {READERS:,} readers, p50", "ms", percentile(seconds, 0.50) * 1000, LIMIT_MS),
        Figure.below(f"SSE: one alert to {READERS:,} readers, p99", "ms", percentile(seconds, 0.99) * 1000, LIMIT_MS),
    ]


def _someone(store: Store, number: int) -> str:
    """The token of a person of their own, as a thousand readers are."""
    person = {"_id": f"reader-{number}", "id": f"reader-{number}", "name": f"读者{number}", "role": "supervisor"}
    store["persons"].insert_one(person | {"unit_id": None, "region": _PROVINCE, "level": "province", "sample": True})
    return issue_token(store, f"reader-{number}", datetime.now(UTC))


async def _rounds(store: Store, url: str, tokens: list[str]) -> list[float]:
    readers = [_Reader(token) for token in tokens]
    places = asyncio.Semaphore(_AT_ONCE)
    timeout = aiohttp.ClientTimeout(total=None)
    async with aiohttp.ClientSession(url, connector=aiohttp.TCPConnector(limit=0), timeout=timeout) as client:
        listening = [asyncio.create_task(reader.listen(client, places)) for reader in readers]
        async with asyncio.timeout(_WAIT_SECONDS):
            await asyncio.gather(*(reader.began.wait() for reader in readers))
        seconds: list[float] = []
        for number in range(ROUNDS):
            name = f"round-{number}"
            arrivals = asyncio.gather(*(reader.next(name) for reader in readers))
            committed = await asyncio.to_thread(_commit, store, name)
            async with asyncio.timeout(_WAIT_SECONDS):
                # One that came before the driver had the answer to its commit took no time at all.
                seconds += [max(0.0, at - committed) for at in await arrivals]
        for task in listening:
            task.cancel()
    return seconds


def _commit(store: Store, name: str) -> float:
    """When the alert was on the ledger; asked in the thread, since the loop may have arrivals to do."""
    store["alerts"].insert_one(alert(name, None))
    return time.perf_counter()


class _Reader:
    """One open stream of everyone's alerts."""

    def __init__(self, token: str) -> None:
        self.began = asyncio.Event()
        self._token = token
        self._arrived: asyncio.Queue[tuple[str, float]] = asyncio.Queue()

    async def listen(self, client: aiohttp.ClientSession, places: asyncio.Semaphore) -> None:
        headers = {"Authorization": f"Bearer {self._token}"}
        async with places:
            answer = await client.get("/v1/stream", params={"mine": "false"}, headers=headers)
            if answer.status != 200:
                raise AssertionError(f"{answer.status} {await answer.text()}")
            await answer.content.readline()
            self.began.set()
        async for line in answer.content:
            if line.startswith(b"data:"):
                at = time.perf_counter()
                self._arrived.put_nowait((json.loads(line[5:])["id"], at))

    async def next(self, name: str) -> float:
        """When the alert of this name arrived; raises AssertionError when it is another."""
        found, at = await self._arrived.get()
        if found != name:
            raise AssertionError(f"{found} came instead of {name}")
        return at
