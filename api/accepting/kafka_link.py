"""Knows one connected Kafka producer: acks=all, idempotent, its confirmations brought to the event loop.

kafka-python has no asyncio client: confirmations come on its own thread. They are collected and handed over in one
call per burst, since each wake-up of the loop costs more than the confirmation itself.
"""

import asyncio
import time
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, Final

from kafka import KafkaProducer
from kafka.errors import KafkaError, MessageSizeTooLargeError
from kafka.partitioner.abc import Partitioner
from kafka.partitioner.default import murmur2

from api.accepting.publisher import BrokerAway, Message
from mobile_schema.topics import MAX_MESSAGE_BYTES

_BLOCK_MS: Final = 2_000
_REQUEST_MS: Final = 4_000
_DELIVERY_MS: Final = 5_000
# Past kafka-python's own time-out: 3.0 leaves a partition muted for ever when a request hangs and expires
# (seen with a stopped broker), and then never says a word about the records behind it.
PATIENCE_SECONDS: Final = 6.0
_MOST_WAITING: Final = 5_000

Waiter = asyncio.Future[None]


@lru_cache(maxsize=4096)
def _hash(key: bytes) -> int:
    """As every Kafka client hashes a key; projects are few, and hashing one in Python takes a while."""
    return int(murmur2(key)) & 0x7FFFFFFF


class _ByKey(Partitioner):  # type: ignore[misc] # kafka-python has no types
    """Every report has a key; a topic's partitions are numbered from 0, and known before anything is sent."""

    def partition(self, topic: str, _key: Any, key: bytes, *seen: Any) -> int:
        *_, cluster = seen
        return _hash(key) % len(cluster.partitions_for_topic(topic))


class _Producer(KafkaProducer):  # type: ignore[misc] # kafka-python has no types
    def knows(self, topic: str) -> bool:
        """Whether `send` would find the topic's partitions without blocking."""
        return self._metadata.partitions_for_topic(topic) is not None

    def linked(self) -> bool:
        """Whether a connection to some broker stands: that of a killed one is closed at once."""
        connections = self._sender._client._manager._conns
        return any(connection.connected for connection in list(connections.values()))

    def abandon(self) -> None:
        """End the sending thread whatever it waits for; `close` raises and leaves it running when a batch is stuck."""
        self._unregister_cleanup()
        self._sender.force_close()
        self._closed = True


class KafkaLink:
    """A producer and the records that wait for its confirmation. Made on any thread, used on the loop's."""

    def __init__(self, brokers: Sequence[str], topics: Iterable[str], loop: asyncio.AbstractEventLoop) -> None:
        """Connect, within seconds. Raises kafka.errors.KafkaError when no broker answers or a topic is missing."""
        self._loop = loop
        self._waiting: deque[tuple[float, Waiter]] = deque()
        self._settled: deque[tuple[Waiter, Any]] = deque()
        self._handing_over = False
        self.failed = False
        self.ends: dict[tuple[str, int], int] = {}
        self._producer = _Producer(
            bootstrap_servers=list(brokers),
            client_id="xiaohao-api",
            acks="all",
            enable_idempotence=True,
            partitioner=_ByKey(),
            linger_ms=4,
            batch_size=256 * 1024,
            max_request_size=MAX_MESSAGE_BYTES,
            max_block_ms=_BLOCK_MS,
            request_timeout_ms=_REQUEST_MS,
            delivery_timeout_ms=_DELIVERY_MS,
            bootstrap_timeout_ms=_BLOCK_MS,
            reconnect_backoff_max_ms=500,
            allow_auto_create_topics=False,
            metrics_enabled=False,
        )
        try:
            for topic in topics:
                self._producer.partitions_for(topic)
        except KafkaError:
            self.close()
            raise

    @property
    def lost(self) -> bool:
        """Whether it is of no more use: a record failed, or no broker is connected any more."""
        return self.failed or not self._producer.linked()

    async def publish(self, message: Message) -> None:
        """Return when all in-sync replicas have the record. Raises BrokerAway."""
        if len(self._waiting) >= _MOST_WAITING:
            raise BrokerAway("too many reports wait for the broker")
        if not self._producer.knows(message.topic):
            raise BrokerAway(f"the broker does not say where {message.topic} is")
        waiter: Waiter = self._loop.create_future()
        try:
            sent = self._producer.send(message.topic, message.value, message.key, message.headers)
        except MessageSizeTooLargeError:
            raise
        except KafkaError as error:
            self.failed = True
            raise BrokerAway(str(error)) from error
        self._waiting.append((time.monotonic() + PATIENCE_SECONDS, waiter))
        sent.add_both(self._settle, waiter)
        await waiter

    def expire(self, now: float) -> None:
        """Give up on records that wait too long; drop those that are done."""
        while self._waiting:
            until, waiter = self._waiting[0]
            if not waiter.done():
                if now < until:
                    return
                self.failed = True
                waiter.set_exception(BrokerAway("the broker did not confirm in time"))
            self._waiting.popleft()

    @property
    def idle(self) -> bool:
        """Whether nothing waits for a confirmation."""
        return all(waiter.done() for _, waiter in self._waiting)

    async def drain(self) -> None:
        """Wait, for a bounded time, until nothing waits for a confirmation."""
        waiters = [waiter for _, waiter in self._waiting if not waiter.done()]
        if waiters:
            await asyncio.wait(waiters, timeout=PATIENCE_SECONDS)

    def close(self) -> None:
        """Disconnect at once. Records on their way may or may not arrive."""
        self._producer.abandon()

    def _settle(self, waiter: Waiter, outcome: Any) -> None:
        """On the producer's thread."""
        self._settled.append((waiter, outcome))
        if not self._handing_over:
            self._handing_over = True
            with suppress(RuntimeError):  # the loop is gone: the process ends
                self._loop.call_soon_threadsafe(self._hand_over)

    def _hand_over(self) -> None:
        self._handing_over = False
        while self._settled:
            waiter, outcome = self._settled.popleft()
            if isinstance(outcome, BaseException):
                self.failed = True
                if not waiter.done():
                    waiter.set_exception(BrokerAway(str(outcome)))
                continue
            place = (outcome.topic, outcome.partition)
            self.ends[place] = max(self.ends.get(place, 0), outcome.offset + 1)
            if not waiter.done():
                waiter.set_result(None)
        self.expire(time.monotonic())
