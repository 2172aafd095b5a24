"""Knows how fast `POST /v1/site-visits` is when the broker must confirm, beside the same route without a broker."""

from typing import Final

from bench.rig.figures import Figure
from bench.rig.http_load import Request, flood, token_of
from bench.rig.load import PROJECTS, visit
from bench.rig.parts import api, parts

REQUESTS: Final = 4_000
CONNECTIONS: Final = 128
ROUNDS: Final = 5


def run() -> list[Figure]:
    """Requests a second with acks=all, beside validating and answering alone."""
    with parts() as running, api(running) as url, api(running, module="bench.rig.api_alone") as alone:
        token = token_of(running.credentials, "inspector-140105-1")
        for address in (alone, url):
            _rate(address, token)
        pairs = [(_rate(url, token), _rate(alone, token)) for _ in range(ROUNDS)]
    return [Figure.beside("POST /v1/site-visits, acks=all", "requests/s", pairs, 0.7)]


def _rate(url: str, token: str) -> float:
    requests = [
        Request("POST", "/v1/site-visits", visit(PROJECTS[number % len(PROJECTS)]), expects=202)
        for number in range(REQUESTS)
    ]
    return flood(url, token, requests, CONNECTIONS).rate
