"""Knows how issues and their history are read: one, or typed filters in, one page out, in a stable order.

Every filter is a scalar of a known type, so that no query operator can come in from outside. A page ends at a key
(time, id), and the next one begins after it: nothing is skipped when others write meanwhile.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import UTC, datetime
from typing import Final

import pymongo

from ledger.access.scopes import Scope, region_key, regions_of, scopes_of, unit_key
from ledger.issue.issue import OPEN_STATES, Issue
from ledger.issue.lights import RUNNING, SOON
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.mongo.connection import Store
from ledger.mongo.pages import Document, Key, Page, read_page
from ledger.mongo.slots import due_by
from ledger.mongo.whole import BY_STATE, in_states
from ledger.registry.regions import is_within, level_of
from ledger.store.archive.places import ARCHIVED, ISSUES, events_everywhere, find_issue
from ledger.store.records import events_of, issue_from_document
from ledger.store.wanted import SUMMARY, IssueFilter
from mobile_schema.vocabulary import Level, Light, State

_BY_DUE: Final = [("due_at", 1), ("_id", 1)]
_BY_SCOPE: Final = [("scopes", 1), ("state", 1)]
_SERIAL: Final = re.compile(r"[0-9]{6}-[0-9]{4}-[0-9]{5,}")
_EVER: Final = datetime.min.replace(tzinfo=UTC)
_FOREVER: Final = datetime(9999, 12, 31, tzinfo=UTC)

_BY_CLOCK: Final = (Light.RED, Light.YELLOW)
_NEVER_SHOWN: Final = frozenset(Light) - {Light.GREEN, *_BY_CLOCK}
"""Lights that policies give their steps; `lights.light_of` gives none of them to an issue."""


def list_issues(  # noqa: PLR0917 - for whom, what, as of when, and which page of it
    store: Store, scope: Scope, wanted: IssueFilter, now: datetime, limit: int, after: Key | None = None
) -> Page[Document]:
    """Issues within a scope by due time, earliest first. Raises pymongo.errors.PyMongoError when MongoDB is away."""
    found = _within(scope, wanted)
    if found is None or wanted.light in _NEVER_SHOWN:
        return Page([], None)
    query, index = found
    how = {"projection": SUMMARY, "hint": [*index, *_BY_DUE]}
    collection = store[ARCHIVED[ISSUES] if wanted.archived else ISSUES]
    pages = [
        read_page(collection, query | run, "due_at", limit, after, pymongo.ASCENDING, **how)
        for run in _runs(wanted, now)
    ]
    return _merged(pages, limit)


def count_issues(store: Store, scope: Scope) -> Mapping[State, int]:
    """How many open issues within a scope stand in each state; counted in the index."""
    query = {"scopes": {"$in": sorted(scope.keys)}, "state": _one_of(OPEN_STATES)}
    groups = store[ISSUES].aggregate(
        [{"$match": query}, {"$group": {"_id": "$state", "issues": {"$sum": 1}}}],
        hint={name: 1 for name, _ in [*_BY_SCOPE, *_BY_DUE]},
    )
    counted = {group["_id"]: group["issues"] for group in groups}
    return {state: counted.get(state.value, 0) for state in State if state in OPEN_STATES}


def count_of_project(store: Store, scope: Scope, project: str) -> Mapping[State, int]:
    """How many issues of a project within a scope stand in each state, those in the archive too."""
    query = {"project_code": project, "scopes": {"$in": sorted(scope.keys)}}
    counted = Counter[str]()
    hint = dict([("project_code", 1), *_BY_DUE])
    for collection in (ISSUES, ARCHIVED[ISSUES]):
        groups = store[collection].aggregate(
            [{"$match": query}, {"$group": {"_id": "$state", "issues": {"$sum": 1}}}], hint=hint
        )
        counted.update({group["_id"]: group["issues"] for group in groups})
    return {state: counted[state.value] for state in State if counted[state.value]}


def demand_within(scope: Scope, issue: Issue, name: str) -> None:
    """Raises CommandRefused (unknown-issue) where an issue is out of scope: the very words for one that is not there.

    `name` is how it was asked for.
    """
    if not scope.meets(scopes_of(issue)):
        raise _unknown(name)


def _unknown(name: str) -> CommandRefused:
    return CommandRefused(Refusal.UNKNOWN_ISSUE, "没有这个问题 / no such issue", issue_id=name)


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
        raise _unknown(issue_id)
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
    return {state: store["issues"].count_documents(in_states(store, {state}), hint=BY_STATE) for state in State}


def count_overdue(store: Store, now: datetime) -> int:
    """How many issues whose clocks run are past their due time; counted in the index."""
    return store["issues"].count_documents(in_states(store, RUNNING) | {"due_at": {"$lt": now}}, hint=BY_STATE)


def _within(scope: Scope, wanted: IssueFilter) -> tuple[Document, list[tuple[str, int]]] | None:
    """What finds the issues of a scope that may be wanted, and the first fields of the index that narrows most.

    None when there are none. The index is said, since the planner tries every plan first, for up to a third of the
    collection, when filters combine. Where the index begins with a unit's key, an expression asks for the person's:
    a second condition on the same field might be taken for the bounds.
    """
    query, keys = _equalities(wanted), _keys(scope, wanted.region)
    if not keys:
        return None
    if wanted.project is not None:
        return query | {"scopes": _in(keys)}, [("project_code", 1)]
    if wanted.unit is not None:
        key = unit_key(wanted.unit)
        if key not in scope.keys:
            query["$expr"] = {"$gt": [{"$size": {"$setIntersection": ["$scopes", sorted(keys)]}}, 0]}
        return query | {"scopes": key}, _BY_SCOPE
    whole = any(level_of(code) is Level.PROVINCE for code in regions_of(keys))
    if wanted.category is not None and whole and not wanted.archived:
        return query | {"scopes": _in(keys)}, [("category", 1), ("state", 1)]
    return query | {"scopes": _in(keys)}, _BY_SCOPE


def _keys(scope: Scope, region: str | None) -> frozenset[str]:
    """The keys of a scope under which issues of a region may stand; the region's own where all of it is within."""
    if region is None:
        return scope.keys
    if scope.covers_region(region):
        return frozenset({region_key(region)})
    apart = {region_key(code) for code in scope.regions if not is_within(code, region)}
    return scope.keys - apart


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


