"""Knows how what happened is read from the counters: by day, and by month and unit, as of one moment."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from ledger.mongo.connection import Document, Store
from ledger.store.counted.adding_up import PERIODS, paths
from ledger.store.counted.uncounted import waiting


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
