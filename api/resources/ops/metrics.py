"""Knows what is counted of the API and the ledger, in Prometheus' words."""

import re
import secrets
import threading
import time
from typing import Any, Final

import pymongo
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from pymongo.errors import PyMongoError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.services import Services
from ledger.groundwork.log_lines import request_id
from ledger.mongo.figures import Counts
from ledger.mongo.positions import read_offsets
from ledger.store.listing import count_by_state, count_overdue

_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_COUNT_EVERY_SECONDS: Final = 30.0
_SECONDS: Final = 5.0
_A_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Metrics:
    """The counters of one app."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        labels = ["method", "route", "status"]
        self._requests = Counter("xiaohao_http_requests", "Requests answered", labels, registry=self._registry)
        self._seconds = Histogram(
            "xiaohao_http_request_seconds",
            "Time to the last byte of the answer",
            ["method", "route"],
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._issues = Gauge("xiaohao_issues", "Issues by state", ["state"], registry=self._registry)
        self._overdue = Gauge("xiaohao_issues_overdue", "Open issues past their due time", registry=self._registry)
        self._lag = Gauge(
            "xiaohao_intake_lag_records",
            "Records this process published that the ledger has not taken in",
            ["topic", "partition"],
            registry=self._registry,
        )
        self._connected = Gauge("xiaohao_kafka_connected", "Whether the broker answers", registry=self._registry)
        self._database = Gauge(
            "xiaohao_mongodb_connected",
            "Whether MongoDB answers; if not, what is counted in it is as it was last",
            registry=self._registry,
        )
        self._streams = Gauge("xiaohao_streams", "Streams of alerts that are open", registry=self._registry)
        self._children: dict[tuple[str, str, int], tuple[Any, Any]] = {}
        self._counting = threading.Lock()
        self._counted_at = -_COUNT_EVERY_SECONDS
        self._ledger: Counts | None = None

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        key = (method, route, status)
        children = self._children.get(key)
        if children is None:
            counter = self._requests.labels(method, route, str(status))
            children = self._children[key] = (counter, self._seconds.labels(method, route))
        children[0].inc()
        children[1].observe(seconds)

    def text(self, services: Services) -> tuple[bytes, str]:
        """Everything in Prometheus' format, and its media type; the ledger is counted now and then."""
        with self._counting:
            self._connected.set(services.publisher.connected)
            self._streams.set(services.fan_out.open)
            try:
                with pymongo.timeout(_SECONDS):
                    self._count_lag(services)
                    self._counts_of(services).count()
                    if time.monotonic() - self._counted_at > _COUNT_EVERY_SECONDS:
                        self._count_issues(services)
                self._database.set(1)
            except PyMongoError:
                self._database.set(0)  # what was counted last stands meanwhile: a series that ends looks like a restart
        return generate_latest(self._registry), CONTENT_TYPE_LATEST

    def _counts_of(self, services: Services) -> Counts:
        """What the other processes tell of the ledger, which is known with the first question."""
        if self._ledger is None:
            self._ledger = Counts(services.store, services.clock)
            self._registry.register(self._ledger)
        return self._ledger

    def _count_issues(self, services: Services) -> None:
        for state, count in count_by_state(services.store).items():
            self._issues.labels(state.value).set(count)
        self._overdue.set(count_overdue(services.store, services.clock.now()))
        self._counted_at = time.monotonic()

    def _count_lag(self, services: Services) -> None:
        ends = services.publisher.ends()
        for (topic, partition), offset in read_offsets(services.store, ends).items():
            self._lag.labels(topic, str(partition)).set(max(0, ends[topic, partition] - offset))


class Measured:
    """ASGI middleware that times every request, counts it by its route, and names it in the log and to the client."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500
        named = _request_id(scope)
        request_id.set(named)  # the task is this request's alone

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", named.encode())]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            route = getattr(scope.get("route"), "path", "unmatched")
            self._metrics.answered(_method(scope["method"]), route, status, time.perf_counter() - began)


def _request_id(scope: Scope) -> str:
    """What a proxy before us called the request, if that can stand in a log, else a new name."""
    told = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"x-request-id"), "")
    return told if _A_REQUEST_ID.fullmatch(told) else secrets.token_hex(8)


def _method(method: str) -> str:
    """A client may invent methods without end; labels may not."""
    return method if method in ("GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH") else "other"
