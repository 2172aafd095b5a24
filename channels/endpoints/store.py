"""Knows where endpoints stand in MongoDB."""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from pymongo.client_session import ClientSession

from channels.endpoints.changes import note_change
from channels.endpoints.endpoint import Endpoint
from ledger.mongo.connection import Store
from ledger.registry.actors import SYSTEM, Actor
from ledger.registry.keeping.history import By

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


def add_endpoint(store: Store, endpoint: Endpoint, now: datetime, actor: Actor = SYSTEM) -> None:
    """Write a new one. Raises EndpointExists."""
    document = {**asdict(endpoint), "_id": endpoint.id, "kind": endpoint.kind.value, "added_at": now, "recent": []}
    del document["id"]

    def write(session: ClientSession) -> None:
        known = store[ENDPOINTS].update_one(
            {"_id": endpoint.id}, {"$setOnInsert": document}, upsert=True, session=session
        )
        if known.matched_count:
            raise EndpointExists(endpoint.id)
        note_change(store, session, None, document, By(actor, now))

    store.transaction(write)


def enable_endpoint(store: Store, endpoint_id: str, enabled: bool, now: datetime, actor: Actor = SYSTEM) -> bool:
    """Switch one on or off; one that is switched on is tried anew. False when there is none."""
    anew = {"failures": 0, "failing_since": None, "blocked_until": None} if enabled else {}

    def write(session: ClientSession) -> bool:
        change = {"$set": {"enabled": enabled, **anew}}
        there = store[ENDPOINTS].find_one_and_update({"_id": endpoint_id}, change, session=session)
        if there is not None:
            note_change(store, session, there, there | {"enabled": enabled}, By(actor, now))
        return there is not None

    found = store.transaction(write)
    _look_again(store, endpoint_id, now)
    return found


def remove_endpoint(store: Store, endpoint_id: str, now: datetime, actor: Actor = SYSTEM) -> bool:
    """Take one away; what waits for it goes to the next in line. False when there is none."""

    def write(session: ClientSession) -> bool:
        there = store[ENDPOINTS].find_one_and_delete({"_id": endpoint_id}, session=session)
        if there is not None:
            note_change(store, session, there, None, By(actor, now))
        return there is not None

    found = store.transaction(write)
    _look_again(store, endpoint_id, now)
    return found


def _look_again(store: Store, endpoint_id: str, now: datetime) -> None:
    """Let the deliverer look at once at what waits for an endpoint."""
    waits = {"endpoint_id": endpoint_id, "next_try_at": {"$gt": now}, "state": {"$ne": "sending"}}
    store[DELIVERIES].update_many(waits, {"$set": {"next_try_at": now}})
