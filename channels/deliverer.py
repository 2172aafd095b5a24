"""Knows how alerts get out: new ones queued, what is due sent, each endpoint by itself so that none waits for another.

One deliverer works at a time, others stand by. Its clock is the machine's, not the ledger's movable one: a service's
limits and a receiver's outage are real time.
"""

import asyncio
import logging
import os
import random
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from pymongo.errors import PyMongoError

from channels.endpoints.message import Sender
from channels.endpoints.outcomes import Failed, Outcome
from channels.endpoints.trials import Trial, claim_trials, end_trial
from channels.queue.claiming import Claim, claim, due_endpoints
from channels.queue.dispatching import BATCH, Moved, dispatch, dispatch_notices
from channels.queue.settling import settle
from ledger.groundwork.clock import Clock, SystemClock
from ledger.groundwork.process_settings import DEFAULT_ZONE
from ledger.jobs.leases import Lease
from ledger.mongo.connection import Store

JOB: Final = "deliver"
_AT_ONCE: Final = 32
_BATCHES_A_LOOK: Final = 20
_LOOK_SECONDS: Final = 0.5
_REST_SECONDS: Final = 1.0
_END_SECONDS: Final = 10.0
_log = logging.getLogger(__name__)


def _holder() -> str:
    return f"{socket.gethostname()}/{os.getpid()}/{random.getrandbits(32):08x}"


@dataclass
class Deliverer:
    """One deliverer; it ends when `stop` is set."""

    store: Store
    send: Sender
    stop: asyncio.Event
    clock: Clock = field(default_factory=SystemClock)
    jitter: Callable[[], float] = random.random
    ttl: timedelta = timedelta(seconds=10)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo(DEFAULT_ZONE))

    def __post_init__(self) -> None:
        self._lease = Lease(self.store, JOB, _holder(), self.ttl)
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._busy: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Deliver until told to stop; wait while MongoDB is away or another deliverer works."""
        try:
            while not self.stop.is_set():
                await self._rest(_LOOK_SECONDS if await self._turn() else _REST_SECONDS)
        finally:
            await self.finish(_END_SECONDS)
            await self._let_go()

    async def look(self) -> None:
        """Queue what is new, and begin to send what is due. Raises PyMongoError, or Moved."""
        for _ in range(_BATCHES_A_LOOK):
            if await asyncio.to_thread(self._dispatch) < BATCH:
                break
        for endpoint_id in await asyncio.to_thread(due_endpoints, self.store, self.clock.now()):
            if endpoint_id not in self._busy:
                task = asyncio.create_task(self._work(endpoint_id))
                self._busy[endpoint_id] = task
                task.add_done_callback(lambda _, done=endpoint_id: self._busy.pop(done))  # type: ignore[misc]
        for trial in await asyncio.to_thread(lambda: list(claim_trials(self.store, self.clock.now()))):
            task = asyncio.create_task(self._try(trial))
            self._busy[trial.message.id] = task
            task.add_done_callback(lambda _, done=trial.message.id: self._busy.pop(done))  # type: ignore[misc]

    def _dispatch(self) -> int:
        """The larger of both, so that a look goes on as long as either has more."""
        now = self.clock.now()
        return max(dispatch(self.store, now), dispatch_notices(self.store, now, self.zone))

    async def finish(self, seconds: float) -> None:
        """Let what is being sent end; what takes longer goes again, under the same id, when its claim runs out."""
        tasks = list(self._busy.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=seconds)
            for task in late:
                task.cancel()

    async def _turn(self) -> bool:
        """One look, when it is this deliverer's turn; whether it was."""
        try:
            if not await asyncio.to_thread(self._lease.claim):
                return False
            await self.look()
        except PyMongoError as error:
            _log.warning("the deliverer waits for MongoDB: %r", error)
            return False
        except Moved as error:
            _log.info("another deliverer was first: %s", error)
        return True

    async def _work(self, endpoint_id: str) -> None:
        """Everything that is due for one endpoint, message after message; its troubles are its own."""
        async with self._places:
            try:
                while not self.stop.is_set() and (
                    claimed := await asyncio.to_thread(claim, self.store, endpoint_id, self.clock.now())
                ):
                    outcome = await self._attempt(claimed)
                    jitter = self.jitter()
                    kept = await asyncio.to_thread(settle, self.store, claimed, outcome, self.clock.now(), jitter)
                    if not kept:
                        _log.warning("%s: the claim on message %s had run out", endpoint_id, claimed.message.id)
            except (PyMongoError, Moved) as error:
                _log.warning("%s: to be looked at again: %r", endpoint_id, error)
            except Exception:
                _log.exception("%s: cannot be served", endpoint_id)

    async def _try(self, trial: Trial) -> None:
        """A test message that somebody asked for, past the queue and its limits; it changes nothing of how it fares."""
        async with self._places:
            try:
                outcome = await self.send(trial.endpoint, trial.message)
                await asyncio.to_thread(end_trial, self.store, trial, outcome, self.clock.now())
            except PyMongoError as error:
                _log.warning("%s: what came of its trial is not kept: %r", trial.endpoint.id, error)
            except Exception:
                _log.exception("%s: cannot be tried", trial.endpoint.id)

    async def _attempt(self, claimed: Claim) -> Outcome:
        outcome = await self.send(claimed.endpoint, claimed.message)
        if isinstance(outcome, Failed):
            _log.warning("%s: %s", claimed.endpoint.id, outcome.says)
        return outcome

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self.stop.wait()
        except TimeoutError:
            """Time to look again."""

    async def _let_go(self) -> None:
        try:
            await asyncio.to_thread(self._lease.release)
        except PyMongoError as error:
            _log.info("the lease runs out by itself: %r", error)
