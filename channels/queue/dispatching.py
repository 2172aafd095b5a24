"""Knows how new alerts become deliveries: marked and queued in one transaction, with ids that can only exist once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from pymongo.client_session import ClientSession

from channels.endpoints.endpoint import Endpoint, way
from channels.endpoints.message import delivery_id
from channels.endpoints.store import DELIVERIES, read_endpoints
from ledger.mongo.connection import Store

Document = dict[str, Any]
BATCH: Final = 200
_SHARED: Final = ("alert_id", "issue_id", "serial", "recipient_person_id")


class Moved(Exception):
    """Another deliverer was there first; nothing was written."""


def dispatch(store: Store, now: datetime) -> int:
    """Queue at most BATCH of the alerts that nobody has looked at, oldest first; how many there were.

    Raises Moved, or pymongo.errors.PyMongoError when MongoDB is away.
    """
    alerts = list(store["alerts"].find({"dispatched": False}, sort=[("fired_at", 1)], limit=BATCH))
    if not alerts:
        return 0
    endpoints = read_endpoints(store).values()
    deliveries = [each for alert in alerts for each in _deliveries(alert, endpoints, now)]

    def write(session: ClientSession) -> None:
        unseen = {"_id": {"$in": [alert["_id"] for alert in alerts]}, "dispatched": False}
        marked = store["alerts"].update_many(unseen, {"$set": {"dispatched": True}}, session=session)
        if marked.modified_count != len(alerts):
            raise Moved("alerts")
        if deliveries:
            store[DELIVERIES].insert_many(deliveries, session=session)

    store.transaction(write)
    return len(alerts)


def passed_on(delivery: Mapping[str, Any], kinds: Mapping[str, str], now: datetime) -> Document | None:
    """The delivery that follows one that failed, to the next in line; None when there is nobody left.

    `kinds` are those of the endpoints that exist.
    """
    onward = [each for each in delivery["onward"] if each in kinds]
    if not onward:
        return None
    shared = {name: delivery[name] for name in _SHARED}
    return _delivery(shared, onward[0], kinds[onward[0]], onward[1:], now)


def _deliveries(alert: Document, endpoints: Collection[Endpoint], now: datetime) -> Iterator[Document]:
    tried, copies = way(alert, endpoints, now)
    shared = {**{name: alert[name] for name in _SHARED if name != "alert_id"}, "alert_id": alert["_id"]}
    if tried:
        yield _delivery(shared, tried[0].id, tried[0].kind.value, [each.id for each in tried[1:]], now)
    for endpoint in copies:
        yield _delivery(shared, endpoint.id, endpoint.kind.value, [], now)


def _delivery(shared: Document, endpoint_id: str, kind: str, onward: Sequence[str], now: datetime) -> Document:
    return {
        **shared,
        "_id": delivery_id(shared["alert_id"], endpoint_id),
        "endpoint_id": endpoint_id,
        "kind": kind,
        "onward": list(onward),
        "state": "waiting",
        "reason": None,
        "attempts": 0,
        "results": [],
        "message_id": None,
        "claim": None,
        "created_at": now,
        "next_try_at": now,
        "delivered_at": None,
        "passed_to": None,
    }