def _runs(wanted: IssueFilter, now: datetime) -> Iterator[Document]:
    """The states asked for with the bounds of their due times: one run, or for green two that are merged.

    The states are always named, so that their runs in the index are merged by due time. Only where clocks run is an
    issue red or yellow; the rest is green (`lights.light_of`).
    """
    states = set(State) if wanted.state is None else {wanted.state}
    before = wanted.due_before
    if wanted.light is Light.RED:
        yield from _run(states & RUNNING, {}, now if before is None else min(before, now))
    elif wanted.light is Light.YELLOW:
        soon = now + SOON
        yield from _run(states & RUNNING, {"$gte": now}, soon if before is None else min(before, soon))
    elif wanted.light is Light.GREEN:
        yield from _run(states - RUNNING, {}, before)
        yield from _run(states & RUNNING, {"$not": {"$lt": now + SOON}}, before)
    else:
        yield from _run(states, {}, before)


def _run(states: Set[State], bounds: Document, before: datetime | None) -> Iterator[Document]:
    if states:
        due = bounds if before is None else {**bounds, "$lt": before}
        yield {"state": _one_of(states)} | ({"due_at": due} if due else {})


def _merged(pages: Sequence[Page[Document]], limit: int) -> Page[Document]:
    """One page of several in the same order; those without a due time come first."""
    if len(pages) == 1:
        return pages[0]
    found = sorted(
        (document for page in pages for document in page.items),
        key=lambda document: (document["due_at"] or _EVER, document["_id"]),
    )
    if len(found) <= limit and not any(page.next for page in pages):
        return Page(found, None)
    return Page(found[:limit], (found[limit - 1]["due_at"], found[limit - 1]["_id"]))


def _one_of(states: Set[State]) -> Document | str:
    codes = sorted(state.value for state in states)
    return codes[0] if len(codes) == 1 else {"$in": codes}


def _in(keys: Set[str]) -> Document | str:
    wanted = sorted(keys)
    return wanted[0] if len(wanted) == 1 else {"$in": wanted}
