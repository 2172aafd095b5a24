"""Knows how many issues stood how as of a moment a day ago or so: what has not changed since stands as it did, and
what has is put together anew from its events up to then.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Final

from pymongo.client_session import ClientSession

from ledger.access.scopes import Scope, scopes_of
from ledger.issue.issue import OPEN_STATES
from ledger.issue.lights import RUNNING, light_of
from ledger.issue.projection import replay
from ledger.mongo.connection import Document, Store
from ledger.registry.regions import ancestors
from ledger.store.archive.places import EVENTS, ISSUES
from ledger.store.counted.asked import wanted_of
from ledger.store.counted.falling_due import count_due
from ledger.store.counted.standing import as_counted, together
from ledger.store.records import event_from_document, event_id
from mobile_schema.vocabulary import Light, State

MOST: Final = 10_000
"""So many events are put together for it: a second's work, which is done once a day."""
_AT_ONCE: Final = 1_000


@dataclass(slots=True)
class Stood:
    """How many were open, red and yellow as of a moment, and how many fell due from then until another."""

    open: int = 0
    red: int = 0
    yellow: int = 0
    due: int = 0


@dataclass(frozen=True, slots=True)
class _Looked:
    """Whose issues are looked at, and between which moments."""

    scope: Scope
    region: str | None
    at: datetime
    until: datetime

    def has(self, scopes: Collection[str], regions: Collection[str]) -> bool:
        return self.scope.meets(scopes) and (self.region is None or self.region in regions)

    def take(self, found: Stood, state: State, due_at: datetime | None, sign: int) -> None:
        light = light_of(state, due_at, self.at)
        found.open += sign * (state in OPEN_STATES)
        found.red += sign * (light is Light.RED)
        found.yellow += sign * (light is Light.YELLOW)
        found.due += sign * (state in RUNNING and due_at is not None and self.at <= due_at < self.until)


def stood(store: Store, scope: Scope, region: str | None, at: datetime, until: datetime) -> Stood | None:
    """As of `at`, of what was on the ledger then; None where too much has happened since.

    Raises pymongo.errors.PyMongoError.
    """
    looked = _Looked(scope, region, at, until)
    with store.client.start_session(snapshot=True) as session:
        wanted = as_counted(store, session, wanted_of(scope, region))
        as_now = together(store, session, wanted, at)
        found = Stood(as_now.open, as_now.red, as_now.yellow, count_due(store, session, wanted, at, until))
        since = _events_since(store, session, at)
        versions = {} if since is None else _take_back(store, session, since, looked, found)
        if since is None or sum(versions.values()) > MOST:
            return None
        _take_as_it_was(store, session, versions, looked, found)
    return found


def _events_since(store: Store, session: ClientSession, at: datetime) -> Mapping[str, int] | None:
    """How many events there have been since, by issue; None of too many."""
    stages: list[Document] = [
        {"$match": {"at": {"$gte": at}}},
        {"$limit": MOST + 1},
        {"$group": {"_id": "$issue_id", "events": {"$sum": 1}}},
    ]
    found = {each["_id"]: each["events"] for each in store[EVENTS].aggregate(stages, session=session, hint={"at": 1})}
    return None if sum(found.values()) > MOST else found


def _take_back(
    store: Store, session: ClientSession, since: Mapping[str, int], looked: _Looked, found: Stood
) -> dict[str, int]:
    """What has changed counts no more as it is now; at which version each of it was then, those that were not new."""
    versions: dict[str, int] = {}
    wanted = dict.fromkeys(("state", "due_at", "scopes", "ancestors", "version"), 1)
    for each in store[ISSUES].find({"_id": {"$in": list(since)}}, wanted, session=session):
        if looked.has(each["scopes"], each["ancestors"]):
            looked.take(found, State(each["state"]), each["due_at"], -1)
        if each["version"] > since[each["_id"]]:
            versions[each["_id"]] = each["version"] - since[each["_id"]]
    return versions


def _take_as_it_was(
    store: Store, session: ClientSession, versions: Mapping[str, int], looked: _Looked, found: Stood
) -> None:
    ids = [event_id(issue, number) for issue, last in versions.items() for number in range(1, last + 1)]
    events: list[Document] = []
    for first in range(0, len(ids), _AT_ONCE):
        some = {"_id": {"$in": ids[first : first + _AT_ONCE]}}
        events += store[EVENTS].find(some, sort=[("_id", 1)], session=session)
    events.sort(key=itemgetter("_id"))
    for _, its in groupby(events, key=itemgetter("issue_id")):
        issue = replay(event_from_document(event) for event in its)
        if looked.has(scopes_of(issue), ancestors(issue.region)):
            looked.take(found, issue.state, issue.due_at, 1)
