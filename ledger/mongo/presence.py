"""Knows who works: each worker says every few seconds in MongoDB that it lives and which partitions it reads.

A document of `workers`: {_id: "HOST/PID/START", host, pid, started_at, at, partitions: ["topic/0", …]}; the times are
the machine's own. A worker whose `at` is older than `GONE_AFTER` is dead; one that ends in order takes it away.
"""

import os
import socket
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from ledger.mongo.connection import Store

COLLECTION: Final = "workers"
EVERY_SECONDS: Final = 1.0
GONE_AFTER: Final = timedelta(seconds=10)
_FORGOTTEN_AFTER: Final = timedelta(hours=1)


def _own_id() -> str:
    return f"{socket.gethostname()}/{os.getpid()}/{datetime.now(UTC):%Y%m%dT%H%M%S}"


@dataclass(frozen=True, slots=True)
class Presence:
    """One worker's sign of life. Its methods raise pymongo.errors.PyMongoError when MongoDB is away."""

    store: Store
    id: str = field(default_factory=_own_id)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def tell(self, partitions: list[str]) -> None:
        """Say that this worker lives and reads these."""
        now = datetime.now(UTC)
        self.store[COLLECTION].update_one({"_id": self.id}, {"$set": self._document(partitions, now)}, upsert=True)
        self.store[COLLECTION].delete_many({"at": {"$lt": now - _FORGOTTEN_AFTER}})

    def leave(self) -> None:
        """Say that it ends."""
        self.store[COLLECTION].delete_one({"_id": self.id})

    def _document(self, partitions: list[str], now: datetime) -> dict[str, Any]:
        return {
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "started_at": self.started_at,
            "at": now,
            "partitions": partitions,
        }


def present(store: Store) -> list[dict[str, Any]]:
    """The workers that live, longest first."""
    alive = {"at": {"$gte": datetime.now(UTC) - GONE_AFTER}}
    return list(store[COLLECTION].find(alive, sort=[("started_at", 1)]))
