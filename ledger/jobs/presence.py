"""Knows who works: each worker says every few seconds in MongoDB that it lives and which partitions it reads.

A document of `workers`: {_id: "HOST/PID/START", host, pid, started_at, at, partitions: ["topic/0", …],
standing_still: [{place: "topic/1", offset, why}, …]}; the times are the machine's own. A partition that stands still
is the worker's and cannot be read on from that offset. A worker whose `at` is older than `GONE_AFTER` is dead; one
that ends in order takes it away.
"""

import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from ledger.mongo.connection import Document, Store

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

    def tell(self, partitions: list[str], standing_still: Sequence[Document] = ()) -> None:
        """Say that this worker lives and reads these, and which of its own it cannot read on."""
        now = datetime.now(UTC)
        said = self._document(partitions, standing_still, now)
        self.store[COLLECTION].update_one({"_id": self.id}, {"$set": said}, upsert=True)
        self.store[COLLECTION].delete_many({"at": {"$lt": now - _FORGOTTEN_AFTER}})

    def leave(self) -> None:
        """Say that it ends."""
        self.store[COLLECTION].delete_one({"_id": self.id})

    def _document(self, partitions: list[str], standing_still: Sequence[Document], now: datetime) -> Document:
        return {
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "started_at": self.started_at,
            "at": now,
            "partitions": partitions,
            "standing_still": list(standing_still),
        }


def present(store: Store) -> list[Document]:
    """The workers that live, longest first."""
    alive = {"at": {"$gte": datetime.now(UTC) - GONE_AFTER}}
    return list(store[COLLECTION].find(alive, sort=[("started_at", 1)]))
