"""Knows which process may do a job that only one does at a time: claimed in MongoDB, lost when not renewed.

A lease narrows who tries; what is written is still guarded by versions and ids, so that an expired holder
who does not know it yet does no harm.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Final

from pymongo.errors import DuplicateKeyError, PyMongoError

from ledger.mongo.connection import Store

RENEWED_OF_ITS_TIME: Final = 4


@dataclass(frozen=True, slots=True)
class Lease:
    """A job's name and who asks for it; times are the machine's own, since a lease guards processes, not rules."""

    store: Store
    job: str
    holder: str
    ttl: timedelta = timedelta(seconds=10)

    def claim(self) -> bool:
        """Take or renew it; False when another process holds it."""
        now = datetime.now(UTC)
        try:
            self.store["leases"].update_one(
                {"_id": self.job, "$or": [{"holder": self.holder}, {"until": {"$lte": now}}]},
                {"$set": {"holder": self.holder, "until": now + self.ttl}},
                upsert=True,
            )
        except DuplicateKeyError:
            return False
        return True

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Whether it was to be had; until the end of the block it is renewed, however long the work takes.

        Raises pymongo.errors.PyMongoError when MongoDB is away at the beginning.
        """
        if not self.claim():
            yield False
            return
        with renewed(f"lease {self.job}", self.ttl, self.claim):
            yield True

    def release(self) -> None:
        """Let the next one have it at once."""
        self.store["leases"].delete_one({"_id": self.job, "holder": self.holder})


@contextmanager
def renewed(name: str, ttl: timedelta, renew: Callable[[], object]) -> Iterator[None]:
    """Call `renew` until the end of the block, several times within `ttl`.

    One renewal that fails is followed by another: it is lost only when all do for as long as it lasts.
    """
    ended = Event()

    def renew_until_ended() -> None:
        while not ended.wait(ttl.total_seconds() / RENEWED_OF_ITS_TIME):
            with suppress(PyMongoError):
                renew()

    renewer = Thread(target=renew_until_ended, name=name, daemon=True)
    renewer.start()
    try:
        yield
    finally:
        ended.set()
        renewer.join()
