"""Knows how an informant is kept, looked at and listed: beside the issue, under its id, wherever that one stands.

The unit that does the work, and who is of it by any duty, neither sees nor changes what is kept. Whoever gives one or
looks leaves a line, which says who, when, by which credential and why, and nothing of the informant.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import pymongo

from ledger.access.permissions import did_the_work, permitted
from ledger.access.scopes import READ, scope_of
from ledger.groundwork.key_file import read_keys, rotate_keys
from ledger.informants.sealing import Sealed, opened, sealed
from ledger.informants.words import Informant, What
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.mongo.connection import Document, Store
from ledger.mongo.pages import Key, Page, read_page
from ledger.registry.actors import Actor
from ledger.store.within import issue_within

KEEP: Final = "issue.keep-informant"
REVEAL: Final = "issue.reveal-informant"
REVEALS: Final = "issue.reveals"
_CALLED: Final = {
    KEEP: ("填写线索人", "say who told"),
    REVEAL: ("查看线索人", "see who told"),
    REVEALS: ("查看线索人查看记录", "see who looked"),
}
_LATEST_FIRST: Final = [("issue_id", pymongo.ASCENDING), ("at", pymongo.DESCENDING), ("_id", pymongo.ASCENDING)]


@dataclass(frozen=True, slots=True)
class Revealed:
    """An informant, who gave them, and when that was."""

    informant: Informant
    kept_by: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class InformantMay:
    """Whether somebody may give who told of an issue, look at them, and read who did."""

    give: bool
    look: bool
    lines: bool


def is_given(store: Store, issue_id: str) -> bool:
    """Whether an informant of this issue is kept."""
    return store["informants"].find_one({"_id": issue_id}, {"_id": 1}) is not None


def keep(store: Store, keys: Path, name: str, informant: Informant, actor: Actor, *, at: datetime) -> None:
    """Keep this informant of an issue, in place of one kept before. Raises CommandRefused, KeysRefused."""
    issue = _permitted(store, name, KEEP, actor, at)
    by = {"kept_by": actor.person_id, "credential": actor.credential, "kept_at": at}
    given = _as_stored(sealed(keys, issue.id, informant))
    _write_line(store, issue, What.GIVEN, None, actor, at)
    store["informants"].replace_one({"_id": issue.id}, given | by, upsert=True)


def reveal(
    store: Store, keys: Path, name: str, reason: str, actor: Actor, *, at: datetime, admit: Callable[[], None]
) -> Revealed | None:
    """The informant of an issue, once the line is written; None where none is kept.

    `admit` is asked before anything is opened. Raises CommandRefused, KeysRefused, and what `admit` raises.
    """
    issue = _permitted(store, name, REVEAL, actor, at)
    found = store["informants"].find_one({"_id": issue.id})
    if found is None:
        return None
    admit()
    informant = opened(keys, issue.id, _sealed_in(found))
    _write_line(store, issue, What.LOOKED, reason, actor, at)
    return Revealed(informant, found["kept_by"], found["kept_at"])


def reveals(store: Store, name: str, actor: Actor, limit: int, after: Key | None, *, at: datetime) -> Page[Document]:
    """A page of who looked or gave another, the latest first. Raises CommandRefused."""
    issue = _permitted(store, name, REVEALS, actor, at)
    return read_page(store["reveals"], {"issue_id": issue.id}, "at", limit, after, hint=_LATEST_FIRST)


def may_with(store: Store, name: str, actor: Actor, *, at: datetime) -> InformantMay:
    """Raises CommandRefused of an issue that is not there."""
    issue, _ = issue_within(store, scope_of(actor, READ), name)
    return InformantMay(*(_may(issue, action, actor, at) for action in (KEEP, REVEAL, REVEALS)))


def rotate(store: Store, keys: Path) -> int:
    """Make a new key and seal every informant by it; its number. Nothing is left that only a dropped key opens.

    Raises KeysRefused, before a key is dropped, where one cannot be opened; OSError, pymongo.errors.PyMongoError.
    """
    _seal_anew(store, keys)
    number = rotate_keys(keys)
    _seal_anew(store, keys)
    return number


def _seal_anew(store: Store, keys: Path) -> None:
    newest = read_keys(keys)[0].number
    for found in store["informants"].find({"key": {"$ne": newest}}):
        fresh = sealed(keys, found["_id"], opened(keys, found["_id"], _sealed_in(found)))
        as_it_was = {"_id": found["_id"], "sealed": found["sealed"]}  # else somebody gave another meanwhile
        store["informants"].update_one(as_it_was, {"$set": _as_stored(fresh)})


def _permitted(store: Store, name: str, action: str, actor: Actor, at: datetime) -> Issue:
    issue, _ = issue_within(store, scope_of(actor, READ), name)
    _demand_permitted(issue, action, actor, at)
    return issue


def _may(issue: Issue, action: str, actor: Actor, at: datetime) -> bool:
    try:
        _demand_permitted(issue, action, actor, at)
    except CommandRefused:
        return False
    return True


def _demand_permitted(issue: Issue, action: str, actor: Actor, at: datetime) -> None:
    if did_the_work(issue, actor):
        raise CommandRefused(
            Refusal.SEPARATION_OF_DUTIES,
            "承办、配合单位人员不得查看或填写线索人 / the units that do the work neither see nor give informants",
        )
    permitted(issue, action, actor, at, _CALLED[action])


def _write_line(  # noqa: PLR0917 - on what, what, why, who, when
    store: Store, issue: Issue, what: What, reason: str | None, actor: Actor, at: datetime
) -> None:
    by = {"person_id": actor.person_id, "credential": actor.credential}
    line = {"_id": secrets.token_hex(12), "issue_id": issue.id, "at": at, "what": what.value, "reason": reason}
    store["reveals"].insert_one(line | by)


def _as_stored(given: Sealed) -> Document:
    return {"key": given.key, "sealed": given.content}


def _sealed_in(document: Document) -> Sealed:
    return Sealed(document["key"], document["sealed"])
