"""Knows the figures in MongoDB: appended and never changed, each project's month by version; who reads them as of when.

`figures` is the truth and its own log: a document is the event `figure.reported.v1`, told once, under the ledger's
time. It is not in `events`, whose every entry is of an issue and counted by its version; a relay of figures will tail
this collection as the other does that one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from operator import itemgetter
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from bson.raw_bson import RawBSONDocument
from msgspec.structs import asdict
from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError

from ledger.figures.figure import FIELDS, Figure, earlier_by
from ledger.figures.judging import KEPT, JudgedFigure, neither_of_two
from ledger.figures.placing.near import KnownNames
from ledger.figures.placing.places import Places
from ledger.figures.placing.where import plain
from ledger.figures.reach import Reach
from ledger.figures.reporting import FiguresKnown, Judging
from ledger.figures.withdrawal.versions import counting_documents
from ledger.mongo.connection import Document, Store
from ledger.mongo.inserting import encoded, insert
from ledger.mongo.waiting import UNDISPATCHED, undispatched
from ledger.registry.catalogue import Catalogue
from ledger.store.commit import Conflict
from mobile_schema.reports.figure import NewFigure

T = TypeVar("T")

FIGURES: Final = "figures"
BY_VERSION: Final = [("project", 1), ("month", 1), ("version", 1)]
"""The order in which what a project said of a month stands one after another."""
WITHDRAWN: Final[Document] = {"withdrawn": {"$gt": ""}}
"""What a version says by which a month was withdrawn: few are, and an index has those alone."""
WITHDRAWN_INDEX: Final = [("project", 1), ("month", 1), ("version", 1), ("withdrawn", 1)]
_ATTEMPTS: Final = 20
_LOOKED_BACK: Final = 2
_NOTHING: Final = FiguresKnown()
LACKING: Final = {
    **dict.fromkeys(("zone", "due_complete", "due_produce", "plan_months", "key_project", "transition", "restores")),
    **dict.fromkeys(("note", "leader", "withdrawn"), ""),
}
"""What figures did not say yet that are kept from before."""
_IN_ORDER: Final = itemgetter(*("_id" if name == "id" else name for name in FIELDS))


@dataclass(frozen=True, slots=True)
class Reporting:
    """Who reports, when, with which registry, whether the registry alone may name projects, and of which one may."""

    by: str
    at: datetime
    catalogue: Catalogue
    zone: ZoneInfo
    registered: bool = False
    within: Reach | None = None


def report(store: Store, wanted: Sequence[NewFigure], reporting: Reporting) -> list[JudgedFigure]:
    """Each with its verdict, and those that are new or corrections kept, all in one transaction.

    Raises Conflict when races do not end; pymongo.errors.PyMongoError.
    """

    def judged() -> tuple[list[JudgedFigure], list[Figure]]:
        verdicts = would_be(store, wanted, reporting)
        return verdicts, [each.figure for each in verdicts if each.figure and each.verdict in KEPT]

    return appended(store, judged)


def appended(store: Store, plan: Callable[[], tuple[T, Sequence[Figure]]]) -> T:
    """What is planned, with the figures that it comes to kept in one transaction, and with those of them that dispatch
    is to look at; planned anew where another writer was first.

    Raises Conflict when races do not end; pymongo.errors.PyMongoError.
    """
    for _ in range(_ATTEMPTS):
        told, kept = plan()
        documents = list(map(to_document, kept))
        try:
            if documents:
                store.transaction(partial(_insert, store, encoded(documents), encoded(undispatched(documents))))
        except DuplicateKeyError:
            continue
        return told
    raise Conflict(f"figures met another writer {_ATTEMPTS} times")


def would_be(store: Store, wanted: Sequence[NewFigure], reporting: Reporting) -> list[JudgedFigure]:
    """Each with its verdict; nothing is written."""
    if reporting.registered:
        wanted = [each.model_copy(update={"registered": True}) for each in wanted]
    known = look_up(store, wanted, reporting.catalogue)
    judging = Judging(known, reporting.catalogue, reporting.at, reporting.zone)
    # In the order of the months, however a file has them: each has from the one before what it leaves unsaid.
    in_order = sorted(range(len(wanted)), key=lambda place: wanted[place].month)
    told = {place: judging.judge(wanted[place], reporting.by, reporting.within) for place in in_order}
    return neither_of_two([told[place] for place in range(len(wanted))], [each.source.model_dump() for each in wanted])


def look_up(
    store: Store, wanted: Sequence[NewFigure], catalogue: Catalogue, later: FiguresKnown = _NOTHING
) -> FiguresKnown:
    """What is kept of the projects that figures are of, and `later`, which is being written."""
    named = names_known(store, wanted, catalogue)
    known = FiguresKnown(named).overlaid(later)
    places = Places(catalogue, known.named)
    months: dict[str, list[str]] = {}
    for each in wanted:
        project = places.project(each.project, each.name, each.regions, registered=each.registered)
        if isinstance(project, str):
            months.setdefault(project, []).append(each.month)
    return FiguresKnown(known.named, last_of_months(store, months)).overlaid(later)


def figures_of_project(store: Store, project: str) -> list[Figure]:
    """Every figure of a project, by month and version: those that were corrected or withdrawn too."""
    found = store[FIGURES].find({"project": project}).sort(BY_VERSION)
    return list(map(from_document, found))


def readable(figures: Iterable[Figure], reach: Reach) -> list[Figure]:
    """Those that somebody may read, by where the project lay when each was reported."""
    return [each for each in figures if reach.reads(each.project, each.regions)]


def to_document(figure: Figure) -> Document:
    """As it is kept; `kept_at` is the machine's own time, by which others find what is new."""
    kept = {name: getattr(figure, name) for name in FIELDS if name != "id"}
    return {"_id": figure.id, **kept, "plain_name": plain(figure.name), "kept_at": datetime.now(UTC)}


