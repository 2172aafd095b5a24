"""Knows how reports are listed: a project's or somebody's own, newest first, and what became of each."""

from collections.abc import Iterable, Mapping
from itertools import takewhile
from operator import itemgetter
from typing import Any, Final

from ledger.access.scopes import Scope
from ledger.mongo.connection import Document, Store
from ledger.mongo.pages import Key, Page, read_page
from ledger.reports.kept import about
from ledger.reports.wanted import ReportFilter, Seen
from ledger.store.archive.places import ARCHIVED, ISSUES, RECEIPTS
from mobile_schema.cloudevents import INCIDENT, SITE_VISIT

_BECAME: Final = ("serial", "state", "due_at", "category", "severity", "description", "grade", "closed_at", "scopes")

_BY_PROJECT: Final = [("project_code", 1), ("seen_at", -1), ("_id", 1)]
_BY_SENDER: Final = [("reporter", 1), ("at", -1), ("_id", 1)]
_LATEST: Final = _BY_PROJECT[1:]
_STANDS: Final[Document] = {"withdrawn": {"$exists": False}}
_OF_ITSELF: Final[Document] = {"corrects": {"$exists": False}}
"""A correction is no second visit."""
_BY_ID: Final = itemgetter("_id")
_BY_REPORTER: Final = [("reporter", 1), ("seen_at", -1), ("_id", 1)]


def list_reports(store: Store, scope: Scope, wanted: ReportFilter, limit: int, after: Key | None) -> Page[Document]:
    """Receipts within a scope without their bytes, by when their inspector was there, the latest first.

    Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    if wanted.project is None:
        of, hint = {"reporter": wanted.reporter}, _BY_REPORTER
    else:
        of, hint = {"project_code": wanted.project}, _BY_PROJECT
    query: Document = {**of, "scopes": {"$in": sorted(scope.keys)}, **dict(_narrowed(wanted))}
    return read_page(store[RECEIPTS], query, "seen_at", limit, after, projection={"raw": 0}, hint=hint)


def _narrowed(wanted: ReportFilter) -> Iterable[tuple[str, Any]]:
    if wanted.type is not None:
        yield "type", wanted.type
    if wanted.no_problem:
        yield "no_problem", True
    if wanted.progress:
        yield "progress", {"$exists": True}
    if wanted.photos:
        yield "attachments", {"$exists": True}


def refused_reports(store: Store, reporter: str, limit: int, after: Key | None) -> Page[Document]:
    """Somebody's own reports that are dead letters, the latest first, without their bytes; those that were sent again,
    or came in all the same, are none. Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    query: Document = {"reporter": reporter, "replayed": False, "report_id": {"$ne": None}}
    how: Document = {"projection": {"raw": 0, "headers": 0}, "hint": _BY_SENDER}
    page = read_page(store["dead_letters"], query, "at", limit, after, **how)
    ids = [letter["report_id"] for letter in page.items]
    came_in = {found["_id"] for found in store[RECEIPTS].find({"_id": {"$in": ids}}, {"_id": 1})}
    return Page([letter for letter in page.items if letter["report_id"] not in came_in], page.next)


def became(store: Store, scope: Scope, receipts: Iterable[Document]) -> Mapping[str, Document]:
    """The issues that these reports opened or corrected, as they stand, by id: those within a scope.

    `archived` says where each is.
    """
    ids = sorted({issue for receipt in receipts for issue in about(receipt)})
    found: dict[str, Document] = {}
    for name in (ISSUES, ARCHIVED[ISSUES]) if ids else ():
        for document in store[name].find({"_id": {"$in": ids}}, _BECAME):
            if scope.meets(document.pop("scopes")):
                found[document["_id"]] = document | {"archived": name != ISSUES}
    return found


def seen_of(store: Store, scope: Scope, project: str) -> Seen:
    """What was seen of a project, of the reports within a scope. Raises pymongo.errors.PyMongoError."""
    query = {"project_code": project, "scopes": {"$in": sorted(scope.keys)}, **_STANDS}
    groups = store[RECEIPTS].aggregate(
        [
            {"$match": query | _OF_ITSELF},
            {
                "$group": {
                    "_id": "$type",
                    "count": {"$sum": 1},
                    "no_problem": {"$sum": {"$cond": [{"$eq": ["$no_problem", True]}, 1, 0]}},
                    "last_at": {"$max": "$seen_at"},
                }
            },
        ],
        hint=dict(_BY_PROJECT),
    )
    of = {group["_id"]: group for group in groups}
    visits, incidents = of.get(SITE_VISIT), of.get(INCIDENT)
    said = store[RECEIPTS].find(
        query | {"progress": {"$exists": True}}, {"progress": 1, "seen_at": 1}, sort=_LATEST, hint=_BY_PROJECT
    )
    first = next(said, None)
    # A correction was there when what it corrects was: of one moment the last that was written holds.
    last = first and max((first, *takewhile(lambda each: each["seen_at"] == first["seen_at"], said)), key=_BY_ID)
    return Seen(
        visits=visits["count"] if visits else 0,
        no_problem=visits["no_problem"] if visits else 0,
        incidents=incidents["count"] if incidents else 0,
        last_at=max((group["last_at"] for group in of.values()), default=None),
        progress=None if last is None else last["progress"],
    )
