"""Knows the figures of a month, or the last of a year, as of a moment: what is counted of each project, and no more.

A ranking reads tens of thousands at once, so that nothing of a document is decoded that nobody counts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Final

from ledger.figures.figure import Figure, MonthFigure
from ledger.figures.keeping import FIGURES, from_document
from ledger.groundwork.portions import portions
from ledger.mongo.connection import Document, Store

_AT_ONCE: Final = 5_000
_LATER: Final = ("zone", "due_produce")
"""What figures did not say yet that are kept from before."""
_IN_ORDER: Final = itemgetter(*(name for name in MonthFigure.__struct_fields__ if name not in _LATER))
COUNTED: Final = dict.fromkeys(MonthFigure.__struct_fields__, 1) | {"_id": 0}
"""What is read of a figure."""


def figures_of(store: Store, month: str, as_of: datetime) -> Iterator[MonthFigure]:
    """The figure of each project for a month as it stood at a moment, by project."""
    return _last_of_each(store, {"month": month, "at": {"$lte": as_of}}, ("project", "version"))


def figures_of_year(store: Store, month: str, as_of: datetime) -> Iterator[MonthFigure]:
    """The last figure of each project from January to a month, as it stood at a moment, by project."""
    query = {"month": {"$gte": f"{month[:4]}-01", "$lte": month}, "at": {"$lte": as_of}}
    return _last_of_each(store, query, ("project", "month", "version"))


def _last_of_each(store: Store, query: Document, order: Sequence[str]) -> Iterator[MonthFigure]:
    found = store.as_sent(FIGURES).find(query, COUNTED, batch_size=_AT_ONCE)
    last: Document | None = None
    for document in found.sort([(name, 1) for name in order]):
        if last is not None and last["project"] != document["project"]:
            yield month_figure(last)
        last = document
    if last is not None:
        yield month_figure(last)


def month_figure(document: Document) -> MonthFigure:
    """A document of which what is `COUNTED` was read."""
    project, name, kind, stage, plan, done, total, due, started, resumed, count, unit, regions, flags = _IN_ORDER(
        document
    )
    return MonthFigure(
        project,
        name,
        kind,
        stage,
        _plain(plan),
        _plain(done),
        _plain(total),
        due,
        started,
        resumed,
        count,
        unit,
        tuple(regions),
        tuple(flags),
        *(document.get(name) for name in _LATER),
    )


def _plain(fen: int | None) -> int | None:
    """A number from 2³¹ on comes as `Int64`."""
    return None if fen is None else int(fen)


def silent_between(store: Store, oldest: str, newest: str) -> Iterator[Figure]:
    """The last figure of each project whose last month lies from one to another, both included."""
    for some in portions(_last_months(store, {"month": {"$gte": oldest}}, newest), lambda _: 1, _AT_ONCE):
        found = store[FIGURES].find({"project": {"$in": [project for project, _ in some]}, "month": {"$gte": oldest}})
        in_order = found.sort([("project", 1), ("month", 1), ("version", 1)])
        yield from map(from_document, {each["project"]: each for each in in_order}.values())


def month_before(store: Store, project: str, month: str) -> str | None:
    """The last month before another of which a project has a figure."""
    query = {"project": project, "month": {"$lt": month}}
    found = store[FIGURES].find_one(query, {"month": 1}, sort=[("month", -1)])
    return None if found is None else str(found["month"])


def last_months(store: Store, projects: Iterable[str]) -> Mapping[str, str]:
    """The last month of each of these projects of which there is a figure."""
    return dict(_last_months(store, {"project": {"$in": sorted(set(projects))}}, "9"))


def _last_months(store: Store, asked: Document, newest: str) -> Iterator[tuple[str, str]]:
    stages: list[Document] = [
        {"$match": asked},
        {"$group": {"_id": "$project", "last": {"$max": "$month"}}},
        {"$match": {"last": {"$lte": newest}}},
    ]
    for each in store[FIGURES].aggregate(stages):
        yield each["_id"], each["last"]


def months_reported(store: Store) -> list[str]:
    """The months of which anything was reported, the last first."""
    return sorted(store[FIGURES].distinct("month"), reverse=True)
