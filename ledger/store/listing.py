"""Knows how issues and their history are read: one, or typed filters in, one page out, in a stable order.

A page ends at a key (time, id), and the next one begins after it: nothing is skipped when others write meanwhile.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final, cast

import pymongo

from ledger.access.scopes import Scope, scopes_of
from ledger.issue.issue import Issue
from ledger.issue.lights import RUNNING
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.mongo.connection import Store
from ledger.mongo.pages import Document, Key, Page, TextKey, read_page
from ledger.mongo.slots import due_by
from ledger.mongo.whole import BY_STATE, in_states
from ledger.store.archive.places import ARCHIVED, ISSUES, events_everywhere, find_issue
from ledger.store.lists.by_light import runs
from ledger.store.lists.few import among_those_of_a_span
from ledger.store.lists.finding import BY_DUE, within
from ledger.store.lists.sorting import merged, page_of_few, query_of, sorted_page
from ledger.store.records import events_of, issue_from_document
from ledger.store.wanted import IssueFilter, Sort
from mobile_schema.vocabulary import State

_SERIAL: Final = re.compile(r"[0-9]{6}-[0-9]{4}-[0-9]{5,}")
_BY_LOOK: Final = [("slot", 1), ("next_due_at", 1)]
_FOREVER: Final = datetime(9999, 12, 31, tzinfo=UTC)


def list_issues(  # noqa: PLR0917 - for whom, what, as of when, and which page of it
    store: Store,
    scope: Scope,
    wanted: IssueFilter,
    now: datetime,
    limit: int,
    after: Key | TextKey | None = None,
    sort: Sort = Sort.DUE,
) -> Page[Document]:
    """Issues within a scope, in an order. Raises TooManyToSort, or pymongo.errors.PyMongoError when MongoDB is away."""
    found, asked = within(scope, wanted), list(runs(wanted, now))
    if found is None or not asked:
        return Page([], None)
    collection = store[ARCHIVED[ISSUES] if wanted.archived else ISSUES]
    if sort is not Sort.DUE:
        return sorted_page(collection, found, asked, sort, limit, after)
    few = among_those_of_a_span(collection, found)
    if few is not None:
        return page_of_few(collection, query_of(found, asked, few), few, sort, limit, after)
    key, order = cast(Key | None, after), pymongo.ASCENDING
    pages = [read_page(collection, found.query | run, "due_at", limit, key, order, hint=found.index) for run in asked]
    return merged(pages, sort, limit)


def count_of_project(store: Store, scope: Scope, project: str) -> Mapping[State, int]:
    """How many issues of a project within a scope stand in each state, those in the archive too."""
    query = {"project_code": project, "scopes": {"$in": sorted(scope.keys)}}
    counted = Counter[str]()
    hint = dict([("project_code", 1), *BY_DUE])
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


def ids_within(store: Store, scope: Scope, names: Iterable[str]) -> dict[str, str]:
    """Each of these names with the id of its issue; an id is itself, and so is a 编号 of nothing within the scope."""
    ids = {name: name for name in names}
    serials = {name for name in ids if _SERIAL.fullmatch(name)}
    for name in (ISSUES, ARCHIVED[ISSUES], ISSUES):
        if serials:
            query, projection = {"serial": {"$in": sorted(serials)}}, {"serial": 1, "scopes": 1}
            found = list(store[name].find(query, projection))
            ids |= {each["serial"]: each["_id"] for each in found if scope.meets(each["scopes"])}
            serials -= {each["serial"] for each in found}
    return ids


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


def list_firing(store: Store, scope: Scope, region: str | None, before: datetime, limit: int) -> list[Document]:
    """The issues of a scope at which the sweep has to look before a moment, the first first; one more than `limit` if
    there are. Found by when that is: what fires today is few of many, wherever it lies. Raises PyMongoError.
    """
    query = due_by(before) | {"scopes": {"$in": sorted(scope.keys)}}
    if region is not None:
        query["ancestors"] = region
    return list(store[ISSUES].find(query, sort=[("next_due_at", 1)], limit=limit + 1, hint=_BY_LOOK))


def count_by_state(store: Store) -> Mapping[State, int]:
    """How many issues stand in each state; counted in the index."""
    return {state: store["issues"].count_documents(in_states(store, {state}), hint=BY_STATE) for state in State}


def count_overdue(store: Store, now: datetime) -> int:
    """How many issues whose clocks run are past their due time; counted in the index."""
    return store["issues"].count_documents(in_states(store, RUNNING) | {"due_at": {"$lt": now}}, hint=BY_STATE)
