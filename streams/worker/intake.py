"""Knows the order in which batches enter the ledger: one is planned while the one before is written.

What went wrong is done again alone, in its turn; while MongoDB is away the batches wait.
"""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, Protocol, TypeVar

from ledger.store.commit import PositionMoved
from streams.worker.reading.batches import Batch
from streams.worker.taking_in import Ledger

_FIRST_WAIT_SECONDS: Final = 0.1
_LONGEST_WAIT_SECONDS: Final = 5.0

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Reader(Protocol):
    """Where batches come from."""

    def is_current(self, batch: Batch) -> bool:
        """Whether the batch is still the next to take in."""

    def taken_in(self, batch: Batch) -> None:
        """Hear that the ledger has it."""

    def lose_place(self) -> None:
        """Hear that the ledger stands elsewhere."""


class Intake:
    """The asynchronous side: at any time one batch waits, one is being planned, and two are to be finished."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ledger")
        self._waiting: asyncio.Queue[Batch] = asyncio.Queue(1)
        self._begun: asyncio.Queue[tuple[Batch, Future[None] | None]] = asyncio.Queue(1)
        self._all_is_well = asyncio.Event()
        self._all_is_well.set()

    async def take(self, batch: Batch) -> None:
        """Hand a batch over as soon as the one before is being planned; it may grow until its own turn comes."""
        await self._waiting.put(batch)

    async def run(self, reader: Reader) -> None:
        """Take in what is handed over, however long a batch lasts; a stale one is dropped. Ends by CancelledError."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._begin_each(reader))
            both.create_task(self._finish_each(reader))

    async def _begin_each(self, reader: Reader) -> None:
        while True:
            batch = await self._waiting.get()
            await self._all_is_well.wait()
            if reader.is_current(batch):
                batch.taken = True
                await self._begun.put((batch, await self._begin(batch)))

    async def _begin(self, batch: Batch) -> "Future[None] | None":
        """Its being written; None when it has to be taken alone."""
        if not batch.holes:
            try:
                return await self._in_thread(self._ledger.begin, batch)
            except Exception as error:
                _log.info("%d records of %s go alone: %r", len(batch.raw), batch.topic, error)
        self._all_is_well.clear()
        return None

    async def _finish_each(self, reader: Reader) -> None:
        while True:
            batch, written = await self._begun.get()
            if written is None or not await self._is_written(batch, written):
                self._all_is_well.clear()
                await self._take_alone(batch, reader)
                self._all_is_well.set()
            else:
                reader.taken_in(batch)

    async def _is_written(self, batch: Batch, written: "Future[None]") -> bool:
        try:
            await asyncio.wrap_future(written)
        except Exception as error:
            _log.info("%d records of %s go alone: %r", len(batch.raw), batch.topic, error)
            return False
        return True

    async def _take_alone(self, batch: Batch, reader: Reader) -> None:
        wait = _FIRST_WAIT_SECONDS
        while reader.is_current(batch):
            try:
                await self._in_thread(self._ledger.take, batch)
            except PositionMoved as moved:
                _log.warning("the ledger stands elsewhere (%s): reading again from there", moved)
                reader.lose_place()
                return
            except Exception as error:
                _log.warning("%d records of %s wait %.1f s: %r", len(batch.raw), batch.topic, wait, error)
                await asyncio.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT_SECONDS)
            else:
                reader.taken_in(batch)
                return

    async def _in_thread(self, call: Callable[[Batch], T], batch: Batch) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call, batch)
