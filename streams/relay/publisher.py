"""Knows how messages get onto Kafka for good: idempotent, on all replicas, in order, however long that takes."""

import logging
from collections.abc import Callable
from typing import Any, Final

from kafka import KafkaProducer
from kafka.errors import KafkaError, KafkaTimeoutError

from ledger.groundwork.brokers import Brokers
from mobile_schema.topics import MAX_MESSAGE_BYTES
from streams.by_county import ByCounty
from streams.relay.messages import Message

_SLICE_SECONDS: Final = 1.0
# A batch that expired while later ones arrive would break the order: none expires.
_NEVER_MS: Final = 2**31 - 1
# What headers may add to the largest message that a topic takes.
_HEADROOM_BYTES: Final = 64 * 1024

_log = logging.getLogger(__name__)


class NotConfirmedError(KafkaError):  # type: ignore[misc]  # kafka-python has no types
    """The brokers did not confirm in the time given; they may have the message all the same."""


class SenderEndedError(KafkaError):  # type: ignore[misc]  # kafka-python has no types
    """The producer's thread has ended: nothing is sent any more, however long one waits."""


class Publisher:
    """One producer. `waiting` is called about every second while the brokers keep it waiting; it may raise to end that.

    Raises kafka.errors.KafkaError for what no waiting cures: a message that is too large, a sender that has ended.
    """

    def __init__(self, brokers: Brokers, waiting: Callable[[], None]) -> None:
        self._waiting = waiting
        self._producer = self._connected(brokers)
        self._sent: list[Any] = []

    @property
    def unconfirmed(self) -> int:
        """How many messages wait to be confirmed."""
        return len(self._sent)

    def send(self, message: Message) -> None:
        """Hand a message to the producer."""
        while True:
            try:
                sent = self._producer.send(message.topic, value=message.value, key=message.key, headers=message.headers)
            except KafkaTimeoutError:
                self._wait()
            else:
                self._sent.append(sent)
                return

    def confirm(self) -> None:
        """Wait until the brokers have everything sent."""
        while not self._flushed():
            self._wait()
        sent, self._sent = self._sent, []
        for future in sent:
            future.get(timeout=_SLICE_SECONDS)

    def close(self) -> None:
        """End; what is not confirmed yet may or may not arrive."""
        try:
            self._producer.close(timeout=_SLICE_SECONDS)
        except KafkaTimeoutError:
            """The process ends, and the unsent with it."""

    def _wait(self) -> None:
        if not self._producer._sender.is_alive():
            raise SenderEndedError("the producer's thread has ended")
        self._waiting()

    def _flushed(self) -> bool:
        try:
            self._producer.flush(timeout=_SLICE_SECONDS)
        except KafkaTimeoutError:
            return False
        return True

    def _connected(self, brokers: Brokers) -> KafkaProducer:
        while True:
            try:
                return KafkaProducer(
                    **brokers.options(),
                    enable_idempotence=True,
                    acks="all",
                    partitioner=ByCounty(),
                    linger_ms=5,
                    bootstrap_timeout_ms=1_000 * _SLICE_SECONDS,
                    max_block_ms=1_000 * _SLICE_SECONDS,
                    delivery_timeout_ms=_NEVER_MS,
                    max_request_size=MAX_MESSAGE_BYTES + _HEADROOM_BYTES,
                )
            except KafkaError as error:
                _log.warning("Kafka does not answer yet: %r", error)
                self._waiting()
