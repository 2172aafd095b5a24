"""Knows how issues and their history are read: one, or typed filters in, one page out, in a stable order.

Every filter is a scalar of a known type, so that no query operator can come in from outside. A page ends at a key
(time, id), and the next one begins after it: nothing is skipped when others write meanwhile.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import pymongo

from ledger.issue.issue import Issue
from ledger.issue.lights import RUNNING, SOON
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.mongo.connection import Store
from ledger.mongo.pages import Document, Key, Page, read_page
from ledger.mongo.slots import due_by
from ledger.registry.regions import level_of
from ledger.store.archive.places import ARCHIVED, ISSUES, events_everywhere, find_issue
from ledger.store.records import events_of, issue_from_document
from mobile_schema.vocabulary import Category, Level, Light, State

_BY_DUE: Final = [("due_at", 1), ("_id", 1)]
_SERIAL: Final = re.compile(r"[0-9]{6}-[0-9]{4}-[0-9]{5,}")
_FOREVER: Final = datetime(9999, 12, 31, tzinfo=UTC)

_BY_CLOCK: Final = (Light.RED, Light.YELLOW)
_NEVER_SHOWN: Final = frozenset(Light) - {Light.GREEN, *_BY_CLOCK}
"""Lights that policies give their steps; `lights.light_of` gives none of them to an issue."""

# What a line of a list shows; the rest is on the issue itself.
SUMMARY: Final = (
    "serial",
    "version",
    "state",
    "source",
    "category",
    "severity",
    "description",
    "project_code",
    "region",
    "unit_id",
    "person_id",
    "person_name",
    "supervising_region",
    "supervising_level",
    "flags",
    "works_stopped",
    "reported_at",
    "updated_at",
    "due_at",
)


@dataclass(frozen=True, slots=True)
class IssueFilter:
    """Which issues to list; None leaves a field open. `region` stands for its whole subtree.

    Those in the archive are a list of their own.
    """

    state: State | None = None
    region: str | None = None
    unit: str | None = None
    project: str | None = None
    category: Category | None = None
    light: Light | None = None
    due_before: datetime | None = None
    policy: tuple[str, int] | None = None
    """name and version, as frozen onto the issue"""
    archived: bool = False


def list_issues(
    store: Store, wanted: IssueFilter, now: datetime, limit: int, after: Key | None = None
) -> Page[Document]:
    """Issues by due time, earliest first. Raises pymongo.errors.PyMongoError when MongoDB is away."""
    ended = wanted.state not in {None, *RUNNING}
    if wanted.light in _NEVER_SHOWN or (ended and wanted.light in _BY_CLOCK):
        return Page([], None)
    query, bounds = {**_equalities(wanted), **_states(wanted, now)}, _due_bounds(wanted, now)
    if bounds:
        query["due_at"] = bounds
    how = {"projection": SUMMARY, "hint": _index(wanted)}
    collection = store[ARCHIVED[ISSUES] if wanted.archived else ISSUES]
    return read_page(collection, query, "due_at", limit, after, pymongo.ASCENDING, **how)


def issue_id_of(store: Store, name: str) -> str:
    """The id of the issue that has this 编号; an id, or what names no issue, is itself."""
    if not _SERIAL.fullmatch(name):
        return name
    found, _ = find_issue(store, {"serial": name}, {"_id": 1})
    return name if found is None else str(found["_id"])


def load_issue(store: Store, issue_id: str) -> Issue:
    """The issue with this id or 编号, as stored. Raises CommandRefused (unknown-issue)."""
    return load_found(store, issue_id)[0]


def load_found(store: Store, issue_id: str) -> tuple[Issue, bool]:
    """As `load_issue`, and whether it is in the archive."""
    document, archived = find_issue(store, {"serial" if _SERIAL.fullmatch(issue_id) else "_id": issue_id})
    if document is None:
        raise CommandRefused(Refusal.UNKNOWN_ISSUE, "没有这个问题 / no such issue", issue_id=issue_id)
    return issue_from_document(document), archived


def list_history(store: Store, issue_id: str) -> list[Document]:
    """Every event of an issue in order; empty when there is no such issue."""
    return events_everywhere(store, events_of(issue_id))


def next_due(store: Store) -> datetime | None:
    """When the next step of any ladder falls due; None when nothing is left to fire."""
    first = store["issues"].find_one(due_by(_FOREVER), {"next_due_at": 1}, sort=[("next_due_at", 1)])
    return None if first is None else first["next_due_at"]


def count_by_state(store: Store) -> Mapping[State, int]:
    """How many issues stand in each state; counted in the index."""
    return {state: store["issues"].count_documents({"state": state.value}) for state in State}


def count_overdue(store: Store, now: datetime) -> int:
    """How many issues whose clocks run are past their due time; counted in the index."""
    return sum(store["issues"].count_documents({"state": state.value, "due_at": {"$lt": now}}) for state in RUNNING)


def _index(wanted: IssueFilter) -> list[tuple[str, int]]:
    """The index that narrows most; all of them go on by due time and id.

    Said here, since the planner tries every plan first, for up to a third of the collection, when filters combine.
    Few issues of a ledger with a history are open: a light is asked of those by state. The archive has fewer indexes.
    """
    region = wanted.region
    narrow_region = region is not None and level_of(region) is Level.COUNTY
    by_state = wanted.state is not None or wanted.light in _BY_CLOCK
    choices = (
        ("project_code", wanted.project is not None),
        ("unit_id", wanted.unit is not None and not wanted.archived),
        ("ancestors", narrow_region),
        ("state", by_state and not wanted.archived),
        ("ancestors", region is not None and level_of(region) is not Level.PROVINCE),
        ("category", wanted.category is not None and not wanted.archived),
    )
    first = next((name for name, chosen in choices if chosen), None)
    return _BY_DUE if first is None else [(first, 1), *_BY_DUE]


def _equalities(wanted: IssueFilter) -> Document:
    fields = {
        "ancestors": wanted.region,
        "unit_id": wanted.unit,
        "project_code": wanted.project,
        "category": wanted.category,
    }
    found: Document = {name: str(value) for name, value in fields.items() if value is not None}
    if wanted.policy is not None:
        found["policy"], found["policy_version"] = wanted.policy
    return found


def _states(wanted: IssueFilter, now: datetime) -> Document:
    """The states asked for. Only where clocks run is an issue red or yellow; the rest is green (`lights.light_of`)."""
    states = set(State) if wanted.state is None else {wanted.state}
    if wanted.light in _BY_CLOCK:
        return {"state": _one_of(states & RUNNING)}
    if wanted.light is Light.GREEN and wanted.state is None:
        return {"$or": [{"state": _one_of(states - RUNNING)}, {"due_at": _not_before(now + SOON)}]}
    return {} if wanted.state is None else {"state": wanted.state.value}


def _one_of(states: Set[State]) -> Document | str:
    codes = sorted(state.value for state in states)
    return codes[0] if len(codes) == 1 else {"$in": codes}


def _due_bounds(wanted: IssueFilter, now: datetime) -> Document:
    """When they may fall due, by light and by `due_before`."""
    before = wanted.due_before
    bounds: Document = {}
    if wanted.light is Light.RED:
        before = now if before is None else min(before, now)
    elif wanted.light is Light.YELLOW:
        bounds, before = {"$gte": now}, now + SOON if before is None else min(before, now + SOON)
    elif wanted.light is Light.GREEN and wanted.state in RUNNING:
        bounds = _not_before(now + SOON)
    return bounds if before is None else {**bounds, "$lt": before}


def _not_before(moment: datetime) -> Document:
    """Due then or later, or never: an issue without a running clock is late at no time."""
    return {"$not": {"$lt": moment}}
