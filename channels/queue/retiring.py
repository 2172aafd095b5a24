"""Knows how a delivery ends that its endpoint did not take: failed, and the next in line gets one, both or neither."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from pymongo import UpdateOne
from pymongo.client_session import ClientSession

from channels.endpoints.store import DELIVERIES, ENDPOINTS
from channels.figures import count_failed, count_of_notices
from channels.queue.dispatching import Moved, passed_on
from ledger.mongo.connection import Store

Document = dict[str, Any]
_BATCH: Final = 200


def retire(store: Store, query: Document, reason: str, now: datetime) -> None:
    """End every delivery that `query` finds; it must look for those that are not over.

    Raises Moved, or pymongo.errors.PyMongoError when MongoDB is away.
    """
    while deliveries := list(store[DELIVERIES].find(query, limit=_BATCH)):
        kinds = kinds_of_endpoints(store)

        def write(
            session: ClientSession, deliveries: list[Document] = deliveries, kinds: dict[str, str] = kinds
        ) -> int:
            return end(store, deliveries, session, reason=reason, kinds=kinds, now=now)

        count_failed(store.transaction(write))


def kinds_of_endpoints(store: Store) -> dict[str, str]:
    """The kind of each endpoint that is in use, by its id."""
    return {each["_id"]: each["kind"] for each in store[ENDPOINTS].find({"enabled": True}, {"kind": 1})}


def end(
    store: Store,
    deliveries: Sequence[Document],
    session: ClientSession,
    *,
    reason: str,
    kinds: dict[str, str],
    now: datetime,
) -> int:
    """End these and begin those that follow, in `session`'s transaction; how many notices nothing follows of.

    Raises Moved when one was changed since.
    """
    onward = {each["_id"]: passed_on(each, kinds, now) for each in deliveries}
    writes = [UpdateOne(_unchanged(each), _ended(onward[each["_id"]], reason)) for each in deliveries]
    if store[DELIVERIES].bulk_write(writes, session=session).matched_count != len(deliveries):
        raise Moved("deliveries")
    following = [each for each in onward.values() if each is not None]
    if following:
        store[DELIVERIES].insert_many(following, session=session)
    return count_of_notices([each for each in deliveries if onward[each["_id"]] is None])


def _unchanged(delivery: Document) -> Document:
    return {"_id": delivery["_id"], "claim": delivery["claim"], "next_try_at": {"$exists": True}}


def _ended(following: Document | None, reason: str) -> Document:
    passed_to = None if following is None else following["endpoint_id"]
    return {
        "$set": {"state": "failed", "reason": reason, "passed_to": passed_to, "claim": None},
        "$unset": {"next_try_at": ""},
    }
