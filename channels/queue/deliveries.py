"""Knows how deliveries are listed: what was sent of an alert to whom, with every attempt, its result and the next try.

A delivery is one alert to one endpoint: {_id, alert_id, endpoint_id, kind, issue_id, serial, recipient_person_id,
state: waiting|deferred|sending|delivered|failed, reason, attempts, results, message_id, created_at, next_try_at,
delivered_at, passed_to, onward}. Its times are the machine's own. `next_try_at` is there until it is over.
"""

from dataclasses import dataclass
from typing import Final

from channels.endpoints.store import DELIVERIES, Document
from ledger.mongo.connection import Store
from ledger.mongo.pages import Key, Page

STATES: Final = ("waiting", "deferred", "sending", "delivered", "failed")


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """Which deliveries to list; None leaves a field open."""

    alert: str | None = None
    state: str | None = None
    endpoint: str | None = None


def list_deliveries(store: Store, wanted: DeliveryFilter, limit: int, after: Key | None = None) -> Page:
    """Deliveries, newest first. Raises pymongo.errors.PyMongoError when MongoDB is away."""
    fields = {"alert_id": wanted.alert, "state": wanted.state, "endpoint_id": wanted.endpoint}
    query: Document = {name: value for name, value in fields.items() if value is not None}
    items: list[Document] = []
    if after is not None:
        created_at, last = after
        items = _found(store, {**query, "created_at": created_at, "_id": {"$gt": last}}, limit + 1)
        query["created_at"] = {"$lt": created_at}
    if len(items) <= limit:
        items += _found(store, query, limit + 1 - len(items))
    shown = items[:limit]
    return Page(shown, (shown[-1]["created_at"], shown[-1]["_id"]) if len(items) > limit else None)


def _found(store: Store, query: Document, limit: int) -> list[Document]:
    return list(store[DELIVERIES].find(query, sort=[("created_at", -1), ("_id", 1)], limit=limit))
