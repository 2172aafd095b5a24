"""Knows how a change of an endpoint is kept for its history: who, when, from what to what; no address, no secret."""

from typing import Any, Final

from bson import ObjectId
from pymongo.client_session import ClientSession

from ledger.mongo.connection import Store
from ledger.registry.keeping.history import EVENTS, By, to_event

CHANNELS: Final = "channels"
"""The kind of these changes in the history."""
_TOLD: Final = ("kind", "name", "persons", "regions", "posts", "rank", "copies", "per_minute", "language", "enabled")
_REMOVED: Final = "removed"


def note_change(
    store: Store, session: ClientSession, before: dict[str, Any] | None, after: dict[str, Any] | None, by: By
) -> None:
    """Keep it, in the transaction that makes it; without `after` the endpoint was taken away."""
    there = after or before or {}
    event = to_event(0, CHANNELS, _told(before), _told(after) or {"_id": there["_id"]}, by)
    if event["changes"]:
        # By time, and told apart at one moment: a clock that may be moved stands still between two changes.
        place = f"{by.at:%Y%m%dT%H%M%S.%f}:{CHANNELS}:{there['_id']}:{ObjectId()}"
        removed = {"what": _REMOVED} if after is None else {}
        store[EVENTS].insert_one(event | {"_id": place} | removed, session=session)


def _told(document: dict[str, Any] | None) -> dict[str, Any] | None:
    if document is None:
        return None
    facts = {name: document.get(name) for name in _TOLD}
    lists = {name: list(value) for name, value in facts.items() if isinstance(value, tuple)}
    return {"_id": document["_id"], **facts, **lists}
