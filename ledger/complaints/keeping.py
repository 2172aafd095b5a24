"""Knows the register of complaints in MongoDB: each version appended and never changed; as it was at any moment.

It is read whole: a province enters some thousands a year, and a correction may move one to another region or day.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Final

import msgspec
from msgspec.structs import replace
from pymongo.errors import DuplicateKeyError

from ledger.complaints.complaint import Complaint
from ledger.mongo.connection import Document, Store

COMPLAINTS: Final = "complaints"
_ORDER: Final = [("complaint", 1), ("version", 1)]
_AT_ONCE: Final = 5_000
Permit = Callable[[Complaint | None], Complaint]
Check = Callable[[Complaint | None], None]


class AnotherComplaint(Exception):
    """Its id is that of an entry that said something else."""


class NoSuchComplaint(Exception):
    """What it corrects is not on the register."""


class CorrectedSince(Exception):
    """What it corrects is no longer the last version."""


def enter(store: Store, said: Complaint, permit: Permit, check: Check) -> Complaint:
    """The entry as it is kept; the same id and words again keep nothing and are answered as they were.

    Both have the version that is corrected, None of a new complaint, and raise what stands in the way. `permit` says
    whether somebody may, and answers the entry with what it takes over: it is asked of a retry too, for whoever guesses
    an id with its words is told no more than of a new one. `check` is of what is new alone. Raises AnotherComplaint,
    NoSuchComplaint, CorrectedSince; pymongo.errors.PyMongoError.
    """
    last = None if said.corrects is None else _corrected(store, said.corrects)
    entry = permit(last)
    known = _version(store, said.id)
    if known is not None:
        return _the_same(said, known)
    if last is not None:
        _demand_last(store, last)
    check(last)
    first, version = (entry.id, 1) if last is None else (last.complaint, last.version + 1)
    kept = replace(entry, complaint=first, version=version)
    try:
        store[COMPLAINTS].insert_one(_to_document(kept))
    except DuplicateKeyError:
        known = _version(store, said.id)
        if known is None:
            raise CorrectedSince(said.corrects) from None
        return _the_same(said, known)
    return kept


def complaints_of(store: Store, as_of: datetime | None = None) -> Iterator[Complaint]:
    """Each complaint by the last version that was there at a moment, the withdrawn ones too."""
    return (then for then, _ in then_and_last(store, as_of))


def then_and_last(store: Store, as_of: datetime | None = None) -> Iterator[tuple[Complaint, Complaint]]:
    """The same, each with the last version of all: who sees a complaint today is judged by that one."""
    found = map(_from, store[COMPLAINTS].find({}, batch_size=_AT_ONCE).sort(_ORDER))
    for _, group in groupby(found, key=lambda each: each.complaint):
        versions = list(group)
        known = [each for each in versions if as_of is None or each.at <= as_of]
        if known:
            yield known[-1], versions[-1]


def versions_of(store: Store, complaint: str) -> list[Complaint]:
    """Every version of a complaint, the first one first; none where there is no such."""
    return [_from(each) for each in store[COMPLAINTS].find({"complaint": complaint}).sort(_ORDER)]


def _corrected(store: Store, identity: str) -> Complaint:
    version = _version(store, identity)
    if version is None:
        raise NoSuchComplaint(identity)
    return version


def _demand_last(store: Store, version: Complaint) -> None:
    """Raises CorrectedSince where another version came after it."""
    if versions_of(store, version.complaint)[-1].id != version.id:
        raise CorrectedSince(version.id)


def _version(store: Store, identity: str) -> Complaint | None:
    found = store[COMPLAINTS].find_one({"_id": identity})
    return None if found is None else _from(found)


def _the_same(said: Complaint, known: Complaint) -> Complaint:
    if not known.says_the_same(said):
        raise AnotherComplaint(said.id)
    return known


def _to_document(complaint: Complaint) -> Document:
    said: Document = msgspec.to_builtins(complaint, builtin_types=(datetime,))
    return {"_id": said.pop("id"), **said}


def _from(document: Document) -> Complaint:
    return msgspec.convert({**document, "id": document["_id"]}, Complaint, strict=False, builtin_types=(datetime,))
