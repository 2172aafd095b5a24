"""Knows whether a list is among few issues: some thousands, by the bounds that one index has for it. Those MongoDB
looks at one by one and sorts, whatever is asked of them and in whichever order, within 100 ms.

A count in the index, which ends where they are more than a few, tells which index that is.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pymongo.collection import Collection

from ledger.mongo.connection import Document
from ledger.store.archive.places import EVENTS, ISSUES
from ledger.store.lists.finding import BY_ID, Found, Index, one_of

FEW: Final = 10_000
IN_A_SPAN: Final = 100_000
"""Of a span of time so many are sooner sorted than met in the order of due times, past all that is older."""
_EVENTS: Final = 3 * IN_A_SPAN
"""So many are read to tell on which issues something happened."""
_SPANS: Final = ("closed_at", "reported_at")


class TooManyToSort(Exception):
    """There are more issues than can be sorted in this way; `most` are sorted."""

    def __init__(self) -> None:
        super().__init__(f"more than {FEW} issues")
        self.most = FEW


@dataclass(frozen=True, slots=True)
class Among:
    """The issues that an index finds by these bounds, those wanted among them."""

    bounds: Document
    index: Index


def among_few(collection: Collection[Document], found: Found, runs: Sequence[Document]) -> Among | None:
    """The few issues that a list in any order is among; None where no index narrows it so far."""
    if found.index == BY_ID:
        return Among(found.bounds, BY_ID)
    by_due = found.bounds | (runs[0] if len(runs) == 1 else _any_state(runs))
    return _first(collection, [*_by_time(collection, found), Among(by_due, found.index)], FEW)


def among_those_of_a_span(collection: Collection[Document], found: Found) -> Among | None:
    """Those that were reported, closed or changed in a span of time, or lie in a region alone, or are named one by one,
    where that is asked for; None where they are too many to be sorted.
    """
    if found.index == BY_ID:
        return Among(found.bounds, BY_ID)
    return _first(collection, _by_time(collection, found), IN_A_SPAN)


def by_time(field: str) -> Index:
    """The index that has the issues of each region by a time, the latest first."""
    return [("region", 1), (field, -1), ("_id", 1)]


def places_of(collection: Collection[Document], found: Found) -> list[str]:
    """The regions in which there are issues, and some of those wanted may lie; in order."""
    return [code for code in collection.distinct("region") if found.lies_in(code)]


def _by_time(collection: Collection[Document], found: Found) -> Iterator[Among]:
    if "updated_at" in found.query and collection.name == ISSUES:
        ids = _changed(collection, found.query["updated_at"]["$gte"])
        if ids is not None:
            yield Among({"_id": {"$in": ids}}, [("_id", 1)])
    spans = [name for name in _SPANS if name in found.query]
    if not spans and not found.alone:
        return
    places = {"region": {"$in": places_of(collection, found)}}
    for name in spans:
        yield Among(places | {name: found.query[name]}, by_time(name))
    if found.alone:
        yield Among(places, by_time("reported_at"))


def _changed(collection: Collection[Document], since: datetime) -> list[str] | None:
    """The ids of issues on which something happened since a moment, as their events tell; None of too many."""
    stages: list[Document] = [
        {"$match": {"at": {"$gte": since}}},
        {"$limit": _EVENTS + 1},
        {"$group": {"_id": "$issue_id", "events": {"$sum": 1}}},
    ]
    found = list(collection.database[EVENTS].aggregate(stages, hint={"at": 1}))
    too_many = len(found) > IN_A_SPAN or sum(each["events"] for each in found) > _EVENTS
    return None if too_many else [each["_id"] for each in found]


def _first(collection: Collection[Document], candidates: Iterable[Among], most: int) -> Among | None:
    for each in candidates:
        if collection.count_documents(each.bounds, hint=each.index, limit=most + 1) <= most:
            return each
    return None


def _any_state(runs: Sequence[Document]) -> Document:
    """All states of several runs, whatever the due times."""
    states = {state for run in runs for state in _states(run)}
    return {"state": one_of(states)}


def _states(run: Document) -> Sequence[str]:
    named = run["state"]
    return [named] if isinstance(named, str) else named["$in"]
