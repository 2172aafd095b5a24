"""Knows where endpoints stand in MongoDB."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from channels.endpoints.endpoint import Endpoint
from ledger.mongo.connection import Store

Document = dict[str, Any]
ENDPOINTS: Final = "endpoints"
DELIVERIES: Final = "deliveries"
OPEN: Final = {"next_try_at": {"$exists": True}}
"""The deliveries that are not over."""


class EndpointExists(Exception):
    """There is one of this id."""


def read_endpoints(store: Store) -> dict[str, Endpoint]:
    """Every endpoint by its id. Raises pymongo.errors.PyMongoError when MongoDB is away, as all here do."""
    return {document["_id"]: Endpoint.of(document) for document in store[ENDPOINTS].find(sort=[("_id", 1)])}


def read_endpoint(store: Store, endpoint_id: str) -> Endpoint | None:
    """One of them, or None."""
    document = store[ENDPOINTS].find_one({"_id": endpoint_id})
    return None if document is None else Endpoint.of(document)


def add_endpoint(store: Store, endpoint: Endpoint, now: datetime) -> None:
    """Write a new one. Raises EndpointExists."""
    document = {**asdict(endpoint), "_id": endpoint.id, "kind": endpoint.kind.value, "added_at": now, "recent": []}
    del document["id"]
    known = store[ENDPOINTS].update_one({"_id": endpoint.id}, {"$setOnInsert": document}, upsert=True)
    if known.matched_count:
        raise EndpointExists(endpoint.id)


def enable_endpoint(store: Store, endpoint_id: str, enabled: bool, now: datetime) -> bool:
    """Switch one on or off; one that is switched on is tried anew. False when there is none."""
    anew = {"failures": 0, "failing_since": None, "blocked_until": None} if enabled else {}
    found = store[ENDPOINTS].update_one({"_id": endpoint_id}, {"$set": {"enabled": enabled, **anew}}).matched_count
    _look_again(store, endpoint_id, now)
    return bool(found)


def remove_endpoint(store: Store, endpoint_id: str, now: datetime) -> bool:
    """Take one away; what waits for it goes to the next in line. False when there is none."""
    found = store[ENDPOINTS].delete_one({"_id": endpoint_id}).deleted_count
    _look_again(store, endpoint_id, now)
    return bool(found)


def _look_again(store: Store, endpoint_id: str, now: datetime) -> None:
    """Let the deliverer look at once at what waits for an endpoint."""
    waits = {"endpoint_id": endpoint_id, "next_try_at": {"$gt": now}, "state": {"$ne": "sending"}}
    store[DELIVERIES].update_many(waits, {"$set": {"next_try_at": now}})
