"""Knows how fast `POST /v1/site-visits` is when the broker must confirm, beside the same without one, and alone."""

from typing import Final

from bench.rig.figures import Figure, percentile
from bench.rig.http_load import Load, Request, flood, token_of
from bench.rig.load import PROJECTS, visit
from bench.rig.parts import api, parts

REQUESTS: Final = 4_000
CONNECTIONS: Final = 128
ROUNDS: Final = 5
ALONE: Final = 500


def run() -> list[Figure]:
    """Requests a second with acks=all, beside validating and answering alone; and how long one phone alone waits."""
    with parts() as running, api(running) as url, api(running, module="bench.rig.api_alone") as no_broker:
        token = token_of(running.credentials, "inspector-140105-1")
        for address in (no_broker, url):
            _load(address, token, REQUESTS, CONNECTIONS)
        pairs = [
            (_load(url, token, REQUESTS, CONNECTIONS).rate, _load(no_broker, token, REQUESTS, CONNECTIONS).rate)
            for _ in range(ROUNDS)
        ]
        alone = percentile(_load(url, token, ALONE, 1).seconds, 0.5) * 1000
    return [
        Figure.beside("POST /v1/site-visits, acks=all", "requests/s", pairs, 0.85),
        Figure.below("POST /v1/site-visits, one phone alone, p50", "ms", alone, 4),
    ]


def _load(url: str, token: str, count: int, connections: int) -> Load:
    requests = [
        Request("POST", "/v1/site-visits", visit(PROJECTS[number % len(PROJECTS)]), expects=202)
        for number in range(count)
    ]
    return flood(url, token, requests, connections)
