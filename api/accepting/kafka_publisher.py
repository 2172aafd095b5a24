"""Knows how reports reach Kafka through outages: one producer at a time, replaced as soon as it fails.

A producer that failed once, or has lost every broker, is not trusted again: its records run out in their own time,
new ones go to its successor. While there is none, a report is refused at once instead of kept waiting.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from typing import Final

from kafka.errors import KafkaError

from api.accepting.kafka_link import KafkaLink
from api.accepting.publisher import BrokerAway, Message
from mobile_schema.topics import INCIDENTS, SITE_VISITS

_LOG: Final = logging.getLogger("xiaohao.api")
_LOOK_SECONDS: Final = 0.1
_PAUSE_SECONDS: Final = 0.5


class KafkaPublisher:
    """A `Publisher` on Apache Kafka."""

    def __init__(self, brokers: Sequence[str]) -> None:
        self._brokers = list(brokers)
        self._link: KafkaLink | None = None
        self._retired: list[KafkaLink] = []
        self._ends: dict[tuple[str, int], int] = {}
        self._keeper: asyncio.Task[None] | None = None

    @property
    def connected(self) -> bool:
        """Whether the broker is known and its topics are there."""
        return self._link is not None and not self._link.lost

    async def start(self) -> None:
        """Begin to connect; does not wait for it."""
        self._keeper = asyncio.create_task(self._keep())

    async def publish(self, message: Message) -> None:
        """Return when all in-sync replicas have the record. Raises BrokerAway within `kafka_link.PATIENCE_SECONDS`."""
        link = self._link
        if link is None or link.lost:
            raise BrokerAway("no broker answers")
        await link.publish(message)

    async def stop(self) -> None:
        """Let what is on its way arrive, for a bounded time, and disconnect."""
        if self._link is not None:
            await self._link.drain()
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])
        for link in [*self._retired, self._link]:
            if link is not None:
                link.close()

    def ends(self) -> dict[tuple[str, int], int]:
        """The offset after the last record this process published, by (topic, partition)."""
        return self._ends | (self._link.ends if self._link else {})

    async def _keep(self) -> None:
        """As long as the process lives: see that there is a producer, and that nothing waits for ever."""
        connecting: asyncio.Task[KafkaLink | None] | None = None
        try:
            while True:
                if connecting is not None and connecting.done():
                    self._link, connecting = connecting.result(), None
                self._look(time.monotonic())
                if self._link is None and connecting is None:
                    connecting = asyncio.create_task(self._connect())
                await asyncio.sleep(_LOOK_SECONDS)
        finally:
            if connecting is not None:
                await asyncio.wait([connecting])
                self._link = connecting.result()

    def _look(self, now: float) -> None:
        if self._link is not None:
            self._link.expire(now)
            if self._link.lost:
                _LOG.warning("Kafka is gone or did not confirm; connecting anew")
                self._ends |= self._link.ends
                self._retired.append(self._link)
                self._link = None
        for link in list(self._retired):
            link.expire(now)
            if link.idle:
                self._retired.remove(link)
                link.close()

    async def _connect(self) -> KafkaLink | None:
        loop = asyncio.get_running_loop()
        topics = (SITE_VISITS.name, INCIDENTS.name)
        try:
            link = await asyncio.to_thread(KafkaLink, self._brokers, topics, loop)
        except (KafkaError, OSError, ValueError) as error:
            _LOG.warning("Kafka at %s does not answer: %s", ",".join(self._brokers), error)
            await asyncio.sleep(_PAUSE_SECONDS)
            return None
        _LOG.info("Kafka at %s answers", ",".join(self._brokers))
        return link
