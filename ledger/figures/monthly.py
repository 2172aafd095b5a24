"""Knows the figures of a month, or the last of a year, as of a moment: what is counted of each project, and no more.

A ranking reads tens of thousands at once, so that nothing of a document is decoded that nobody counts.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from operator import itemgetter
from typing import Final, TypeVar

from ledger.figures.figure import Figure, MonthFigure
from ledger.figures.keeping import FIGURES, LACKING, from_document
from ledger.groundwork.portions import portions
from ledger.mongo.connection import Document, Store

T = TypeVar("T")
_AT_ONCE: Final = 5_000
_LATER: Final = tuple(name for name in MonthFigure.__struct_fields__ if name in LACKING)
_IN_ORDER: Final = itemgetter(*(name for name in MonthFigure.__struct_fields__ if name not in _LATER))
COUNTED: Final = dict.fromkeys(MonthFigure.__struct_fields__, 1) | {"_id": 0}
"""What is read of a figure."""


def figures_of(store: Store, month: str, as_of: datetime) -> Iterator[MonthFigure]:
    """The figure of each project for a month as it stood at a moment, by project."""
    yield from last_of_each(store, [month], COUNTED, month_figure, as_of).values()


def figures_of_year(store: Store, month: str, as_of: datetime) -> Iterator[MonthFigure]:
    """The last figure of each project from January to a month, as it stood at a moment, by project."""
    months = [f"{month[:4]}-{number:02}" for number in range(int(month[5:]), 0, -1)]
    found = last_of_each(store, months, COUNTED, month_figure, as_of)
    yield from map(found.__getitem__, sorted(found))


def last_of_each(
    store: Store, months: Iterable[str], read: Document, made: Callable[[Document], T], as_of: datetime | None = None
) -> dict[str, T]:
    """What is made of each project's last figure in some months, which stand the last first; of it `read` is read.

    One month is read whole; of those before it an index tells which projects have no later figure.
    """
    found: dict[str, T] = {}
    for month in months:
        missing = None if not found else _projects(store, month) - found.keys()
        for document in _of_month(store, month, missing, read, as_of):
            found[document["project"]] = made(document)
    return found


def _projects(store: Store, month: str) -> set[str]:
    """Which projects have a figure of a month; their index alone tells."""
    found = store.as_sent(FIGURES).find({"month": month}, {"project": 1, "_id": 0}, batch_size=_AT_ONCE)
    return {each["project"] for each in found.hint([("month", 1), ("project", 1), ("version", 1)])}


def _of_month(
    store: Store, month: str, projects: Collection[str] | None, read: Document, as_of: datetime | None
) -> Iterator[Document]:
    """In the order of the versions, so that the last one stays."""
    some: Document = {} if projects is None else {"project": {"$in": sorted(projects)}}
    known: Document = {} if as_of is None else {"at": {"$lte": as_of}}
    if projects is None or projects:
        found = store.as_sent(FIGURES).find({"month": month, **some, **known}, read, batch_size=_AT_ONCE)
        yield from found.sort([("project", 1), ("version", 1)])


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
        *(document.get(name, LACKING[name]) for name in _LATER),
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
