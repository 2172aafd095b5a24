"""Knows how reports reach Kafka through outages: one aiokafka producer at a time, replaced as soon as it fails.

A producer that failed once, or reaches no broker, is not trusted again: what it holds it still brings to Kafka when it
can, new records go to its successor. While there is none, a report is refused at once instead of kept waiting.
"""

import asyncio
import logging
from typing import Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError, UnknownTopicOrPartitionError

from api.accepting.publisher import BrokerAway, Message
from ledger.groundwork.brokers import Brokers
from mobile_schema.partitions import partition_of
from mobile_schema.topics import BY_COUNTY, MAX_MESSAGE_BYTES

_LOG: Final = logging.getLogger("xiaohao.api")
_TOPICS: Final = tuple(topic.name for topic in BY_COUNTY)
_LOOK_SECONDS: Final = 0.1
_PAUSE_SECONDS: Final = 0.5
_REQUEST_MS: Final = 4_000
# Ours, not aiokafka's: an idempotent producer tries again for ever and never gives a record up.
PATIENCE_SECONDS: Final = 6.0


class KafkaPublisher:
    """A `Publisher` on Apache Kafka: acks=all, idempotent."""

    def __init__(self, brokers: Brokers) -> None:
        self._brokers = brokers
        self._producer: AIOKafkaProducer | None = None
        self._retired: set[asyncio.Task[None]] = set()
        self._ends: dict[tuple[str, int], int] = {}
        self._keeper: asyncio.Task[None] | None = None

    @property
    def connected(self) -> bool:
        """Whether the broker is known and its topics are there."""
        return self._producer is not None

    async def start(self) -> None:
        """Begin to connect; does not wait for it."""
        self._keeper = asyncio.create_task(self._keep())

    async def publish(self, message: Message) -> None:
        """Return when all in-sync replicas have the record. Raises BrokerAway within `PATIENCE_SECONDS`."""
        producer = self._producer
        if producer is None:
            raise BrokerAway("no broker answers")
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                if not await _reaches(producer):
                    raise TimeoutError("no broker answers any more")
                record = await producer.send_and_wait(
                    message.topic, message.value, message.key, headers=message.headers
                )
        except MessageSizeTooLargeError:
            raise
        except (KafkaError, TimeoutError) as error:
            self._replace(producer)
            raise BrokerAway(str(error) or "the broker did not confirm in time") from error
        place = (record.topic, record.partition)
        self._ends[place] = max(self._ends.get(place, 0), record.offset + 1)

    async def stop(self) -> None:
        """Let what is on its way arrive, for a bounded time, and disconnect."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])
        if self._producer is not None:
            await asyncio.wait([self._retire(self._producer)], timeout=PATIENCE_SECONDS)

    def ends(self) -> dict[tuple[str, int], int]:
        """The offset after the last record this process published, by (topic, partition)."""
        return dict(self._ends)

    async def _keep(self) -> None:
        """As long as the process lives: see that there is a producer, and that it reaches a broker."""
        while True:
            producer = self._producer
            try:
                if producer is None:
                    await self._connect()
                elif not await _reaches(producer):
                    self._replace(producer)
            except Exception:
                _LOG.exception("the look at Kafka failed, and is made again")
                if producer is not None:
                    self._replace(producer)
            await asyncio.sleep(_LOOK_SECONDS)

    async def _connect(self) -> None:
        """Make a producer, within seconds; without a broker or a topic there is none, and a pause."""
        producer = AIOKafkaProducer(
            **self._brokers.options(),
            client_id="xiaohao-api",
            acks="all",
            enable_idempotence=True,
            partitioner=_by_county,
            # What comes while a request is under way goes with the next one; alone, a record waits for nothing.
            linger_ms=0,
            max_batch_size=256 * 1024,
            max_request_size=MAX_MESSAGE_BYTES,
            request_timeout_ms=_REQUEST_MS,
        )
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await producer.start()
                await _find_topics(producer)
        except (KafkaError, OSError, ValueError) as error:
            self._retire(producer)
            _LOG.warning("Kafka at %s does not answer: %s", ",".join(self._brokers.addresses), error)
            await asyncio.sleep(_PAUSE_SECONDS)
        except asyncio.CancelledError:
            self._retire(producer)
            raise
        else:
            self._producer = producer
            _LOG.info("Kafka at %s answers", ",".join(self._brokers.addresses))

    def _replace(self, producer: AIOKafkaProducer) -> None:
        """Let nothing more go to a producer; the keeper makes another."""
        if self._producer is producer:
            _LOG.warning("Kafka is gone or did not confirm; connecting anew")
            self._producer = None
            self._retire(producer)

    def _retire(self, producer: AIOKafkaProducer) -> asyncio.Task[None]:
        """End a producer once what it holds has arrived, which may be long after anybody waits for it."""
        ending = asyncio.create_task(producer.stop())
        self._retired.add(ending)
        ending.add_done_callback(self._retired.discard)
        return ending


def _by_county(key: bytes, partitions: list[int], _available: list[int]) -> int:
    return partition_of(key, len(partitions))


async def _reaches(producer: AIOKafkaProducer) -> bool:
    """Whether a connection to some broker stands, which costs no wait, or can be had."""
    for broker in producer.client.cluster.brokers():
        if await producer.client.ready(broker.nodeId):
            return True
    return False


async def _find_topics(producer: AIOKafkaProducer) -> None:
    """Learn the topics' partitions. Raises UnknownTopicOrPartitionError; asked by name, a broker might create them."""
    missing = set(_TOPICS) - (await producer.client.fetch_all_metadata()).topics()
    if missing:
        raise UnknownTopicOrPartitionError(", ".join(sorted(missing)))
    for topic in _TOPICS:
        await producer.partitions_for(topic)
