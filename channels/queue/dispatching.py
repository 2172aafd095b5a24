"""Knows how new alerts and notices become deliveries: marked and queued in one transaction, with ids that can only
exist once.

A notice waits a while for others to the same person by the same endpoint, until the moment that the first one of them
waits for: they go in one message. `fold` names those that wait together, until they are sent.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from pymongo.client_session import ClientSession

from channels.choices import UNSAID, read_choices
from channels.endpoints.endpoint import Endpoint, way, way_of_notice
from channels.endpoints.message import delivery_id
from channels.endpoints.store import DELIVERIES, read_endpoints
from ledger.mongo.connection import Store

Document = dict[str, Any]
BATCH: Final = 200
_FOLDED: Final = [("fold", 1), ("next_try_at", 1)]
_SHARED: Final = ("issue_id", "serial", "recipient_person_id")


class Moved(Exception):
    """Another deliverer was there first; nothing was written."""


def dispatch(store: Store, now: datetime) -> int:
    """Queue at most BATCH of the alerts that nobody has looked at, oldest first; how many there were.

    Raises Moved, or pymongo.errors.PyMongoError when MongoDB is away.
    """
    endpoints = read_endpoints(store).values()
    return _queue(
        store,
        "alerts",
        "fired_at",
        lambda alerts: [each for one in alerts for each in _deliveries(one, endpoints, now)],
    )


def dispatch_notices(store: Store, now: datetime, zone: ZoneInfo) -> int:
    """The same of notices, each at the time that its recipient chose. Raises as `dispatch` does."""
    endpoints = read_endpoints(store).values()

    def queued(notices: Sequence[Document]) -> list[Document]:
        choices = read_choices(store, {notice["recipient_person_id"] for notice in notices})
        times = _Times(store, now)
        made = []
        for notice in notices:
            choice = choices.get(notice["recipient_person_id"], UNSAID)
            tried, copies = way_of_notice(notice, choice.ways(notice["notice"]), endpoints, now)
            goes_at = choice.goes_at(now, zone)
            for delivery in _by(notice, tried, copies, now):
                at = times.of(delivery["fold"], goes_at)
                made.append(delivery | {"created_at": at, "next_try_at": at})
        return made

    return _queue(store, "notices", "at", queued)


def _queue(store: Store, name: str, time: str, queued: Callable[[Sequence[Document]], list[Document]]) -> int:
    told = list(store[name].find({"dispatched": False}, sort=[(time, 1)], limit=BATCH))
    if not told:
        return 0
    deliveries = queued(told)

    def write(session: ClientSession) -> None:
        unseen = {"_id": {"$in": [each["_id"] for each in told]}, "dispatched": False}
        marked = store[name].update_many(unseen, {"$set": {"dispatched": True}}, session=session)
        if marked.modified_count != len(told):
            raise Moved(name)
        if deliveries:
            store[DELIVERIES].insert_many(deliveries, session=session)

    store.transaction(write)
    return len(told)


class _Times:
    """When those that wait together go: as the first of them that still waits, of those stored and of those made."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store, self._now = store, now
        self._known: dict[str, datetime] = {}

    def of(self, fold: str, otherwise: datetime) -> datetime:
        if fold not in self._known:
            waiting = {"fold": fold, "next_try_at": {"$gt": self._now}}
            first = self._store[DELIVERIES].find_one(
                waiting, {"next_try_at": 1}, sort=[("next_try_at", 1)], hint=_FOLDED
            )
            self._known[fold] = otherwise if first is None else min(otherwise, first["next_try_at"])
        return self._known[fold]


def passed_on(delivery: Mapping[str, Any], kinds: Mapping[str, str], now: datetime) -> Document | None:
    """The delivery that follows one that failed, to the next in line; None when there is nobody left.

    `kinds` are those of the endpoints that exist.
    """
    onward = [each for each in delivery["onward"] if each in kinds]
    if not onward:
        return None
    shared = {name: delivery.get(name) for name in ("alert_id", "notice", *_SHARED)}
    return _delivery(shared, onward[0], kinds[onward[0]], onward[1:], now)


def _deliveries(alert: Document, endpoints: Collection[Endpoint], now: datetime) -> Iterator[Document]:
    return _by(alert, *way(alert, endpoints, now), now)


def _by(told: Document, tried: Sequence[Endpoint], copies: Sequence[Endpoint], now: datetime) -> Iterator[Document]:
    shared = {"alert_id": told["_id"], "notice": told.get("notice"), **{name: told[name] for name in _SHARED}}
    if tried:
        yield _delivery(shared, tried[0].id, tried[0].kind.value, [each.id for each in tried[1:]], now)
    for endpoint in copies:
        yield _delivery(shared, endpoint.id, endpoint.kind.value, [], now)


def _delivery(shared: Document, endpoint_id: str, kind: str, onward: Sequence[str], now: datetime) -> Document:
    folded = {} if shared["notice"] is None else {"fold": f"{endpoint_id}/{shared['recipient_person_id']}"}
    return {
        **shared,
        **folded,
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
