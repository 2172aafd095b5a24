"""Knows how what happened is read from the counters: by day, and by month and unit, as of one moment.

What has no counters (`asked.Wanted.rest`) the index counts, by day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ledger.access.scopes import unit_key
from ledger.counting.happened import SHOWN_NEW, SHOWN_STRUCK_OFF
from ledger.mongo.connection import Document, Store
from ledger.store.archive.places import ISSUES
from ledger.store.counted.adding_up import PERIODS, paths
from ledger.store.counted.uncounted import waiting
from ledger.store.lists.finding import BY_SCOPE
from mobile_schema.vocabulary import State


def by_day(store: Store, keys: Sequence[str], first: date, last: date) -> dict[date, Counter[str]]:
    """What happened for these keys on each day from `first` to `last`, by name; keys that do not overlap are summed.

    Raises pymongo.errors.PyMongoError.
    """
    found: dict[date, Counter[str]] = defaultdict(Counter)
    for (span, _), times in _read(store, keys, {"unit": ""}, first.isoformat(), last.isoformat()).items():
        found[date.fromisoformat(span)].update(times)
    return found


def by_unit(store: Store, keys: Sequence[str], first: str, last: str) -> dict[str, Counter[str]]:
    """What happened for these keys in the months from `first` to `last` (2026-11), by unit and name.

    Raises pymongo.errors.PyMongoError.
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for (_, unit), times in _read(store, keys, {"unit": {"$gt": ""}}, first, last).items():
        found[unit].update(times)
    return found


def of_unit(store: Store, unit: str, first: str, last: str) -> Counter[str]:
    """What happened to what a unit led, in these months, wherever it lies. Raises pymongo.errors.PyMongoError."""
    found: Counter[str] = Counter()
    for times in _read(store, [unit_key(unit)], {"unit": ""}, f"{first}-01", f"{last}-31").values():
        found.update(times)
    return found


def uncounted_by_day(
    store: Store, rest: Document, first: datetime, end: datetime, zone: ZoneInfo
) -> dict[date, Counter[str]]:
    """How many of what a query finds came in and were struck off on each local day of a span.

    Raises pymongo.errors.PyMongoError.
    """
    found: dict[date, Counter[str]] = defaultdict(Counter)
    for name, field, query in _shown(rest):
        day = {"$dateToString": {"date": f"${field}", "format": "%Y-%m-%d", "timezone": zone.key}}
        stages: list[Document] = [
            {"$match": {"$and": [query, {field: {"$gte": first, "$lt": end}}]}},
            {"$group": {"_id": day, "n": {"$sum": 1}}},
        ]
        for each in store[ISSUES].aggregate(stages, hint=dict(BY_SCOPE)):
            found[date.fromisoformat(each["_id"])][name] += each["n"]
    return found


def _shown(rest: Document) -> Iterator[tuple[str, str, Document]]:
    yield SHOWN_NEW, "reported_at", rest
    yield SHOWN_STRUCK_OFF, "closed_at", rest | {"state": State.CLOSED.value}


def _read(
    store: Store, keys: Sequence[str], units: Document, first: str, last: str
) -> dict[tuple[str, str], Counter[str]]:
    """By span and unit. Spans are texts of one form, so that they lie in the order of time."""
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    whole = units == {"unit": ""}
    query = {"key": {"$in": sorted(keys)}, **units, "span": {"$gte": first, "$lte": last}}
    with store.client.start_session(snapshot=True) as session:
        for each in store.as_sent(PERIODS).find(query, session=session):
            found[each["span"], each["unit"]].update(dict(paths(each["n"])))
        more = waiting(store, session)
    for period, times in more.periods().items():
        if period.key in keys and (period.unit == "") == whole and first <= period.span <= last:
            found[period.span, period.unit].update(times)
    return found
