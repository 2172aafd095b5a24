"""Knows how events and dead letters get from MongoDB to Kafka: by a change stream, marked after the brokers have them.

A crash publishes some again under the same `ce_id`. Each slot of the issues is published by one relay at a time; two
that believe to have it do no harm: each sends what follows a mark whole and in order, so that an event is first seen
after those before it.
"""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from bson import Timestamp
from pymongo.errors import PyMongoError

from ledger.groundwork.brokers import Brokers
from ledger.jobs.shares import Shares
from ledger.mongo.connection import Document, Store, connect
from ledger.mongo.figures import serve_figures
from ledger.mongo.shared_clock import clock_of
from ledger.mongo.slots import SLOTS
from ledger.mongo.tailing import HistoryLost, Stream, moment_of
from streams import logs
from streams.relay.history import pages_between
from streams.relay.messages import Message, message_of_dead_letter, messages_of_event
from streams.relay.outbox import (
    BATCH,
    DEAD_LETTERS,
    EVENTS,
    next_insert,
    open_stream,
    present_moment,
)
from streams.relay.place import Had, Mark, Marks
from streams.relay.publisher import Publisher
from streams.settings import Settings

JOB: Final = "relay"
_RENEW_SECONDS: Final = 2.0
_REST_SECONDS: Final = 1.0

_log = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another relay publishes now; this one must end, since what it has sent may still be on its way."""


class _Stopped(Exception):
    """The process was told to end."""


class Relay:
    """One relay; it ends when `stop` is set."""

    def __init__(self, store: Store, brokers: Brokers, stop: threading.Event) -> None:
        self._store = store
        self._brokers = brokers
        self._stop = stop
        holder = f"{socket.gethostname()}/{os.getpid()}/{id(self)}"
        self._shares = Shares(store, JOB, holder, SLOTS)
        self._slots: tuple[int, ...] = ()
        self._marks = Marks(store, holder)
        self._renewed = 0.0
        self._divided_anew = False

    def run(self) -> None:
        """Publish until told to stop; wait while MongoDB or Kafka is away or other relays have it all.

        Raises LeaseLost, MarkLost, and kafka.errors.KafkaError for what no waiting cures.
        """
        try:
            self._wait_for_turn()
            publisher = self._connected()
            try:
                self._publish(publisher)
            finally:
                publisher.close()
        except _Stopped:
            _log.info("the relay ends")
        finally:
            self._let_go()

    def _connected(self) -> Publisher:
        """A publisher; nothing was sent yet, so that whatever happens to MongoDB or the part meanwhile, it waits on."""
        while True:
            try:
                return Publisher(self._brokers, self._stay)
            except (PyMongoError, LeaseLost) as error:
                _log.warning("the relay claims its part again before it reaches Kafka: %r", error)
                self._wait_for_turn()

    def _wait_for_turn(self) -> None:
        while not self._taken():
            self._stop.wait(_REST_SECONDS)
            if self._stop.is_set():
                raise _Stopped

    def _taken(self) -> bool:
        """Claim a part, and let go of what is others'; whether some slots are its own now.

        What was sent and is not confirmed, since MongoDB was away, does no harm: it follows a mark that did not move.
        """
        try:
            self._slots = self._shares.claim()
        except PyMongoError as error:
            _log.warning("the relay waits for MongoDB: %r", error)
            return False
        self._renewed, self._divided_anew = time.monotonic(), False
        return bool(self._slots)

    def _let_go(self) -> None:
        try:
            self._shares.release()
        except PyMongoError as error:
            _log.info("the leases run out by themselves: %r", error)

    def _publish(self, publisher: Publisher) -> None:
        """Publish from the marks on; when MongoDB was away or others came or went, from the marks again."""
        while True:
            try:
                _log.info("publishing the slots %s of the issues", list(self._slots))
                self._resume(self._slots, publisher)
            except PyMongoError as error:
                _log.warning("the relay begins again from its marks: %r", error)
                self._stop.wait(_REST_SECONDS)
            if self._stop.is_set():
                raise _Stopped
            self._wait_for_turn()

    def _resume(self, slots: Collection[int], publisher: Publisher) -> None:
        """From the ledger what no stream brings; once all slots have a token, the stream from the least one on."""
        marks = self._marks.take_over(slots)
        behind = {slot: mark for slot, mark in marks.items() if mark.token is None}
        if behind:
            self._catch_up(behind, publisher)
            return
        first = min(marks.values(), key=lambda mark: mark.place)
        try:
            with open_stream(self._store, slots, dict(first.token or {})) as stream:
                self._follow(slots, stream, publisher, Had(marks))
        except HistoryLost as lost:
            self._forget(self._marks.take_over(slots), lost)

    def _forget(self, marks: Mapping[int, Mark], lost: HistoryLost) -> None:
        """No stream goes on from the least of these marks: what was written since has to be read from the ledger."""
        first = min(marks.values(), key=lambda mark: mark.place)
        _log.error("publishing again what was written since %s: %s", first.written, lost)
        self._marks.forget_tokens([slot for slot, mark in marks.items() if mark.place == first.place])

    def _follow(self, slots: Collection[int], stream: Stream, publisher: Publisher, had: Had) -> None:
        """Publish what the stream brings; the marks follow what the brokers have confirmed."""
        self._settle(slots, stream, publisher)
        while not (self._stop.is_set() or self._divided_anew):
            insert = next_insert(stream)
            if insert is not None and insert not in had:
                _send(publisher, insert.collection, [insert.document])
            waiting = publisher.unconfirmed
            if waiting >= BATCH or (waiting and insert is None) or self._is_time():
                self._settle(slots, stream, publisher)
        self._settle(slots, stream, publisher)

    def _catch_up(self, behind: Mapping[int, Mark], publisher: Publisher) -> None:
        """Publish what is there already, dead letters first: the marks move with the events.

        When the slots are divided anew meanwhile it ends, to be begun again from there with those that are left.
        """
        moment = present_moment(self._store)
        since = min((mark.written for mark in behind.values()), key=lambda written: written or Timestamp(0, 0))
        for collection in (DEAD_LETTERS, EVENTS):
            for page in pages_between(self._store, collection, behind, since, moment):
                self._stay()
                if self._divided_anew:
                    return
                _send(publisher, collection, page)
                publisher.confirm()
                if collection == EVENTS:
                    self._marks.save(behind, Mark(written=page[-1]["written"]))
        self._marks.save(behind, Mark(moment.token, moment.time))

    def _settle(self, slots: Collection[int], stream: Stream, publisher: Publisher) -> None:
        token = stream.resume_token
        publisher.confirm()
        if token is not None:
            self._marks.save(slots, Mark(dict(token), moment_of(token)))
        self._renew()

    def _is_time(self) -> bool:
        return time.monotonic() - self._renewed > _RENEW_SECONDS

    def _stay(self) -> None:
        """Renew the leases when it is time. Raises LeaseLost, or _Stopped when told to end."""
        if self._stop.is_set():
            raise _Stopped
        self._renew()

    def _renew(self) -> None:
        if self._is_time():
            held, self._divided_anew = self._shares.renew()
            if held != self._slots:
                raise LeaseLost(f"a slot of {self._shares.holder} is held by another")
            self._renewed = time.monotonic()


def _send(publisher: Publisher, collection: str, documents: Iterable[Document]) -> None:
    for document in documents:
        for message in _messages(collection, document):
            publisher.send(message)


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
