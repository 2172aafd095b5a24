"""Knows the figures of a month, or the last of a year, as of a moment: what is counted of each project, and no more.

A ranking reads tens of thousands at once, so that nothing of a document is decoded that nobody counts.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Final, TypeVar

from ledger.figures.figure import Figure, MonthFigure
from ledger.figures.keeping import BY_VERSION, FIGURES, LACKING, from_document
from ledger.figures.withdrawal.months import is_reported, months_ever_withdrawn, withdrawn_months
from ledger.figures.withdrawal.versions import last_counting
from ledger.groundwork.portions import portions
from ledger.mongo.connection import Document, Store

T = TypeVar("T")
_AT_ONCE: Final = 5_000
_LATER: Final = tuple(name for name in MonthFigure.__struct_fields__ if name in LACKING)
_IN_ORDER: Final = itemgetter(*(name for name in MonthFigure.__struct_fields__ if name not in _LATER))
COUNTED: Final = dict.fromkeys((*MonthFigure.__struct_fields__, "withdrawn"), 1) | {"_id": 0}
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
    """What is made of each project's last figure in some months, which stand the last first; of it `read` is read,
    with `withdrawn`: a month that is withdrawn counts as not reported, so that an earlier one has the last.

    One month is read whole; of those before it an index tells which projects have no later figure.
    """
    found: dict[str, T] = {}
    for month in months:
        missing = None if not found else _projects(store, month) - found.keys()
        for document in _of_month(store, month, missing, read, as_of):
            if document.get("withdrawn"):
                found.pop(document["project"], None)
            else:
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
        yield from map(from_document, last_counting(found.sort(BY_VERSION)))


def last_of_projects(
    store: Store, projects: Iterable[str], oldest: str, read: Document, made: Callable[[Document], T]
) -> dict[str, T]:
    """The same as `last_of_each` of some projects alone, in the months from one on."""
    found: dict[str, T] = {}
    for some in portions(sorted(set(projects)), lambda _: 1, _AT_ONCE):
        query = {"project": {"$in": some}, "month": {"$gte": oldest}}
        figures = store.as_sent(FIGURES).find(query, read, batch_size=_AT_ONCE).sort(BY_VERSION)
        found |= {each["project"]: made(each) for each in last_counting(figures)}
    return found


def month_before(store: Store, project: str, month: str) -> str | None:
    """The last month before another of which a project has a figure."""
    query = {"project": project, "month": {"$lt": month}}
    found = store[FIGURES].find(query, {"month": 1, "withdrawn": 1}).sort([("month", -1), ("version", -1)])
    last = (next(versions) for _, versions in groupby(found, key=itemgetter("month")))
    return next((str(each["month"]) for each in last if not each.get("withdrawn")), None)


def last_months(store: Store, projects: Iterable[str]) -> Mapping[str, str]:
    """The last month of each of these projects of which a figure counts."""
    return dict(_last_months(store, {"project": {"$in": sorted(set(projects))}}, "9"))


def _last_months(store: Store, asked: Document, newest: str) -> Iterator[tuple[str, str]]:
    """MongoDB tells them by itself, but of the few projects of which any of these months is withdrawn."""
    withdrawn = withdrawn_months(store, asked)
    apart = {project for project, _ in withdrawn}
    stages: list[Document] = [
        {"$match": asked},
        {"$group": {"_id": "$project", "last": {"$max": "$month"}}},
        {"$match": {"last": {"$lte": newest}}},
    ]
    for each in store[FIGURES].aggregate(stages):
        if each["_id"] not in apart:
            yield each["_id"], each["last"]
    for some in portions(sorted(apart), lambda _: 1, _AT_ONCE):
        found = store[FIGURES].find({**asked, "project": {"$in": some}}, {"project": 1, "month": 1, "_id": 0})
        months = sorted({(each["project"], each["month"]) for each in found} - withdrawn)
        yield from ((project, month) for project, month in dict(months).items() if month <= newest)


def months_reported(store: Store) -> list[str]:
    """The months of which anything that counts was reported, the last first."""
    months, doubtful = store[FIGURES].distinct("month"), months_ever_withdrawn(store)
    return sorted((each for each in months if each not in doubtful or is_reported(store, each)), reverse=True)
