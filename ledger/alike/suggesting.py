"""Knows which issues may be the same as one: few are found by indexes, compared, and suggested with why.

They are looked for when somebody looks, so that intake pays nothing, and what changed since counts. Found are those of
the same project about the same time, the matters (交办事项) of its region and those above about the same time, and for
one without a project, in a county, what is open there. Nobody is told of what is out of their scope.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from ledger.access.scopes import Scope, region_key
from ledger.alike.likeness import Similar, Sketch, likeness, most_alike
from ledger.issue.issue import OPEN_STATES, Issue
from ledger.mongo.connection import Document, Store
from ledger.registry.regions import ancestors, level_of
from ledger.store.archive.places import ISSUES
from mobile_schema.events.facts import Point
from mobile_schema.vocabulary import Category, Level, State

WINDOW: Final = timedelta(days=30)
_WINDOW_MS: Final = WINDOW // timedelta(milliseconds=1)
_LATEST: Final = 2**48 - 1
MOST: Final = 10
_FOUND: Final = 300
_COMPARED: Final = 60
_NO_DUPLICATES: Final = sorted({State.VOIDED.value, State.MERGED.value})
_BY_PROJECT: Final = [("project_code", 1), ("due_at", 1), ("_id", 1)]
_BY_SCOPE: Final = [("scopes", 1), ("state", 1), ("due_at", 1), ("_id", 1), ("category", 1)]
_MATTERS: Final = [("region", 1), ("reported_at", 1)]
_READ: Final = (
    "serial",
    "state",
    "project_code",
    "region",
    "category",
    "description",
    "location",
    "reported_at",
    "captured_at",
    "unit_id",
    "matter.part_of.id",
)


def similar(store: Store, scope: Scope, issue: Issue) -> list[Similar]:
    """The issues that may be the same as this one, stored or only about to be, the likest first; a few at most.

    Those that it was merged with, that were voided, and that are tasks of one document with it are none.
    Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    wanted = {"_id": {"$in": _candidates(store, issue)}, "state": {"$nin": _NO_DUPLICATES}}
    wanted["scopes"] = {"$in": sorted(scope.keys)}
    documents = {document["_id"]: document for document in store[ISSUES].find(wanted, _READ)}
    others = {name: document for name, document in documents.items() if not _of_one_set(issue, document)}
    near = most_alike(issue.description, {name: each["description"] for name, each in others.items()}, _COMPARED)
    of = _sketch(issue)
    found = [_similar(others[name], of) for name in near]
    worth = [each for each in found if each.likeness.worth_a_look]
    return sorted(worth, key=lambda each: (-each.likeness.words, each.issue_id))[:MOST]


def _candidates(store: Store, issue: Issue) -> list[str]:
    """The ids of those that are compared, each looked for in an index alone; of too many those due last."""
    by_id = _made_about(issue)
    found: dict[str, None] = {}
    if issue.project_code is not None:
        found.update(_ids(store, {"project_code": issue.project_code, "_id": by_id}, _BY_PROJECT, "due_at"))
    elif level_of(issue.region) is Level.COUNTY:
        open_there = {"scopes": region_key(issue.region), "state": {"$in": sorted(OPEN_STATES)}, "_id": by_id}
        found.update(_ids(store, open_there, _BY_SCOPE, "due_at"))
    matters = {
        "region": {"$in": list(ancestors(issue.region))},
        "reported_at": {"$gte": issue.reported_at - WINDOW, "$lte": issue.reported_at + WINDOW},
        "matter": {"$exists": True},
    }
    found.update(_ids(store, matters, _MATTERS, "reported_at"))
    found.pop(issue.id, None)
    return list(found)


def _ids(store: Store, query: Document, index: Sequence[tuple[str, int]], latest_by: str) -> Iterable[tuple[str, None]]:
    documents = store[ISSUES].find(query, {"_id": 1}, hint=list(index), sort=[(latest_by, -1)], limit=_FOUND)
    return [(document["_id"], None) for document in documents]


def _made_about(issue: Issue) -> Document:
    """The bounds of ids made about the same time as an issue: they begin with it, in milliseconds (`ledger.issue.ids`).

    That of a matter's own id may be its document's, years ago.
    """
    own = int(issue.id[:8] + issue.id[9:13], 16) if issue.matter is None else int(issue.reported_at.timestamp() * 1000)
    first, last = (max(0, min(own + by, _LATEST)) for by in (-_WINDOW_MS, _WINDOW_MS))
    return {"$gte": _begins(first), "$lt": _begins(last)}


def _begins(milliseconds: int) -> str:
    digits = f"{milliseconds:012x}"
    return f"{digits[:8]}-{digits[8:]}"


def _of_one_set(issue: Issue, document: Document) -> bool:
    part = None if issue.matter is None else issue.matter.part_of
    theirs = document.get("matter", {}).get("part_of", {})
    return part is not None and theirs.get("id") == part.id


def _sketch(issue: Issue) -> Sketch:
    return Sketch(
        project_code=issue.project_code,
        region=issue.region,
        category=Category(issue.category),
        description=issue.description,
        location=issue.location,
        at=issue.captured_at,
    )


def _similar(document: Document, of: Sketch) -> Similar:
    place = document["location"]
    sketch = Sketch(
        project_code=document["project_code"],
        region=document["region"],
        category=Category(document["category"]),
        description=document["description"],
        location=None if place is None else Point.trusted(**place),
        at=document["captured_at"],
    )
    return Similar(
        issue_id=document["_id"],
        serial=document["serial"],
        state=State(document["state"]),
        description=sketch.description,
        project_code=sketch.project_code,
        region=sketch.region,
        unit_id=document.get("unit_id"),
        reported_at=document["reported_at"],
        likeness=likeness(of, sketch),
    )
