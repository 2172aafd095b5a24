"""Knows how events and dead letters get from MongoDB to Kafka: by a change stream, marked after the brokers have them.

A crash publishes some again under the same `ce_id`. One relay works at a time, which keeps the order per issue.
"""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from pymongo.errors import PyMongoError

from ledger.mongo.connection import Document, Store, connect
from ledger.mongo.figures import serve_figures
from ledger.mongo.leases import Lease
from ledger.mongo.shared_clock import clock_of
from ledger.mongo.tailing import HistoryLost, Stream
from streams import logs
from streams.relay.history import pages_since
from streams.relay.messages import Message, message_of_dead_letter, messages_of_event
from streams.relay.outbox import BATCH, DEAD_LETTERS, EVENTS, next_insert, open_stream
from streams.relay.place import Mark, Marks
from streams.relay.publisher import Publisher
from streams.settings import Settings

JOB: Final = "relay"
_RENEW_SECONDS: Final = 2.0
_REST_SECONDS: Final = 1.0

_log = logging.getLogger(__name__)


class _Stopped(Exception):
    """The process was told to end."""


class LeaseLost(Exception):
    """Another relay publishes now; this one must end, since what it has sent may still be on its way."""


class Relay:
    """One relay; it ends when `stop` is set."""

    def __init__(self, store: Store, brokers: list[str], stop: threading.Event) -> None:
        self._store = store
        self._brokers = brokers
        self._stop = stop
        holder = f"{socket.gethostname()}/{os.getpid()}/{id(self)}"
        self._lease = Lease(store, JOB, holder)
        self._marks = Marks(store, holder)
        self._renewed = 0.0

    def run(self) -> None:
        """Publish until told to stop; wait while MongoDB or Kafka is away or another relay works.

        Raises LeaseLost, MarkLost, and kafka.errors.KafkaError for what no waiting cures.
        """
        try:
            self._wait_for_turn()
            publisher = Publisher(self._brokers, self._stay)
            try:
                self._publish(publisher)
            finally:
                publisher.close()
        except _Stopped:
            _log.info("the relay ends")
        finally:
            self._let_go()

    def _wait_for_turn(self) -> None:
        while not self._claimed():
            self._stop.wait(_REST_SECONDS)
            if self._stop.is_set():
                raise _Stopped

    def _claimed(self) -> bool:
        try:
            return self._lease.claim()
        except PyMongoError as error:
            _log.warning("the relay waits for MongoDB: %r", error)
            return False

    def _let_go(self) -> None:
        try:
            self._lease.release()
        except PyMongoError as error:
            _log.info("the lease runs out by itself: %r", error)

    def _publish(self, publisher: Publisher) -> None:
        """Publish from the mark on; when MongoDB was away, from the mark again."""
        while True:
            try:
                self._resume(self._marks.take_over(), publisher)
            except (PyMongoError, HistoryLost) as error:
                _log.warning("the relay begins again from its mark: %r", error)
                self._stop.wait(_REST_SECONDS)
            if self._stop.is_set():
                raise _Stopped

    def _resume(self, mark: Mark, publisher: Publisher) -> None:
        if mark.token is not None:
            try:
                with open_stream(self._store, mark.token) as stream:
                    self._follow(stream, publisher, mark.at)
                    return
            except HistoryLost as lost:
                mark = self._marks.take_over()
                _log.error("publishing again what was written since %s: %s", mark.at, lost)
        with open_stream(self._store, None) as stream:
            latest = self._catch_up(publisher, mark.at)
            self._follow(stream, publisher, latest)

    def _follow(self, stream: Stream, publisher: Publisher, latest: datetime | None) -> None:
        """Publish what the stream brings; the mark follows what the brokers have confirmed."""
        self._settle(stream, publisher, latest)
        while not self._stop.is_set():
            insert = next_insert(stream)
            if insert is not None:
                latest = _send(publisher, insert[0], [insert[1]], latest)
            waiting = publisher.unconfirmed
            if waiting >= BATCH or (waiting and insert is None) or self._is_time():
                self._settle(stream, publisher, latest)
        self._settle(stream, publisher, latest)

    def _catch_up(self, publisher: Publisher, since: datetime | None) -> datetime | None:
        """Publish what is there already; the stream opened before this brings what comes meanwhile."""
        latest = since
        for collection in (EVENTS, DEAD_LETTERS):
            for page in pages_since(self._store, collection, since):
                latest = _send(publisher, collection, page, latest)
                publisher.confirm()
                self._stay()
        return latest

    def _settle(self, stream: Stream, publisher: Publisher, latest: datetime | None) -> None:
        token = stream.resume_token
        publisher.confirm()
        self._marks.save(Mark(dict(token) if token else None, latest))
        self._renew()

    def _is_time(self) -> bool:
        return time.monotonic() - self._renewed > _RENEW_SECONDS

    def _stay(self) -> None:
        """Renew the lease when it is time. Raises LeaseLost, or _Stopped when told to end."""
        if self._stop.is_set():
            raise _Stopped
        self._renew()

    def _renew(self) -> None:
        if self._is_time():
            if not self._lease.claim():
                raise LeaseLost(f"{JOB} is held by another")
            self._renewed = time.monotonic()


def _send(
    publisher: Publisher, collection: str, documents: Iterable[Document], latest: datetime | None
) -> datetime | None:
    """Hand documents to the publisher; the latest time of an event among them and before."""
    for document in documents:
        for message in _messages(collection, document):
            publisher.send(message)
        if collection == EVENTS and (latest is None or document["at"] > latest):
            latest = document["at"]
    return latest


def _messages(collection: str, document: Document) -> Iterable[Message]:
    return messages_of_event(document) if collection == EVENTS else (message_of_dead_letter(document),)


def run() -> None:
    """Run the relay in this process until SIGTERM or SIGINT."""
    settings = Settings.from_environment()
    logs.set_up(settings.log)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    store = connect(settings.mongo_url, settings.introduced_as("relay"))
    serve_figures(store, clock_of(settings.clock, store), settings.metrics_port)
    try:
        Relay(store, settings.brokers, stop).run()
    finally:
        store.close()
