"""Knows how fast `POST /v1/site-visits` is when the broker must confirm, beside the same without one, and alone; by a
program's token, and by the access of a phone.
"""

import json
from pathlib import Path
from typing import Final

import httpx

from bench.rig.figures import Figure, percentile
from bench.rig.http_load import Load, Request, flood, token_of
from bench.rig.load import PROJECTS, visit
from bench.rig.parts import api, parts
from tests.api.resources.people.parts import SAME_ORIGIN, register
from tests.people.phones import Phone

REQUESTS: Final = 4_000
CONNECTIONS: Final = 128
ROUNDS: Final = 5
ALONE: Final = 500
INSPECTOR: Final = "inspector-140105-1"


def run() -> list[Figure]:
    """Requests a second with acks=all, beside validating and answering alone; and how long one phone alone waits."""
    with parts() as running, api(running) as url, api(running, module="bench.rig.api_alone") as no_broker:
        token = token_of(running.credentials, INSPECTOR)
        for address in (no_broker, url):
            _load(address, token, REQUESTS, CONNECTIONS)
        pairs = [_pair(url, no_broker, token) for _ in range(ROUNDS)]
        access = _access(url, running.credentials)
        by_phone = [_pair(url, no_broker, access) for _ in range(ROUNDS)]
        alone = percentile(_load(url, token, ALONE, 1).seconds, 0.5) * 1000
    return [
        Figure.beside("POST /v1/site-visits, acks=all", "requests/s", pairs, 0.85),
        Figure.beside("POST /v1/site-visits, acks=all, by a phone's access", "requests/s", by_phone, 0.75),
        Figure.below("POST /v1/site-visits, one phone alone, p50", "ms", alone, 4),
    ]


def _pair(url: str, no_broker: str, token: str) -> tuple[float, float]:
    """Requests a second with a broker, and at once after that without one."""
    return _load(url, token, REQUESTS, CONNECTIONS).rate, _load(no_broker, token, REQUESTS, CONNECTIONS).rate


def _access(url: str, credentials: Path) -> str:
    """The access of a phone on which the inspector signed in."""
    password = json.loads(credentials.read_text(encoding="utf-8"))[INSPECTOR]["password"]
    with httpx.Client(base_url=url, headers=SAME_ORIGIN, trust_env=False) as client:
        answer = register(client, Phone().next(), INSPECTOR, password=password).raise_for_status()
    return str(answer.json()["access_token"])


def _load(url: str, token: str, count: int, connections: int) -> Load:
    requests = [
        Request("POST", "/v1/site-visits", visit(PROJECTS[number % len(PROJECTS)]), expects=202)
        for number in range(count)
    ]
    return flood(url, token, requests, connections)
