"""Knows how the exports that wait are made: each in a process of its own; and files that were kept long enough go."""

import time
from typing import Final

from anyio import CapacityLimiter, to_process

from api.exporting.job import make
from api.http.settings import Settings
from ledger.jobs.exports import ExportJob, claim_job, forget_files
from ledger.mongo.connection import Store

_TIDY_SECONDS: Final = 600.0


class Exports:
    """The exports of a ledger, as work of this process."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings, self._store = settings, store
        self._one = CapacityLimiter(1)
        self._tidied = 0.0

    def claim(self, holder: str) -> ExportJob | None:
        """The next. Raises pymongo.errors.PyMongoError."""
        if time.monotonic() - self._tidied > _TIDY_SECONDS:
            forget_files(self._store)
            self._tidied = time.monotonic()
        return claim_job(self._store, holder)

    async def make(self, job: ExportJob, holder: str) -> None:
        """Make one; what became of it stands in its record."""
        await to_process.run_sync(make, self._settings, job, holder, cancellable=True, limiter=self._one)
