"""Knows how to load an HTTP server on loopback: a bounded number of requests, each one timed."""

import asyncio
import json
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import uvloop

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """One request and the status it must get."""

    method: str
    path: str
    body: bytes | None = None
    expects: int = 200


@dataclass(frozen=True, slots=True)
class Load:
    """What a load showed: requests a second, and how long each took (seconds)."""

    rate: float
    seconds: list[float]


def token_of(credentials: Path, person_id: str) -> str:
    """The bearer token of a sample person."""
    return str(json.loads(credentials.read_text(encoding="utf-8"))[person_id]["token"])


def on_loop(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end on a fast event loop."""
    return uvloop.run(work)


def session(url: str, token: str, connections: int) -> aiohttp.ClientSession:
    """A client that speaks for one person over so many kept connections."""
    return aiohttp.ClientSession(
        url,
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        connector=aiohttp.TCPConnector(limit=connections),
    )


async def send(client: aiohttp.ClientSession, request: Request) -> float:
    """Send one request; the seconds it took. Raises AssertionError on another status than expected."""
    began = time.perf_counter()
    async with client.request(request.method, request.path, data=request.body) as answer:
        text = await answer.read()
        took = time.perf_counter() - began
    if answer.status != request.expects:
        raise AssertionError(f"{request.method} {request.path}: {answer.status} {text[:300]!r}")
    return took


def flood(url: str, token: str, requests: Iterable[Request], connections: int) -> Load:
    """Send all requests, `connections` at a time."""
    waiting = iter(list(requests))

    async def drain(client: aiohttp.ClientSession, times: list[float], source: Iterator[Request]) -> None:
        for request in source:
            times.append(await send(client, request))

    async def run() -> Load:
        times: list[float] = []
        async with session(url, token, connections) as client:
            began = time.perf_counter()
            await asyncio.gather(*(drain(client, times, waiting) for _ in range(connections)))
            return Load(len(times) / (time.perf_counter() - began), times)

    return on_loop(run())


async def paced(
    client: aiohttp.ClientSession, requests: list[Request], per_second: float, sent: Callable[[int, float], None]
) -> None:
    """Send requests at an even pace whatever the answers take; `sent` learns each one's index and start."""
    began = time.perf_counter()

    async def one(index: int, request: Request) -> None:
        await asyncio.sleep(max(0.0, began + index / per_second - time.perf_counter()))
        sent(index, time.perf_counter())
        await send(client, request)

    await asyncio.gather(*(one(index, request) for index, request in enumerate(requests)))
