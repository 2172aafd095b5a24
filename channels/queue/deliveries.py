"""Knows how deliveries are listed: what was sent of an alert to whom, with every attempt, its result and the next try.

A delivery is one alert or notice to one endpoint: {_id, alert_id, notice, endpoint_id, kind, issue_id, serial,
recipient_person_id, state: waiting|deferred|sending|delivered|failed, reason, attempts, results, message_id,
created_at, next_try_at, delivered_at, passed_to, onward}. Its times are the machine's own. `next_try_at` is there until
it is over. `notice` is the kind of one, and `alert_id` then its id, `created_at` the time that its recipient chose;
`fold` names those that wait to be sent together.
"""

from dataclasses import dataclass
from typing import Final

from channels.endpoints.store import DELIVERIES
from ledger.mongo.connection import Store
from ledger.mongo.pages import Document, Key, Page, read_page

STATES: Final = ("waiting", "deferred", "sending", "delivered", "failed")


@dataclass(frozen=True, slots=True)
class DeliveryFilter:
    """Which deliveries to list; None leaves a field open."""

    alert: str | None = None
    state: str | None = None
    endpoint: str | None = None


def list_deliveries(store: Store, wanted: DeliveryFilter, limit: int, after: Key | None = None) -> Page[Document]:
    """Deliveries, newest first. Raises pymongo.errors.PyMongoError when MongoDB is away."""
    fields = {"alert_id": wanted.alert, "state": wanted.state, "endpoint_id": wanted.endpoint}
    query: Document = {name: value for name, value in fields.items() if value is not None}
    return read_page(store[DELIVERIES], query, "created_at", limit, after)
