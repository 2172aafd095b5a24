"""Knows how a worker reads: from the positions in MongoDB, whatever Kafka has committed, a batch as one message.

faust's own bookkeeping can commit past a record in flight, so that it decides nothing here: the topics are read
without acks, after each assignment (and whenever the ledger says that the position moved) every partition is sought
to its stored position, and what is committed to Kafka is only a copy of that, for lag monitors.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Collection, Mapping
from typing import Any, Final, cast

from aiokafka.errors import ConsumerStoppedError, KafkaError
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, ConsumerMessage
from pymongo.errors import PyMongoError

from streams.worker.reading.batches import Batch, RawRecord
from streams.worker.reading.following import Following, OutOfPlaceError
from streams.worker.reading.places import Places
from streams.worker.reading.reading_thread import ReadingThread, TaskEndedError
from streams.worker.reading.standing_still import SILENT, Silence, StandingStill

_POLL_SECONDS: Final = 0.25
_RETRY_SECONDS: Final = 0.5
_LOOK_SECONDS: Final = 3.0
_FULL_SECONDS: Final = 0.05
_NOWHERE: Final = -1

_log = logging.getLogger(__name__)
_framework_log = logging.getLogger("faust.transport.ledger")


_FATAL: Final = (ConsumerStoppedError, TaskEndedError)


class LedgerConsumer(driver.Consumer):
    """Reads batches from where the ledger stands."""

    logger = _framework_log

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._place = 0
        self._generation_to_read = _NOWHERE
        self._placed = False
        self._taken_in: dict[TP, int] = {}
        self._standing = StandingStill(self, _FATAL)
        self._following = Following(self._standing.stands)
        self._silence = Silence()
        self._looked = time.monotonic()

    def _new_consumer_thread(self) -> ReadingThread:
        return ReadingThread(self, loop=self.loop, beacon=self.beacon)

    @property
    def _places(self) -> Places:
        return cast(LedgerTransport, self.transport).places

    async def perform_seek(self) -> None:
        """Called after each assignment: what was read before is stale; reading begins at the stored positions."""
        self._generation_to_read = self.app.consumer_generation_id
        self.lose_place()

    def lose_place(self) -> None:
        """Forget what was read and not yet taken in; the next read begins at the stored positions."""
        self._place += 1
        self._placed = False
        self._following.forget()

    def is_current(self, batch: Batch) -> bool:
        """Whether a batch was read since the place was last found."""
        return batch.place == self._place

    def partitions_read(self) -> list[str]:
        """What this worker reads now, as topic/partition."""
        return sorted(f"{tp.topic}/{tp.partition}" for tp in self._going_on()) if self._placed else []

    def standing_still(self) -> list[dict[str, Any]]:
        """What this worker cannot read on, as its sign of life says it."""
        return self._standing.told()

    def taken_in(self, batch: Batch) -> None:
        """The ledger has this batch: the offsets after it are copied to Kafka with the next commit."""
        self._taken_in.update({TP(batch.topic, partition): end for partition, end in batch.ends().items()})

    async def getmany(
        self,
        timeout: float,  # noqa: ASYNC109, ARG002 - faust's signature
    ) -> AsyncIterator[tuple[TP, ConsumerMessage]]:
        """The batches read now; records that find room in a batch still waiting for its agent join it."""
        if not self.flow_active:
            await self.wait(self.can_resume_flow)  # type: ignore[arg-type]  # as faust itself does
            return
        if not await self._find_place():
            await self.sleep(_RETRY_SECONDS if self.assignment() else _POLL_SECONDS)
            return
        for batch in self._batches(await self._read()):
            if self.is_current(batch):
                message = self._message(batch)
                yield message.tp, message

    async def force_commit(self, topics: Any = None, start_new_transaction: bool = True) -> bool:  # noqa: ARG002
        """Copy the stored positions to Kafka."""
        offsets, self._taken_in = self._taken_in, {}
        return bool(offsets) and bool(await self._commit(offsets))

    def verify_event_path(self, now: float, tp: TP) -> None:
        """faust's livelock detector goes by acks, which are off."""

    async def _find_place(self) -> bool:
        if self._placed:
            return True
        generation, place = self.app.consumer_generation_id, self._place
        assigned = self.assignment()
        if generation != self._generation_to_read or not assigned:
            return False
        try:
            beginnings = await self.earliest_offsets(*assigned)
            ends = await self.highwaters(*assigned)
            found = await asyncio.to_thread(self._places.find, _plain(beginnings), _plain(ends))
            if (generation, place) != (self.app.consumer_generation_id, self._place):
                return False
            sought = {TP(*where): offset for where, offset in found.items()}
            await self.seek_wait(sought)
        except ConsumerStoppedError:
            raise
        except Exception as error:
            _log.warning("cannot go to the stored positions yet: %r", error)
            return False
        self._following.begin(sought)
        self._standing.found(sought)
        self._placed = place == self._place
        return self._placed

    async def _read(self) -> Mapping[TP, list[RawRecord]]:
        place = self._place
        try:
            await self._look_at_those_that_stand()
            records = await self._read_all() if place == self._place else {}
        except BaseException as error:
            self.lose_place()
            if isinstance(error, asyncio.CancelledError) and not _is_asked_to_end():
                raise TaskEndedError("a read was given up by the client") from error
            raise
        return records if place == self._place else {}

    async def _read_all(self) -> Mapping[TP, list[RawRecord]]:
        """What comes of all partitions for which there is room; when one of them makes that fail, of each alone."""
        place, rooms = self._place, {tp: self._following.room_for(tp.topic) for tp in self._going_on()}
        readable = {tp for tp, room in rooms.items() if room}
        if not readable:
            await self.sleep(_FULL_SECONDS)
            return {}
        try:
            return await self.read_of(readable, _POLL_SECONDS, min(rooms[tp] for tp in readable))
        except _FATAL:
            raise
        except Exception as error:
            _log.warning("a read of all partitions failed, each is read alone: %r", error)
            if place != self._place:
                return {}
            return await self._standing.read_apart({tp: self._following.next[tp] for tp in sorted(readable)})

    def _going_on(self) -> set[TP]:
        return self._standing.others(self._following.next)

    async def read_of(self, partitions: Collection[TP], seconds: float, most: int) -> Mapping[TP, list[RawRecord]]:
        """What comes of these partitions within that time. Raises what reading them raises, or ConsumerStoppedError."""
        records: Mapping[TP, list[RawRecord]] = await self._thread.call_thread(
            self._thread._fetch_records,
            self._thread._ensure_consumer(),
            set(partitions),
            timeout=seconds,
            max_records=most,
        )
        return records

    async def _look_at_those_that_stand(self) -> None:
        """Every few seconds: whether one that stands still was skipped, or reads again, and whether one is silent."""
        if time.monotonic() - self._looked < _LOOK_SECONDS:
            return
        self._looked = time.monotonic()
        await self._look_at_the_silent()
        if not self._standing.places:
            return
        try:
            stored = await asyncio.to_thread(self._places.stored, list(self._standing.places))
        except PyMongoError as error:
            _log.warning("cannot look where the ledger stands: %r", error)
            return
        if self._standing.moved_past(stored) or await self._standing.can_go_on():
            self.lose_place()

    async def _look_at_the_silent(self) -> None:
        """One of which nothing comes, though the broker answers and it reaches further, stands still."""
        place = self._place
        try:
            unheard = await cast(ReadingThread, self._thread).unheard(self._going_on())
        except (KafkaError, TimeoutError) as error:
            _log.info("cannot ask how far the partitions reach: %r", error)
            unheard = {}
        silent = self._silence.kept_by({tp: at for tp, (at, _) in unheard.items()})
        for tp in silent if place == self._place else ():
            self._standing.stands(tp, self._following.next[tp], SILENT.format(unheard[tp][1]))

    def _batches(self, read: Mapping[TP, list[RawRecord]]) -> list[Batch]:
        try:
            return self._following.batches(read, self._place)
        except OutOfPlaceError:
            self.lose_place()
            return []

    def _message(self, batch: Batch) -> ConsumerMessage:
        last = batch.raw[-1]
        return ConsumerMessage(
            batch.topic,
            last.partition,
            last.offset,
            last.timestamp / 1000.0,
            last.timestamp_type,
            None,
            None,
            cast(bytes, batch),  # `BatchSchema` takes it out again
            None,
            0,
            batch.bytes,
            TP(last.topic, last.partition),
            generation_id=self._generation_to_read,
        )


class LedgerTransport(driver.Transport):
    """The transport whose consumer reads from the ledger's positions."""

    Consumer = LedgerConsumer

    def __init__(self, *arguments: Any, places: Places, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.places = places


def _is_asked_to_end() -> bool:
    """Whether this task was cancelled; else what it waited for was, of which faust would end its reading in silence."""
    task = asyncio.current_task()
    return task is None or task.cancelling() > 0


def _plain(offsets: Mapping[Any, int]) -> dict[tuple[str, int], int]:
    return {(tp.topic, tp.partition): offset for tp, offset in offsets.items()}
