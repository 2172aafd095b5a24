"""Knows how fast people sign in beside argon2id alone, and whether fifty at once leave others their answers."""

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from bench.rig.figures import Figure, percentile
from bench.rig.http_load import Request, flood, on_loop, send, session, token_of
from bench.rig.parts import api, parts
from people.passwords import AT_ONCE, compare, hash_of

SIGN_INS: Final = 200
CONNECTIONS: Final = 16
ROUNDS: Final = 5
AT_THE_SAME_TIME: Final = 50
_GOOD: Final = Request("GET", "/v1/me")
_BETWEEN_SECONDS: Final = 0.02


def run() -> list[Figure]:
    """Sign-ins a second beside passwords compared alone, and a good request while fifty sign in."""
    with parts() as running, api(running) as url:
        people = _people(running.credentials)
        token = token_of(running.credentials, "inspector-140105-1")
        _sign_ins(url, people, 20)
        pairs = [(_sign_ins(url, people, SIGN_INS), _alone(SIGN_INS)) for _ in range(ROUNDS)]
        good = [percentile(on_loop(_beside_fifty(url, token, people)), 0.95) * 1000 for _ in range(3)]
    return [
        Figure.beside("signing in by a password", "sign-ins/s", pairs, 0.8),
        Figure.below("a good request while 50 sign in, p95", "ms", max(good), 200),
    ]


def _people(credentials: Path) -> list[tuple[str, str]]:
    """Sample people and their password."""
    told = json.loads(credentials.read_text(encoding="utf-8"))
    return [(person_id, person["password"]) for person_id, person in told.items()]


def _requests(people: list[tuple[str, str]], count: int) -> list[Request]:
    some = (people[number % len(people)] for number in range(count))
    return [
        Request("POST", "/v1/sign-in", json.dumps({"person_id": person_id, "password": password}).encode())
        for person_id, password in some
    ]


def _sign_ins(url: str, people: list[tuple[str, str]], count: int) -> float:
    return flood(url, "", _requests(people, count), CONNECTIONS).rate


def _alone(count: int) -> float:
    """Passwords compared a second, on as many threads as the API has for them."""
    kept = hash_of("a password of the bench")
    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(lambda _: compare(kept, "a password of the bench"), range(count)))
    return count / (time.perf_counter() - began)


async def _beside_fifty(url: str, token: str, people: list[tuple[str, str]]) -> list[float]:
    """How long good requests take, one after another, while fifty people sign in."""
    async with session(url, "", AT_THE_SAME_TIME) as strangers, session(url, token, 1) as known:
        fifty = asyncio.gather(*(send(strangers, each) for each in _requests(people, AT_THE_SAME_TIME)))
        times = []
        while not fifty.done():
            times.append(await send(known, _GOOD))
            await asyncio.sleep(_BETWEEN_SECONDS)
        await fifty
    return times
