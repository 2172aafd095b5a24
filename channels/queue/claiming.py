"""Knows the queue of deliveries: the next message of an endpoint is claimed, sent by others, and settled.

A claim is a lease: whoever is killed while sending leaves deliveries that fall due again, in the same message under
the same id. Only the holder of the claim settles it, so a delivery is delivered once in the books however often the
other side was asked.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from pymongo import UpdateOne
from pymongo.client_session import ClientSession

from channels.endpoints.endpoint import Endpoint
from channels.endpoints.message import Message, message_id
from channels.endpoints.store import DELIVERIES, ENDPOINTS
from channels.providers import PROVIDERS
from channels.queue import pacing as rules
from channels.queue.dispatching import Moved
from channels.queue.retiring import kinds_of_endpoints, retire
from ledger.mongo.connection import Store

Document = dict[str, Any]
LEASE: Final = timedelta(seconds=60)
"""Longer than any attempt lasts."""
RATE_LIMIT: Final = "rate limit"


@dataclass(frozen=True, slots=True)
class Claim:
    """One message that may be sent now, the deliveries in it, and the word by which it is settled."""

    endpoint: Endpoint
    message: Message
    deliveries: Sequence[Document]
    token: str


def due_endpoints(store: Store, now: datetime) -> list[str]:
    """The ids of those that something is due for. Raises pymongo.errors.PyMongoError, as all here do."""
    due = {"next_try_at": {"$lte": now}}
    return [each["_id"] for each in store[DELIVERIES].aggregate([{"$match": due}, {"$group": {"_id": "$endpoint_id"}}])]


def claim(store: Store, endpoint_id: str, now: datetime) -> Claim | None:
    """The endpoint's next message; None when there is none to send now: what was due is put off or passed on.

    Raises Moved when another deliverer was there first.
    """
    due = {"endpoint_id": endpoint_id, "next_try_at": {"$lte": now}}
    document = store[ENDPOINTS].find_one({"_id": endpoint_id})
    if document is None or not document["enabled"]:
        retire(store, due, "endpoint removed" if document is None else "endpoint disabled", now)
        return None
    endpoint = Endpoint.of(document)
    retire(store, {**due, "created_at": {"$lte": now - rules.GIVE_UP_AFTER}}, "given up: nobody took it in time", now)
    if endpoint.blocked_until is not None and endpoint.blocked_until > now:
        if endpoint.failing_since is not None:
            followed = {**due, "onward": {"$in": list(kinds_of_endpoints(store))}}
            retire(store, followed, f"endpoint fails: {endpoint.last_error}", now)
        _put_off(store, due, _why_blocked(endpoint), endpoint.blocked_until)
        return None
    if rules.room(document["recent"], endpoint.per_minute, now) == 0:
        _put_off(store, due, RATE_LIMIT, rules.room_at(document["recent"], endpoint.per_minute, now))
        return None
    return _claim(store, endpoint, due, document["recent"], now)


def _why_blocked(endpoint: Endpoint) -> str:
    return RATE_LIMIT if endpoint.failures == 0 else f"endpoint fails: {endpoint.last_error}"


def _put_off(store: Store, due: Document, reason: str, until: datetime) -> None:
    store[DELIVERIES].update_many(due, {"$set": {"state": "deferred", "reason": reason, "next_try_at": until}})


def _claim(store: Store, endpoint: Endpoint, due: Document, recent: list[datetime], now: datetime) -> Claim | None:
    chosen, alerts = _choose(store, endpoint, due, rules.room(recent, endpoint.per_minute, now), now)
    if not chosen:
        return None
    token = secrets.token_hex(8)
    message = Message(chosen[0]["message_id"] or message_id([each["_id"] for each in chosen]), alerts, now)
    writes = [UpdateOne({"_id": each["_id"], **due}, _claimed(each, message, token, now)) for each in chosen]

    def write(session: ClientSession) -> None:
        if store[DELIVERIES].bulk_write(writes, session=session).matched_count != len(chosen):
            raise Moved("deliveries")
        used = {"$push": {"recent": {"$each": [now], "$slice": -endpoint.per_minute}}}
        same = {"_id": endpoint.id, "recent": recent}  # two claims at once would both see the last free place
        if store[ENDPOINTS].update_one(same, used, session=session).matched_count == 0:
            raise Moved(endpoint.id)

    store.transaction(write)
    return Claim(endpoint, message, chosen, token)


def _choose(
    store: Store, endpoint: Endpoint, due: Document, room: int, now: datetime
) -> tuple[Sequence[Document], Sequence[Document]]:
    """The deliveries of the next message, and their alerts: one that was begun goes again as it was, else a new one.

    Alerts go before notices; of these all go together that wait for one person.
    """
    begun = store[DELIVERIES].find_one({**due, "message_id": {"$ne": None}}, {"message_id": 1})
    if begun is not None:
        same = {"endpoint_id": endpoint.id, "message_id": begun["message_id"], "next_try_at": {"$lte": now}}
        chosen: Sequence[Document] = list(store[DELIVERIES].find(same, sort=[("_id", 1)]))
        return chosen, _alerts(store, chosen)
    most = max(rules.MOST_FOLDED, room + 1)
    in_order = [("next_try_at", 1), ("_id", 1)]
    waiting = list(store[DELIVERIES].find({**due, "fold": None}, sort=in_order, limit=most))
    if not waiting:
        first = store[DELIVERIES].find_one(due, {"fold": 1}, sort=in_order)
        together = {**due, "fold": first["fold"]} if first else due
        chosen = list(store[DELIVERIES].find(together, sort=in_order, limit=rules.MOST_NOTICES))
        return chosen, _alerts(store, chosen)
    alerts = _alerts(store, waiting[: rules.MOST_FOLDED])
    fits = PROVIDERS[endpoint.kind].fits
    group = rules.next_group(range(len(waiting)), room, lambda some: fits(endpoint, alerts[: len(some)], now))
    return waiting[: len(group)], alerts[: len(group)]


def _alerts(store: Store, deliveries: Sequence[Document]) -> list[Document]:
    """Those that deliveries are of: alerts in their order, notices in that of what happened."""
    wanted = [each["alert_id"] for each in deliveries]
    if any(each.get("notice") for each in deliveries):
        return list(store["notices"].find({"_id": {"$in": wanted}}, sort=[("at", 1), ("serial", 1), ("_id", 1)]))
    found = {alert["_id"]: alert for alert in store["alerts"].find({"_id": {"$in": wanted}})}
    return [found[each] for each in wanted]


def _claimed(delivery: Document, message: Message, token: str, now: datetime) -> Document:
    claimed: Document = {
        "$set": {"state": "sending", "message_id": message.id, "claim": token, "next_try_at": now + LEASE},
        "$inc": {"attempts": 1},
        "$unset": {"fold": ""},
    }
    if delivery["state"] == "sending":  # its deliverer ended before it could say what came of it
        claimed["$push"] = {"results": {"at": now, "outcome": "unknown", "says": "the deliverer ended meanwhile"}}
    return claimed
