"""The hot routes answer as the framework would: the same requests go both ways, and nothing in the answers differs."""

import json
import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.accepting.publisher import BrokerAway, Message, NullPublisher
from api.app import create_app
from api.resources.reports import reports
from api.serving.hot import HotRoutes
from tests import factories
from tests.api.parts import COUNTY, INSPECTOR, PROJECT, Scene, running, visit
from tests.plain_http import PLAIN
from tests.streams.parts import until

VISITS, INCIDENTS = "/v1/site-visits", "/v1/incidents"
NOBODY, STRANGER = "nobody", "stranger"
AWAY, BROKEN = "2020-140213-39-03-990003", "2020-140106-78-03-990002"


class Moody(NullPublisher):
    """Takes every record but those of two projects: for one the broker is away, for the other we have a bug."""

    async def publish(self, message: Message) -> None:
        if message.key == AWAY.encode():
            raise BrokerAway("on purpose")
        if message.key == BROKEN.encode():
            raise RuntimeError("broken on purpose")


@dataclass(frozen=True)
class Sent:
    """A request, apart from who sends it."""

    body: bytes = b""
    path: str = VISITS
    method: str = "POST"
    token: str = INSPECTOR
    headers: dict[str, str] = field(default_factory=dict)
    more: tuple[tuple[str, str], ...] = ()
    """Lines of the head after all others, also of a name that was there."""
    chunked: bool = False

    @property
    def content(self) -> bytes | Iterator[bytes]:
        """The body; in pieces of no stated length where it is chunked."""
        return iter((self.body[:9], self.body[9:])) if self.chunked else self.body


class BothWays:
    """One app that has hot routes and one that has none, on one ledger."""

    def __init__(self, scene: Scene, hot: httpx.Client, general: httpx.Client) -> None:
        self._tokens = scene.tokens | {STRANGER: "made-up"}
        self.clients = hot, general

    def send(self, sent: Sent) -> list[httpx.Response]:
        """What each answers."""
        token = {"Authorization": f"Bearer {self._tokens[sent.token]}"} if sent.token != NOBODY else {}
        named = {"X-Request-Id": "the-same"} | token | sent.headers
        lines = [*named.items(), *sent.more]
        return [client.request(sent.method, sent.path, content=sent.content, headers=lines) for client in self.clients]

    def alike(self, sent: Sent) -> httpx.Response:
        """The answer, which is the same both ways but for its time."""
        hot, general = self.send(sent)
        assert _told(hot) == _told(general)
        return hot


@pytest.fixture(scope="module")
def both(scene: Scene) -> Iterator[BothWays]:
    """Both apps, served."""
    hot, general = (create_app(scene.settings, publisher=Moody(), store=scene.store) for _ in range(2))
    general.user_middleware = [each for each in general.user_middleware if each.cls is not HotRoutes]
    assert len(general.user_middleware) == len(hot.user_middleware) - 1
    with ExitStack() as stack:
        urls = [stack.enter_context(running(app)) for app in (hot, general)]
        clients = [stack.enter_context(httpx.Client(base_url=url, **PLAIN)) for url in urls]
        yield BothWays(scene, *clients)


def _told(answer: httpx.Response) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    headers = [(name, value) for name, value in answer.headers.raw if name.lower() not in {b"date", b"xiaohao-time"}]
    return answer.status_code, headers, re.sub(rb'"received_at":"[^"]+"', b'"received_at":"then"', answer.content)


def as_bytes(**over: Any) -> bytes:
    return factories.as_bytes(visit(**over))


def test_they_are_those_that_take_one_report() -> None:
    assert [(route.path, route.methods) for route in reports.MOST_ASKED] == [(VISITS, {"POST"}), (INCIDENTS, {"POST"})]


def test_they_need_no_routing(scene: Scene) -> None:
    app = create_app(scene.settings, publisher=NullPublisher(), store=scene.store)
    app.router.routes.clear()
    with running(app) as url, scene.client() as client:
        assert client.post(f"{url}{VISITS}", content=as_bytes()).status_code == 202
        assert client.post(f"{url}/v1/sync", content=b"{}").status_code == 404


