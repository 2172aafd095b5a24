"""Knows the permits in MongoDB: each report appended and never changed; who reads them as of when.

`permits` is the truth and its own log, as `figures` is: a document is the event `permit.reported.v1`, under the
ledger's time.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

import msgspec
from msgspec.structs import replace
from pymongo.errors import DuplicateKeyError

from ledger.mongo.connection import Document, Store
from ledger.permits.permit import Permit
from ledger.store.commit import Conflict

PERMITS: Final = "permits"
_ATTEMPTS: Final = 20
_ORDER: Final = [("project", 1), ("kind", 1), ("name", 1), ("version", 1)]
_AT_ONCE: Final = 5_000


class AnotherReport(Exception):
    """Its id is that of a report that said something else."""


def report(store: Store, said: Permit, allow: Callable[[Sequence[Permit]], object]) -> Permit:
    """Keep a report as the next version of its permit; the same id and words again keep nothing.

    `allow` has the project's permits, each by its last report, and raises what stands in the way.
    Raises AnotherReport; Conflict when races do not end; pymongo.errors.PyMongoError.
    """
    for _ in range(_ATTEMPTS):
        known = store[PERMITS].find_one({"_id": said.id})
        if known is not None:
            return _the_same(said, _from(known))
        others = list(permits_of(store, said.project))
        allow(others)
        last = next((each for each in others if each.key == said.key), None)
        kept = replace(said, version=last.version + 1 if last else 1, corrects=last.id if last else None)
        try:
            store[PERMITS].insert_one(_to_document(kept))
        except DuplicateKeyError:
            continue
        return kept
    raise Conflict(f"the permit {said.key} met another writer {_ATTEMPTS} times")


def permits_of(store: Store, project: str, as_of: datetime | None = None) -> Iterator[Permit]:
    """The permits of a project by kind and name, each by the last report that was there at a moment."""
    for of in by_project(store, [project], as_of):
        yield from of


def reports_of(store: Store, project: str, as_of: datetime | None = None) -> Iterator[Permit]:
    """Every report of a project's permits, by kind, name and version."""
    return _found(store, [project], as_of)


def by_project(store: Store, projects: Iterable[str], as_of: datetime | None = None) -> Iterator[list[Permit]]:
    """The permits of each of these projects that has any, in the order of their codes."""
    for _, of_project in groupby(_found(store, projects, as_of), key=lambda each: each.project):
        yield [list(reports)[-1] for _, reports in groupby(of_project, key=lambda each: each.key)]


def to_event(permit: Permit) -> dict[str, Any]:
    """The data of `permit.reported.v1`."""
    data: dict[str, Any] = msgspec.to_builtins(permit, builtin_types=(datetime,))
    return data


def _found(store: Store, projects: Iterable[str], as_of: datetime | None) -> Iterator[Permit]:
    query: Document = {"project": {"$in": sorted(projects)}}
    if as_of is not None:
        query["at"] = {"$lte": as_of}
    return map(_from, store[PERMITS].find(query, batch_size=_AT_ONCE).sort(_ORDER))


def _the_same(said: Permit, known: Permit) -> Permit:
    if not known.says_the_same(said):
        raise AnotherReport(said.id)
    return known


def _to_document(permit: Permit) -> Document:
    said = to_event(permit)
    return {"_id": said.pop("id"), **said}


def _from(document: Document) -> Permit:
    return msgspec.convert({**document, "id": document["_id"]}, Permit, strict=False, builtin_types=(datetime,))
