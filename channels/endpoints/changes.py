"""Knows how a change of an endpoint is kept for its history: who, when, from what to what; no address, no secret."""

from typing import Any, Final

from pymongo.client_session import ClientSession

from ledger.mongo.connection import Store
from ledger.mongo.rule_data import Writing
from ledger.registry.keeping.history import EVENTS, By, changes_between, to_event

CHANNELS: Final = "channels"
"""The kind of these changes in the history."""
_TOLD: Final = ("kind", "name", "persons", "regions", "posts", "rank", "copies", "per_minute", "language", "enabled")
_REMOVED: Final = "removed"


def note_change(
    store: Store, session: ClientSession, before: dict[str, Any] | None, after: dict[str, Any] | None, by: By
) -> None:
    """Keep it, in the transaction that makes it; without `after` the endpoint was taken away.

    It has its number in the registry's own sequence, so that the history is one, in the order in which it was made.
    """
    there = _told(before)
    stands = _told(after) or {"_id": (there or {})["_id"]}
    if changes_between(there, stands):
        writing = Writing(store, session)
        removed = {"what": _REMOVED} if after is None else {}
        writing.add(EVENTS, [to_event(writing.next_version(), CHANNELS, there, stands, by) | removed])


def _told(document: dict[str, Any] | None) -> dict[str, Any] | None:
    if document is None:
        return None
    facts = {name: document.get(name) for name in _TOLD}
    lists = {name: list(value) for name, value in facts.items() if isinstance(value, tuple)}
    return {"_id": document["_id"], **facts, **lists}
