"""Knows the figures in MongoDB: appended and never changed, each project's month by version; who reads them as of when.

`figures` is the truth and its own log: a document is the event `figure.reported.v1`, told once, under the ledger's
time. It is not in `events`, whose every entry is of an issue and counted by its version; a relay of figures will tail
this collection as the other does that one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from operator import itemgetter
from typing import Any, Final
from zoneinfo import ZoneInfo

from bson.raw_bson import RawBSONDocument
from msgspec.structs import asdict
from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError

from ledger.figures.figure import FIELDS, Figure
from ledger.figures.judging import FigureVerdict, JudgedFigure, judged
from ledger.figures.placing import PlacedFigure, Places, WhereFault, plain
from ledger.mongo.connection import Document, Store
from ledger.mongo.inserting import encoded, insert
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import local_day
from ledger.store.commit import Conflict
from mobile_schema.reports.figure import NewFigure

FIGURES: Final = "figures"
REPORT: Final = "figure.report"
"""The action of reporting figures."""
_ATTEMPTS: Final = 20
_WITHOUT_SOURCE: Final = {"source": 0, "plain_name": 0}
_IN_ORDER: Final = itemgetter(*("_id" if name == "id" else name for name in FIELDS))


@dataclass(frozen=True, slots=True)
class Reporting:
    """Who reports, when, with which registry, and whether the registry alone may name projects."""

    by: str
    at: datetime
    catalogue: Catalogue
    zone: ZoneInfo
    registered: bool = False


def report(store: Store, wanted: Sequence[NewFigure], reporting: Reporting) -> list[JudgedFigure]:
    """Each with its verdict, and those that are new or corrections kept, all in one transaction.

    Raises Conflict when races do not end; pymongo.errors.PyMongoError.
    """
    for _ in range(_ATTEMPTS):
        verdicts = would_be(store, wanted, reporting)
        kept = [
            each.figure
            for each in verdicts
            if each.figure and each.verdict in {FigureVerdict.NEW, FigureVerdict.CHANGED}
        ]
        if not kept:
            return verdicts
        try:
            store.transaction(partial(_insert, store, encoded(map(to_document, kept))))
        except DuplicateKeyError:
            continue
        return verdicts
    raise Conflict(f"{len(wanted)} figures met another writer {_ATTEMPTS} times")


def would_be(store: Store, wanted: Sequence[NewFigure], reporting: Reporting) -> list[JudgedFigure]:
    """Each with its verdict; nothing is written."""
    places = Places(reporting.catalogue, _named(store, (each.name for each in wanted if each.project is None)))
    placed = list(_placed(wanted, places, reporting))
    known = _known(store, {each.project for each in placed if isinstance(each, PlacedFigure)})
    verdicts = []
    for each, where in zip(wanted, placed, strict=True):
        if isinstance(where, WhereFault):
            fault = JudgedFigure(FigureVerdict.FAULT, slug=where.slug, reason=where.sentence, field=where.field)
            verdicts.append(fault)
            continue
        of_project = known.setdefault(where.project, {})
        earlier = [month for month in of_project if month < each.month]
        before, latest = of_project[max(earlier)] if earlier else None, of_project.get(each.month)
        one = judged(_figure(each, where, reporting), latest, before, local_day(reporting.at, reporting.zone))
        if one.figure is not None and one.verdict is not FigureVerdict.SAME:
            is_new = not of_project and where.project not in reporting.catalogue.projects
            of_project[each.month] = one.figure
            one = replace(one, project_is_new=is_new)
        verdicts.append(one)
    return verdicts


def figures_of(store: Store, month: str, as_of: datetime) -> Iterator[Figure]:
    """The figure of each project for a month as it stood at a moment, by project; without its source."""
    query = {"month": month, "at": {"$lte": as_of}}
    last: Document | None = None
    for document in (
        store[FIGURES].find(query, _WITHOUT_SOURCE, batch_size=5_000).sort([("project", 1), ("version", 1)])
    ):
        if last is not None and last["project"] != document["project"]:
            yield from_document(last)
        last = document
    if last is not None:
        yield from_document(last)


def figures_of_project(store: Store, project: str) -> list[Figure]:
    """Every figure of a project, by month and version: those that were corrected too."""
    found = store[FIGURES].find({"project": project}).sort([("month", 1), ("version", 1)])
    return list(map(from_document, found))


def to_document(figure: Figure) -> Document:
    """As it is kept."""
    kept = {name: getattr(figure, name) for name in FIELDS if name != "id"}
    return {"_id": figure.id, **kept, "plain_name": plain(figure.name)}


def from_document(document: Document) -> Figure:
    """A figure that is kept."""
    kept: tuple[Any, ...] = _IN_ORDER({"source": {}, **document})
    return Figure(*map(_frozen, kept))


def _frozen(value: Any) -> Any:
    return tuple(value) if value.__class__ is list else value


def to_event(figure: Figure) -> dict[str, Any]:
    """The data of `figure.reported.v1`."""
    return asdict(figure)


def _placed(wanted: Sequence[NewFigure], places: Places, reporting: Reporting) -> Iterator[PlacedFigure | WhereFault]:
    """Where each belongs. Of one name without a code, what lies elsewhere in another month has moved: it is the same
    project; what lies elsewhere in the same month is another one.
    """
    met: dict[str, dict[str, set[str]]] = {}
    for each in wanted:
        where = places.placed(each.project, each.name, each.regions, each.region_count, registered=reporting.registered)
        if isinstance(where, PlacedFigure) and each.project is None:
            own = met.setdefault(plain(each.name), {})
            if where.is_new and where.project not in own:
                moved = next((code for code, months in own.items() if each.month not in months), where.project)
                where = replace(where, project=moved)
            own.setdefault(where.project, set()).add(each.month)
        yield where


def _insert(store: Store, documents: Sequence[RawBSONDocument], session: ClientSession) -> None:
    insert(store, FIGURES, documents, session)


def _figure(said: NewFigure, where: PlacedFigure, reporting: Reporting) -> Figure:
    """What is reported, before its version is known."""
    told = said.model_dump(mode="json", exclude={"project", "name", "regions", "region_count"})
    return Figure(
        id="",
        project=where.project,
        name=where.name,
        version=0,
        corrects=None,
        at=reporting.at,
        by=reporting.by,
        regions=where.regions,
        region_count=where.region_count,
        **told,
    )


def _named(store: Store, names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The codes of projects that figures gave these names."""
    wanted = list({plain(name) for name in names})
    if not wanted:
        return {}
    grouped: list[Document] = [
        {"$match": {"plain_name": {"$in": wanted}}},
        {"$group": {"_id": "$plain_name", "projects": {"$addToSet": "$project"}}},
    ]
    return {each["_id"]: tuple(sorted(each["projects"])) for each in store[FIGURES].aggregate(grouped)}


def _known(store: Store, projects: set[str]) -> dict[str, dict[str, Figure]]:
    """The last figure of each month, by project and month."""
    found: dict[str, dict[str, Figure]] = {}
    query = {"project": {"$in": sorted(projects)}}
    for document in store[FIGURES].find(query, batch_size=5_000).sort([("project", 1), ("month", 1), ("version", 1)]):
        found.setdefault(document["project"], {})[document["month"]] = from_document(document)
    return found
