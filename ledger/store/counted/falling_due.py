"""Knows when the issues fall due whose clocks run: overdue by day, and in the hours of a day that is going on."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from pymongo.client_session import ClientSession

from ledger.counting.cells import CATEGORY, day_begins, due_day
from ledger.issue.lights import RUNNING
from ledger.mongo.connection import Document, Store
from ledger.store.archive.places import ISSUES
from ledger.store.counted.asked import Wanted
from ledger.store.counted.standing import as_counted, rows_of_keys
from ledger.store.lists.finding import BY_SCOPE

_HOUR: Final = timedelta(hours=1)
_RUN: Final = {"$in": sorted(state.value for state in RUNNING)}


def overdue_by_day(store: Store, wanted: Wanted, days: Iterable[int], now: datetime) -> Counter[int]:
    """How many issues are red as they fell due in each of these days (`cells.due_day`). Raises PyMongoError."""
    today = due_day(now)
    asked = frozenset(day for day in days if day <= today)
    found: Counter[int] = Counter()
    with store.client.start_session(snapshot=True) as session:
        wanted = as_counted(store, session, wanted)
        for sums in rows_of_keys(store, session, wanted.keys, CATEGORY).values():
            found.update({day: issues for day, issues in sums.due.items() if day in asked and day < today})
        if wanted.keys and today in asked:
            found[today] += sum(_by_day(store, session, {"scopes": {"$in": list(wanted.keys)}}, today, now).values())
        if wanted.rest is not None and asked:
            singly = _by_day(store, session, wanted.rest, min(asked), now)
            found.update({day: issues for day, issues in singly.items() if day in asked})
    return +found


def _by_day(store: Store, session: ClientSession, query: Document, first: int, now: datetime) -> Counter[int]:
    late = {"state": _RUN, "due_at": {"$gt": day_begins(first), "$lt": now}}
    found = store.as_sent(ISSUES).find(query | late, {"_id": 0, "due_at": 1}, session=session, hint=BY_SCOPE)
    return Counter(due_day(each["due_at"]) for each in found)


def due_by_hour(store: Store, wanted: Wanted, first: datetime, end: datetime) -> Counter[datetime]:
    """How many issues fall due in each hour from a moment on, by the index. Raises pymongo.errors.PyMongoError."""
    found: Counter[datetime] = Counter()
    for query in _queries(wanted):
        asked = query | {"state": _RUN, "due_at": {"$gte": first, "$lt": end}}
        group = {"_id": {"$floor": {"$divide": [{"$subtract": ["$due_at", first]}, 3_600_000]}}, "issues": {"$sum": 1}}
        for each in store[ISSUES].aggregate([{"$match": asked}, {"$group": group}], hint=dict(BY_SCOPE)):
            found[first + int(each["_id"]) * _HOUR] += each["issues"]
    return found


def count_due(store: Store, session: ClientSession, wanted: Wanted, first: datetime, end: datetime) -> int:
    """How many fall due from a moment on and before another. Raises pymongo.errors.PyMongoError."""
    due = {"state": _RUN, "due_at": {"$gte": first, "$lt": end}}
    hint = dict(BY_SCOPE)
    return sum(store[ISSUES].count_documents(query | due, hint=hint, session=session) for query in _queries(wanted))


def _queries(wanted: Wanted) -> list[Document]:
    keys: list[Document] = [{"scopes": {"$in": list(wanted.keys)}}] if wanted.keys else []
    return [*keys, *([] if wanted.rest is None else [wanted.rest])]