def test_a_report_is_taken_once_either_way(both: BothWays) -> None:
    body = as_bytes()
    assert both.alike(Sent(body)).status_code == 202
    assert both.alike(Sent(body)).status_code == 200
    assert both.alike(Sent(body + b" ")).status_code == 409
    incident = factories.as_bytes(factories.incident(project_code=PROJECT))
    assert both.alike(Sent(incident, INCIDENTS)).status_code == 202


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (Sent(token=NOBODY), 401),
        (Sent(token=STRANGER), 401),
        (Sent(headers={"Authorization": "Basic x"}), 401),
        (Sent(as_bytes(), token=COUNTY), 403),
        (Sent(as_bytes(), path=f"{VISITS}?"), 202),
        (Sent(as_bytes(), path=f"{VISITS}?x=1"), 422),
        (Sent(as_bytes(), path=f"{VISITS}?access_token=x"), 422),
        (Sent(as_bytes(), path=f"{VISITS}?x=1&x=2&%ff=%00"), 422),
        (Sent(as_bytes(), path=f"{VISITS}/"), 404),
        (Sent(as_bytes(), path="//v1/site-visits"), 404),
        (Sent(as_bytes(), path="/v1/%73ite-visits"), 202),
        (Sent(as_bytes(), path=f"{VISITS}%0A"), 202),
        (Sent(method="GET"), 405),
        (Sent(method="HEAD"), 405),
        (Sent(method="OPTIONS"), 405),
        (Sent(as_bytes(), method="PUT"), 405),
        (Sent(as_bytes(), headers={"Content-Type": "text/plain"}), 415),
        (Sent(as_bytes(), headers={"Content-Encoding": "gzip"}), 415),
        (Sent(as_bytes(), headers={"X-Request-Id": "the-one"}), 202),
        (Sent(b" " * (1024 * 1024 + 1)), 413),
        (Sent(as_bytes(), chunked=True), 202),
        (Sent(b" " * (1024 * 1024 + 1), chunked=True), 413),
        (Sent(b"{", chunked=True), 422),
        (Sent(as_bytes(), more=(("Content-Type", "application/json"), ("Content-Type", "text/plain"))), 202),
        (Sent(as_bytes(), more=(("Content-Type", "text/plain"), ("Content-Type", "application/json"))), 415),
        (Sent(as_bytes(), more=(("Content-Encoding", "gzip"), ("Content-Encoding", "identity"))), 415),
        (Sent(as_bytes(), more=(("Authorization", "Bearer made-up"),)), 202),
        (Sent(as_bytes(), more=(("X-Request-Id", "another"),)), 202),
        (Sent(b"{"), 422),
        (Sent(as_bytes(schema_version="9.0")), 422),
        (Sent(as_bytes(project_code="2020-140105-30-03-000000")), 422),
        (Sent(as_bytes(project_code=AWAY)), 503),
        (Sent(as_bytes(project_code=BROKEN)), 500),
    ],
    ids=lambda given: str(given) if isinstance(given, int) else f"{given.method} {given.path}"[:40],
)
def test_what_is_wrong_is_answered_alike(both: BothWays, sent: Sent, status: int) -> None:
    assert both.alike(sent).status_code == status


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
SPOILED = st.builds(
    lambda name, value: factories.as_bytes(visit() | {name: value}), st.sampled_from([*visit(), "more"]), ANY
)
BODIES = st.one_of(st.binary(max_size=64), ANY.map(lambda value: json.dumps(value).encode()), SPOILED)
REQUESTS = st.builds(
    Sent,
    body=BODIES,
    path=st.sampled_from([VISITS, INCIDENTS, f"{VISITS}?x=1", f"{INCIDENTS}?access_token=1"]),
    method=st.sampled_from(["POST"] * 6 + ["GET", "PUT", "DELETE"]),
    token=st.sampled_from([INSPECTOR] * 4 + [COUNTY, STRANGER, NOBODY]),
    headers=st.sampled_from(
        [
            {},
            {"Content-Type": "application/json; charset=utf-8"},
            {"Content-Type": "text/plain"},
            {"Content-Encoding": "gzip"},
        ]
    ),
)


@given(sent=REQUESTS)
def test_whatever_comes_is_answered_alike(both: BothWays, sent: Sent) -> None:
    both.alike(sent)


def test_a_request_without_a_name_gets_one(both: BothWays) -> None:
    named = [answer.headers["x-request-id"] for answer in both.send(Sent(headers={"X-Request-Id": "not one!"}))]
    assert all(re.fullmatch(r"[0-9a-f]{16}", name) for name in named)


def counted(client: httpx.Client) -> list[str]:
    return [
        line
        for line in client.get("/metrics").text.splitlines()
        if line.startswith(("xiaohao_http_requests_total", "xiaohao_http_request_seconds_count"))
    ]


def test_a_connection_that_breaks_is_counted_alike(both: BothWays, scene: Scene) -> None:
    def broken(client: httpx.Client) -> list[str]:
        return [line for line in counted(client) if VISITS in line and 'status="400"' in line]

    head = f"POST {VISITS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {scene.tokens[INSPECTOR]}\r\n"
    for client in both.clients:
        with socket.create_connection((client.base_url.host, client.base_url.port)) as connection:
            connection.sendall(f"{head}Content-Length: 99\r\n\r\n{{".encode())
    hot, general = (until(lambda client=client: broken(client)) for client in both.clients)
    assert hot == general


def test_they_are_counted_alike(both: BothWays) -> None:
    both.alike(Sent(as_bytes()))
    hot, general = (counted(client) for client in both.clients)
    assert hot == general
    assert any(VISITS in line for line in hot)


def test_the_document_tells_of_them_alike(both: BothWays) -> None:
    hot, general = (client.get("/openapi.json").content for client in both.clients)
    assert hot == general
