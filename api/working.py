"""Knows how a process of the API does the work that waits: one piece at a time, each claimed from the database, so that
what a process leaves undone is done by the next.
"""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, Generic, Protocol, TypeVar

import pymongo
from anyio import BrokenWorkerProcess
from fastapi.concurrency import run_in_threadpool
from pymongo.errors import PyMongoError

from api.http.settings import COMMAND_SECONDS
from api.serving.apart import BrokenOff

_LOG: Final = logging.getLogger("xiaohao.api")
_LOOK_SECONDS: Final = 0.5


class Job(Protocol):
    """What is claimed."""

    @property
    def id(self) -> str:
        """Its name."""


J = TypeVar("J", bound=Job)


def a_holder() -> str:
    """A name for this process, by which it claims."""
    return f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"


@dataclass
class Working(Generic[J]):
    """One kind of work, as far as this process does it: `claim` takes the next for a holder, `do` does it and says
    what came of it; what breaks off is claimed again when its time is up."""

    kind: str
    claim: Callable[[str], J | None]
    do: Callable[[J, str], Awaitable[object]]
    holder: str = field(default_factory=a_holder)

    async def run(self) -> None:
        """Work for ever."""
        while True:
            job = await self._next()
            if job is None:
                await asyncio.sleep(_LOOK_SECONDS)
                continue
            try:
                await self.do(job, self.holder)
            except (BrokenWorkerProcess, BrokenOff, PyMongoError) as error:
                _LOG.warning("%s %s broke off, and is begun again: %r", self.kind, job.id, error)
            except Exception:
                _LOG.exception("%s %s failed", self.kind, job.id)

    async def _next(self) -> J | None:
        try:
            return await run_in_threadpool(self._looked)
        except PyMongoError as error:
            _LOG.warning("what waits of %s cannot be seen: %s", self.kind, error)
            return None

    def _looked(self) -> J | None:
        with pymongo.timeout(COMMAND_SECONDS):
            return self.claim(self.holder)