def from_document(document: Document) -> Figure:
    """A figure that is kept."""
    kept: tuple[Any, ...] = _IN_ORDER({**LACKING, **document})
    return Figure(*map(_frozen, kept))


def _frozen(value: Any) -> Any:
    return tuple(value) if value.__class__ is list else value


def to_event(figure: Figure) -> dict[str, Any]:
    """The data of `figure.reported.v1`."""
    return asdict(figure)


def _insert(
    store: Store, documents: Sequence[RawBSONDocument], asked: Sequence[RawBSONDocument], session: ClientSession
) -> None:
    insert(store, FIGURES, documents, session)
    if asked:
        insert(store, UNDISPATCHED, asked, session)


def figures_by_id(store: Store, ids: Iterable[str]) -> dict[str, Figure]:
    """These figures, by their ids."""
    return {each["_id"]: from_document(each) for each in store[FIGURES].find({"_id": {"$in": sorted(ids)}})}


def names_known(store: Store, wanted: Iterable[NewFigure], catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """The codes of projects that figures gave the names of these without a code; of one that nobody gave and that is
    not said to be new, those of names near to it too.
    """
    unnamed = [each for each in wanted if each.project is None]
    known = _reported(store, _codes_by_name(store, {plain(each.name) for each in unnamed}))
    places = Places(catalogue, known)
    unmet = {plain(each.name) for each in unnamed if not each.new and not places.knows(each.name)}
    if unmet:
        every = KnownNames(_names(store))
        near = _codes_by_name(store, {near for name in unmet for near in every.near(name)} - known.keys())
        known |= _reported(store, near)
    return known


def _reported(store: Store, named: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The same without projects of which no month counts any more: what was withdrawn whole is nobody's name."""
    codes = sorted({code for codes in named.values() for code in codes})
    withdrawn = store[FIGURES].find({**WITHDRAWN, "project": {"$in": codes}}, {"project": 1, "_id": 0})
    doubtful = {each["project"] for each in withdrawn.hint(WITHDRAWN_INDEX)} if codes else set()
    if not doubtful:
        return named
    read = {"project": 1, "month": 1, "withdrawn": 1, "_id": 0}
    versions = store[FIGURES].find({"project": {"$in": sorted(doubtful)}}, read).sort(BY_VERSION)
    gone = doubtful - {each["project"] for each in counting_documents(versions)}
    found = {name: tuple(code for code in codes if code not in gone) for name, codes in named.items()}
    return {name: codes for name, codes in found.items() if codes}


def _names(store: Store) -> Iterator[str]:
    """Every name that figures gave, read from its index alone."""
    by_name: list[Document] = [{"$sort": {"plain_name": 1}}, {"$group": {"_id": "$plain_name"}}]
    for each in store[FIGURES].aggregate(by_name):
        yield each["_id"]


def _codes_by_name(store: Store, names: Collection[str]) -> dict[str, tuple[str, ...]]:
    if not names:
        return {}
    grouped: list[Document] = [
        {"$match": {"plain_name": {"$in": sorted(names)}}},
        {"$group": {"_id": "$plain_name", "projects": {"$addToSet": "$project"}}},
    ]
    return {each["_id"]: tuple(sorted(each["projects"])) for each in store[FIGURES].aggregate(grouped)}


def last_of_months(store: Store, wanted: Mapping[str, Sequence[str]]) -> dict[str, dict[str, Figure]]:
    """The last figure of each month that those of the months wanted are compared with, by project and month; that of a
    month that is withdrawn too.

    Those of the last months mostly suffice, and a project may have hundreds: only of one that had none in these months
    all are read.
    """
    if not wanted:
        return {}
    every = [month for months in wanted.values() for month in months]
    span = {"$gte": earlier_by(_LOOKED_BACK, min(every)), "$lte": max(every)}
    found = _of_months(store, list(wanted), {"month": span})
    older = [code for code, months in wanted.items() if not _has_before(found.get(code, {}), min(months))]
    for code, months in _of_months(store, older, {}).items():
        found[code] = months
    return found


def _has_before(known: Mapping[str, Figure], month: str) -> bool:
    return any(each < month and not figure.withdrawn for each, figure in known.items())


def _of_months(store: Store, projects: Sequence[str], narrowed: Document) -> dict[str, dict[str, Figure]]:
    found: dict[str, dict[str, Figure]] = {}
    if not projects:
        return found
    query = {"project": {"$in": sorted(projects)}, **narrowed}
    for document in store[FIGURES].find(query, batch_size=5_000).sort(BY_VERSION):
        found.setdefault(document["project"], {})[document["month"]] = from_document(document)
    return found
