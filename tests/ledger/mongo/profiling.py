"""Knows what MongoDB did while a question was asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ledger.mongo.connection import Store


@contextmanager
def profiled(store: Store) -> Iterator[list[dict[str, Any]]]:
    """What MongoDB says it did meanwhile."""
    did: list[dict[str, Any]] = []
    store.database.command("profile", 2)
    try:
        yield did
    finally:
        store.database.command("profile", 0)
        own = {"op": {"$in": ["query", "command", "update"]}, "ns": {"$not": {"$regex": r"system\.profile|\$cmd$"}}}
        did.extend(store["system.profile"].find(own))
        store["system.profile"].drop()
