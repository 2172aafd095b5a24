"""Knows which projects are in the reserve (储备) of a year, and which of them have been begun (转化) by a month of it.

In reserve is what its last figure of the year before says so of, or any figure of this year. What was begun and then
stopped was begun; what was terminated was not.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from ledger.figures.keeping import BY_VERSION, FIGURES
from ledger.figures.withdrawal.versions import counting_documents
from ledger.groundwork.portions import portions
from ledger.mongo.connection import Document, Store
from mobile_schema.reports.figure import Programme, Stage

_BEGUN: Final = frozenset(
    {Stage.STARTED, Stage.BUILDING, Stage.STOPPED, Stage.RESUMED, Stage.COMPLETED, Stage.PRODUCING}
)
_PLACED: Final = ("project", "name", "month", "stage", "regions", "region_count")
_FIELDS: Final = dict.fromkeys((*_PLACED, *Programme, "withdrawn"), 1) | {"_id": 0}
_STAGED: Final = dict.fromkeys(("project", "month", "stage", "withdrawn"), 1) | {"_id": 0}
_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Reserved:
    """A project of the reserve, as its last figure names and places it."""

    project: str
    name: str
    regions: tuple[str, ...]
    region_count: int
    begun: bool
    key_project: bool | None
    transition: bool | None


def reserve_of(store: Store, month: str, as_of: datetime) -> Iterator[Reserved]:
    """The projects in the reserve of a month's year until then, by project, as they were known at a moment."""
    for staged in _staged(store, month, as_of, _FIELDS):
        last = staged[-1]
        if (begun := has_begun(_stages(staged), month)) is not None:
            placed = tuple(last["regions"]), last["region_count"]
            programmes = last.get("key_project"), last.get("transition")
            yield Reserved(last["project"], last["name"], *placed, begun, *programmes)


def conversion(store: Store, year: int, as_of: datetime) -> dict[str, tuple[int, int]]:
    """Month → how many of the reserve had been begun, and how many there were, as far as figures were reported; a month
    before the first of the reserve is not there.
    """
    begun: Counter[str] = Counter()
    reserve: Counter[str] = Counter()
    last = ""
    for staged in _staged(store, f"{year}-12", as_of, _STAGED):
        stages = _stages(staged)
        last = max((last, *stages))
        for month in (f"{year}-{number:02}" for number in range(1, 13)):
            known = has_begun(stages, month)
            reserve[month] += known is not None
            begun[month] += known is True
    return {month: (begun[month], count) for month, count in reserve.items() if count and month <= last}


def has_begun(stages: Mapping[str, str], month: str) -> bool | None:
    """Of a project with these stages by month, in their order: whether it was begun by a month of the year; None of one
    that is in no reserve of it.
    """
    january = f"{month[:4]}-01"
    before = [stage for at, stage in stages.items() if at < january][-1:]
    since = [stage for at, stage in stages.items() if january <= at <= month]
    if Stage.RESERVE not in (*before, *since):
        return None
    return bool(since) and since[-1] in _BEGUN


def _stages(staged: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Those that are named; a correction stands after what it corrects, and counts in its place."""
    return {each["month"]: each["stage"] for each in staged if each["stage"] is not None}


def _staged(store: Store, month: str, as_of: datetime, fields: Mapping[str, int]) -> Iterator[list[dict[str, Any]]]:
    """The figures that count of this year and the one before of each project that any of them has in reserve.

    Those are few, and which they are MongoDB tells by itself.
    """
    since = f"{int(month[:4]) - 1}-01"
    asked = {"month": {"$gte": since, "$lte": month}, "at": {"$lte": as_of}}
    grouped: list[Document] = [{"$match": {**asked, "stage": Stage.RESERVE}}, {"$group": {"_id": "$project"}}]
    reserved = sorted(each["_id"] for each in store[FIGURES].aggregate(grouped))
    for some in portions(reserved, lambda _: 1, _AT_ONCE):
        query = {"project": {"$in": some}, **asked}
        found = store[FIGURES].find(query, fields, batch_size=_AT_ONCE).sort(BY_VERSION)
        for _, figures in groupby(counting_documents(found), key=itemgetter("project")):
            yield list(figures)
