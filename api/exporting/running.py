"""Knows how a process of the API makes the exports that wait: one at a time, each in a process of its own."""

import asyncio
import logging
import os
import secrets
import socket
import time
from typing import Final

import pymongo
from anyio import BrokenWorkerProcess, CapacityLimiter, to_process
from fastapi.concurrency import run_in_threadpool
from pymongo.errors import PyMongoError

from api.exporting.job import make
from api.http.settings import COMMAND_SECONDS, Settings
from ledger.jobs.exports import ExportJob, claim_job, forget_files
from ledger.mongo.connection import Store

_LOG: Final = logging.getLogger("xiaohao.api")
_LOOK_SECONDS: Final = 0.5
_TIDY_SECONDS: Final = 600.0


class Exporting:
    """The exports of a ledger, as far as this process makes them."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings, self._store = settings, store
        self._holder = f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"
        self._one = CapacityLimiter(1)
        self._tidied = 0.0

    async def run(self) -> None:
        """Make them for ever."""
        while True:
            job = await self._next()
            if job is None:
                await asyncio.sleep(_LOOK_SECONDS)
                continue
            try:
                await to_process.run_sync(make, self._settings, job, self._holder, cancellable=True, limiter=self._one)
            except (BrokenWorkerProcess, PyMongoError) as error:
                _LOG.warning("export %s broke off, and is begun again: %s", job.id, error)
            except Exception:
                _LOG.exception("export %s failed", job.id)

    async def _next(self) -> ExportJob | None:
        try:
            return await run_in_threadpool(self._looked)
        except PyMongoError as error:
            _LOG.warning("exports that wait cannot be seen: %s", error)
            return None

    def _looked(self) -> ExportJob | None:
        with pymongo.timeout(COMMAND_SECONDS):
            if time.monotonic() - self._tidied > _TIDY_SECONDS:
                forget_files(self._store)
                self._tidied = time.monotonic()
            return claim_job(self._store, self._holder)
