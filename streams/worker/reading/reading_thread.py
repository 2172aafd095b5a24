"""Knows the thread in which the driver reads Kafka, and when what runs in it ends the worker."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any, Final

from aiokafka.structs import OffsetAndMetadata, TopicPartition
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

# A partition that was just read is asked for again when the fetch under way for the others returns.
_FETCH_WAIT_MS: Final = 50
# Of all partitions together; an answer lies there twice while it is taken apart. One record alone may have more.
_FETCH_BYTES: Final = 8 * 1024 * 1024
_COMMIT_SECONDS: Final = 5.0
_ANSWER_SECONDS: Final = 1.0

_log = logging.getLogger(__name__)
_framework_log = logging.getLogger("faust.transport.ledger")


class TaskEndedError(Exception):
    """What fetches in the background, or keeps this worker in its group, has ended: so must the worker."""


class ReadingThread(driver.AIOKafkaConsumerThread):
    """The driver's thread; a commit that fails is no reason to end the worker, a background task that ended is."""

    logger = _framework_log

    def _create_worker_consumer(self, transport: Any) -> Any:
        consumer = super()._create_worker_consumer(transport)
        consumer._fetch_max_wait_ms = _FETCH_WAIT_MS
        consumer._fetch_max_bytes = _FETCH_BYTES
        return consumer

    async def _fetch_records(
        self,
        consumer: Any,
        active_partitions: set[TP],
        timeout: float | None = None,  # noqa: ASYNC109 - faust's signature
        max_records: int | None = None,
    ) -> Any:
        """The driver passes by the calls in which the client would tell of its background tasks."""
        if not (consumer._closed or consumer._fetcher._closed):
            _require_background(consumer)
        return await super()._fetch_records(consumer, active_partitions, timeout, max_records)

    async def unheard(self, partitions: set[TP]) -> dict[TP, tuple[int, int]]:
        """Those of which nothing waits here, though they reach further: where the client waits, and their ends.

        The ends are asked on the connections on which records are fetched, which answer in order: what was fetched
        before had come. Raises TimeoutError or KafkaError while one of their brokers is away.
        """
        found: dict[TP, tuple[int, int]] = await self.call_thread(self._unheard, self._ensure_consumer(), partitions)
        return found

    async def _unheard(self, consumer: Any, partitions: set[TP]) -> dict[TP, tuple[int, int]]:
        async with asyncio.timeout(_ANSWER_SECONDS):
            ends = await consumer.end_offsets(partitions)
            waits = {tp: await consumer.position(tp) for tp in partitions if tp not in consumer._fetcher._records}
        return {tp: (at, ends[tp]) for tp, at in waits.items() if at < ends[tp]}

    async def _commit(self, offsets: Mapping[TP, int]) -> bool:
        consumer = self._ensure_consumer()
        mine = self.assignment()
        copied = {TopicPartition(*tp): OffsetAndMetadata(offset, "") for tp, offset in offsets.items() if tp in mine}
        try:
            await asyncio.wait_for(consumer.commit(copied), _COMMIT_SECONDS)
        except Exception as error:
            _log.info("offsets not committed to Kafka, which does no harm: %r", error)
            return False
        return True


def _require_background(consumer: Any) -> None:
    """Raises TaskEndedError when a task without which nothing is read, or no partition handed over, has ended."""
    fetching: asyncio.Task[None] = consumer._fetcher._fetch_task
    if fetching.done():
        raise TaskEndedError("nothing is fetched any more") from fetching.exception()
    try:
        consumer._coordinator.check_errors()
    except Exception as error:
        raise TaskEndedError("no longer in the group") from error
