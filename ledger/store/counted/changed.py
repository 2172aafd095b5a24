"""Knows how much changed in a scope since a moment: found as its lists are, as no counter has moments.

The events since then tell which issues those are: few of many, where that is a matter of days.
"""

from dataclasses import dataclass
from datetime import datetime

from ledger.access.scopes import Scope
from ledger.mongo.connection import Document, Store
from ledger.store.archive.places import ISSUES
from ledger.store.lists.by_light import runs
from ledger.store.lists.few import among_those_of_a_span
from ledger.store.lists.finding import within
from ledger.store.wanted import IssueFilter
from mobile_schema.vocabulary import Light, State


@dataclass(frozen=True, slots=True)
class Changed:
    """How many issues changed in whatever way; how many of these came in, were struck off; how many became overdue."""

    changed: int = 0
    new: int = 0
    struck_off: int = 0
    overdue: int = 0


def changed_since(store: Store, scope: Scope, region: str | None, since: datetime, now: datetime) -> Changed:
    """As of now, on the ledger without its archive. Raises pymongo.errors.PyMongoError."""
    found = within(scope, IssueFilter(region=region, updated_from=since))
    if found is None:
        return Changed()
    struck_off = {"$and": [{"$eq": ["$state", State.CLOSED.value]}, {"$gte": ["$closed_at", since]}]}
    group = {
        "_id": None,
        "changed": {"$sum": 1},
        "new": {"$sum": {"$cond": [{"$gte": ["$reported_at", since]}, 1, 0]}},
        "struck_off": {"$sum": {"$cond": [struck_off, 1, 0]}},
    }
    few = among_those_of_a_span(store[ISSUES], found)
    bounds, index = ({}, found.index) if few is None else (few.bounds, few.index)
    stages: list[Document] = [{"$match": found.query | bounds}, {"$group": group}]
    counted = list(store[ISSUES].aggregate(stages, hint=dict(index)))
    numbers = {name: number for each in counted for name, number in each.items() if name != "_id"}
    return Changed(**numbers, overdue=_overdue(store, scope, region, since, now))


def _overdue(store: Store, scope: Scope, region: str | None, since: datetime, now: datetime) -> int:
    wanted = IssueFilter(region=region, light=Light.RED, due_from=since)
    found = within(scope, wanted)
    if found is None:
        return 0
    issues = store[ISSUES]
    return sum(issues.count_documents(found.query | run, hint=dict(found.index)) for run in runs(wanted, now))
