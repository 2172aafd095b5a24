"""Knows what Prometheus is told of the ledger by every process: how far behind it is, how much is left.

All of them tell the same, as MongoDB has it: one that is scraped is enough, and none is missed when another dies.
"""

import logging
import time
from collections.abc import Iterator
from typing import Final

import pymongo
from prometheus_client import REGISTRY, CollectorRegistry, start_http_server
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from pymongo.errors import PyMongoError

from ledger.groundwork.clock import Clock
from ledger.mongo.connection import Document, Store
from ledger.mongo.outbox import unpublished
from ledger.mongo.slots import due_by
from ledger.mongo.waiting import counting_lag, indexed

_LOOPBACK: Final = "127.0.0.1"
_SECONDS: Final = 5.0
_COUNT_EVERY_SECONDS: Final = 5.0
_COUNTED: Final = 100_000
_log = logging.getLogger(__name__)


class Counts(Collector):
    """What was counted last; counted anew at most every five seconds, so that it stands while MongoDB is away."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._last: list[Metric] = []
        self._fired = 0
        self._counted_at = -_COUNT_EVERY_SECONDS

    def count(self) -> None:
        """Count when it is time. Raises pymongo.errors.PyMongoError when MongoDB is away."""
        if time.monotonic() - self._counted_at >= _COUNT_EVERY_SECONDS:
            with pymongo.timeout(_SECONDS):
                # A counter never goes back, though alerts on their way to the archive may be in neither for a moment.
                self._fired = max(self._fired, _fired(self._store))
                self._last = list(_counted(self._store, self._clock, self._fired))
            self._counted_at = time.monotonic()

    def collect(self) -> Iterator[Metric]:
        """Everything that was counted."""
        yield from self._last


class Figures(Counts):
    """Counted whenever it is scraped; tells, too, whether MongoDB answers."""

    def collect(self) -> Iterator[Metric]:
        """Everything that is told."""
        try:
            self.count()
            connected = 1
        except PyMongoError:
            connected = 0
        yield from super().collect()
        yield GaugeMetricFamily("xiaohao_mongodb_connected", "Whether MongoDB answers", value=connected)


def serve_figures(store: Store, clock: Clock, port: int | None, *own: CollectorRegistry) -> None:
    """Serve them, and those of this process, on a loopback port from a thread of its own; without a port, nothing.

    `own` are registries of this process beside the usual one.
    A port that is taken is told in the log: what the process is for goes on without it.
    """
    if port is None:
        return
    registry = CollectorRegistry()
    registry.register(Figures(store, clock))
    for each in (REGISTRY, *own):
        registry.register(each)
    try:
        start_http_server(port, _LOOPBACK, registry)
    except OSError as error:
        _log.error("no /metrics on port %d: %s", port, error)


def _counted(store: Store, clock: Clock, fired: int) -> Iterator[Metric]:
    yield GaugeMetricFamily(
        "xiaohao_sweep_lag_seconds", "For how long the oldest step that has not fired is due", value=_lag(store, clock)
    )
    yield GaugeMetricFamily("xiaohao_relay_lag_events", "Events not yet published", value=unpublished(store, _COUNTED))
    yield GaugeMetricFamily(
        "xiaohao_counting_lag_seconds",
        "For how long the oldest change waits that is not in the counters yet",
        value=counting_lag(store),
    )
    yield from _search_lag(store)
    deliveries = GaugeMetricFamily("xiaohao_deliveries", "Messages that wait, or were given up", labels=["state"])
    deliveries.add_metric(["waiting"], _count(store, "deliveries", {"next_try_at": {"$exists": True}}))
    deliveries.add_metric(["failed"], _count(store, "deliveries", {"state": "failed"}))
    yield deliveries
    yield GaugeMetricFamily(
        "xiaohao_notices_waiting",
        "Notices whose message has not gone yet: to be sent with others, after quiet hours, in a digest",
        # By what the index of those alone has, so that none is read.
        value=_count(store, "deliveries", {"fold": {"$gt": ""}}),
    )
    yield GaugeMetricFamily(
        "xiaohao_dead_letters",
        "Records that could not enter the ledger",
        value=_count(store, "dead_letters", {"replayed": {"$ne": True}}),
    )
    yield CounterMetricFamily("xiaohao_alerts_fired", "Alerts that were fired", value=fired)
    yield GaugeMetricFamily(
        "xiaohao_issues_archived", "Issues in the archive", value=store["issues_archived"].estimated_document_count()
    )


def _search_lag(store: Store) -> Iterator[Metric]:
    """By host; nothing where no index is kept."""
    indexes = indexed(store)
    lag = GaugeMetricFamily(
        "xiaohao_search_lag_seconds", "For how long the oldest change waits that searches miss", labels=["host"]
    )
    for host in sorted({each.host for each in indexes}):
        lag.add_metric([host], max(each.behind for each in indexes if each.host == host))
    if indexes:
        yield lag


def _fired(store: Store) -> int:
    """All alerts, the archive's first: what is moved meanwhile is missed, and never counted twice."""
    return sum(store[name].estimated_document_count() for name in ("alerts_archived", "alerts"))


def _lag(store: Store, clock: Clock) -> float:
    now = clock.now()
    oldest = store["issues"].find_one(due_by(now), {"next_due_at": 1}, sort=[("next_due_at", pymongo.ASCENDING)])
    return 0.0 if oldest is None else max(0.0, (now - oldest["next_due_at"]).total_seconds())


def _count(store: Store, collection: str, query: Document) -> int:
    """How many there are, up to a hundred thousand."""
    return store[collection].count_documents(query, limit=_COUNTED)
