"""Knows the other side of every channel: a real HTTP server on loopback that answers as a test says; and endpoints."""

import asyncio
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from channels.choices import Choice, keep_choice
from channels.deliverer import Deliverer
from channels.endpoints.endpoint import ChannelKind, Endpoint
from channels.endpoints.message import Message, Sender
from channels.endpoints.store import add_endpoint
from channels.providers import PROVIDERS, sender_of
from channels.senders.guard import Allowed, Guard, Resolver, look_up, read_network
from channels.senders.outbound import Outbound
from channels.senders.posting import Poster
from ledger.groundwork.clock import HeldClock
from ledger.mongo.connection import Store

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PERSON = "head-140105-land"
LOOPBACK = Allowed(networks=(read_network("127.0.0.0/8"),), http=True)

Handler = BaseHTTPRequestHandler
Answer = Callable[[Handler], None]


def status(code: int, body: str = "", **headers: str) -> Answer:
    """Answers with a status, a body and headers; `_` in a header's name stands for `-`."""

    def answer(handler: Handler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body.encode())))
        handler.end_headers()
        handler.wfile.write(body.encode())

    return answer


def says(**content: Any) -> Answer:
    """Answers 200 with JSON."""
    return status(200, json.dumps(content))


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """What came, and how to answer the next."""

    port: int
    answer: Answer = field(default_factory=lambda: says(errcode=0, code=0))
    requests: list[Request] = field(default_factory=list)
    finish: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/hook", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def ids(self) -> list[str]:
        """The webhook ids that came, in order."""
        return [request.headers["webhook-id"] for request in self.requests]


@contextmanager
def receiving(host: str = "127.0.0.1", port: int = 0) -> Iterator[Receiver]:
    """A receiver on a port of its own."""

    class Taken(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.requests.append(Request(self.path, headers, body))
            try:
                receiver.answer(self)
            except (BrokenPipeError, ConnectionResetError):
                """The other side had enough."""

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer((host, port), Taken)
    server.daemon_threads = True
    receiver = Receiver(server.server_address[1])
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield receiver
    finally:
        receiver.finish.set()
        server.shutdown()
        server.server_close()


def poster(allowed: Allowed = LOOPBACK, resolver: Resolver = look_up, seconds: float = 10.0) -> Poster:
    return Poster(Guard(allowed, resolver), seconds, tls())


@cache
def tls() -> ssl.SSLContext:
    """As a deployment's, made once: reading the certificates takes longer than most tests."""
    return ssl.create_default_context()


def sender() -> Sender:
    return sender_of(Outbound(poster(), None))


def endpoint(
    kind: ChannelKind = ChannelKind.WEBHOOK, address: str = "https://example.org/hook", **over: Any
) -> Endpoint:
    fields: dict[str, Any] = {"id": "one", "name": "one", "persons": (PERSON,)}
    fields["secret"] = PROVIDERS[kind].new_secret()
    return Endpoint(kind=kind, address=address, **{**fields, **over})


def alert(number: int = 1, **over: Any) -> dict[str, Any]:
    """An alert as stored."""
    return {
        "_id": f"alert-{number:04d}",
        "issue_id": f"issue-{number}",
        "serial": f"140105-2026-{number:04d}",
        "project_code": "2020-140105-30-03-990001",
        "obligation": "deploy",
        "round": 1,
        "step": "deploy-person",
        "occurrence": 1,
        "light": "yellow",
        "light_zh": "黄",
        "light_en": "yellow",
        "instrument": "reminder",
        "due_at": NOW,
        "late_ms": 0,
        "recipient_person_id": PERSON,
        "recipient_post": "unit_head",
        "recipient_level": None,
        "recipient_region": "140105",
        "scopes": ["r:140000", "r:140100", "r:140105"],
        "ancestors": ["140000", "140100", "140105"],
        "text_zh": f"【提醒函·黄灯】问题 140105-2026-{number:04d} 已超期未办。",
        "text_en": f"[reminder, yellow] Issue 140105-2026-{number:04d} is overdue.",
        "fired_at": NOW,
        "acknowledged_at": None,
        "acknowledged_by": None,
        "channels": [],
        "dispatched": False,
    } | over


def notice(number: int = 1, **over: Any) -> dict[str, Any]:
    """A notice as stored."""
    return {
        "_id": f"issue-{number}:000002/{PERSON}",
        "issue_id": f"issue-{number}",
        "serial": f"140105-2026-{number:04d}",
        "project_code": "2020-140105-30-03-990001",
        "region": "140105",
        "notice": "assigned",
        "event": "issue.assigned.v1",
        "at": NOW,
        "recipient_person_id": PERSON,
        "recipient_post": "unit_head",
        "recipient_level": None,
        "recipient_region": "140105",
        "vacant_posts": [],
        "text_zh": f"【交办】问题 140105-2026-{number:04d} “临时用地手续未办结。”已交办,请责任单位签收。",
        "text_en": f"[assigned] Issue 140105-2026-{number:04d} was assigned: its unit is to sign.",
        "seen": False,
        "seen_at": None,
        "dispatched": False,
    } | over


def message(*alerts: dict[str, Any], id: str = "dlv_1", at: datetime = NOW) -> Message:  # noqa: A002
    return Message(id, alerts, at)


@dataclass
class Post:
    """A store with endpoints and alerts, and a deliverer on a clock that is moved by hand."""

    store: Store
    clock: HeldClock = field(default_factory=lambda: HeldClock(NOW))
    send: Sender = field(default_factory=sender)

    def endpoint(self, address: str, **over: Any) -> Endpoint:
        made = endpoint(address=address, **over)
        add_endpoint(self.store, made, self.clock.now())
        return made

    def alerts(self, *numbers: int, **over: Any) -> None:
        self.store["alerts"].insert_many([alert(number, **over) for number in numbers])

    def notices(self, *numbers: int, **over: Any) -> None:
        self.store["notices"].insert_many([notice(number, **over) for number in numbers])

    def chose(self, person: str = PERSON, **said: Any) -> None:
        keep_choice(self.store, person, Choice.model_validate(said), self.clock.now())

    def look(self) -> None:
        """One look of a deliverer, until all that it began is over."""
        asyncio.run(self._look())

    async def _look(self) -> None:
        deliverer = Deliverer(self.store, self.send, asyncio.Event(), self.clock, jitter=lambda: 0.0)
        await deliverer.look()
        await deliverer.finish(30)

    def run(self, **by: float) -> int:
        """Let time pass, looking whenever something falls due; how many looks that took."""
        from datetime import timedelta

        end = self.clock.now() + timedelta(**by)
        for looks in range(1, 10_000):
            self.look()
            first = self.store["deliveries"].find_one({"next_try_at": {"$exists": True}}, sort=[("next_try_at", 1)])
            if first is None or first["next_try_at"] > end:
                self.clock.moment = end
                return looks
            self.clock.moment = max(self.clock.moment, first["next_try_at"])
        raise AssertionError("it never comes to rest")

    def deliveries(self, **wanted: Any) -> list[dict[str, Any]]:
        return list(self.store["deliveries"].find(wanted, sort=[("alert_id", 1), ("created_at", 1), ("_id", 1)]))

    def states(self, **wanted: Any) -> list[tuple[str, str]]:
        return [(each["endpoint_id"], each["state"]) for each in self.deliveries(**wanted)]

    def stored(self, endpoint_id: str = "one") -> Endpoint:
        document = self.store["endpoints"].find_one({"_id": endpoint_id})
        assert document is not None
        return Endpoint.of(document)
