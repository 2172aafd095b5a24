"""Knows how a person's change of the registry is decided: on the registry as it stands, by who that person is by now.

The order is that of all answers: what one may not know of is not there, then whether it stands as it was seen, then
whether one may, then whether it is there already, then whether it fits the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pymongo

from api.http.problems import Problem
from api.http.settings import COMMAND_SECONDS
from api.reads.reading import not_permitted
from api.resources.organisation.views import tag_of
from api.services import Services
from ledger.access.registry_changes import is_within_scope, may_change_registry, who_changes
from ledger.access.scopes import may, scope_of
from ledger.registry.actors import Actor
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import local_day
from ledger.registry.entries import Person
from ledger.registry.keeping.changing import change
from ledger.registry.keeping.history import By
from ledger.registry.own_files.checking import check
from ledger.registry.own_files.exporting import plain
from ledger.registry.own_files.refusals import ImportRefused
from ledger.registry.own_files.shapes import shaped
from ledger.registry.own_files.written import Written
from mobile_schema.faults import Fault

READ, CHANGE = "registry.entries", "registry.change"
_FORBIDDEN: Final = 403, "not-permitted", "含有您无权这样修改的条目 / it has entries that are not yours to change so"
_UNSOUND: Final = (
    422,
    "registry-refused",
    "名录未改动:内容有误 / nothing of the registry was changed: what is said is not sound",
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is said of one entry. `key` None: it is new; `seen` are the tags one of which it must have (None: any)."""

    kind: str
    said: Mapping[str, Any]
    key: str | None = None
    seen: frozenset[str] | None = None


def make(services: Services, actor: Actor, wish: Wish, reason: str | None) -> tuple[str, Any]:
    """Write one entry; its id, and how it stands. Raises Problem: 403, 404, 409, 412, 422; it waits for MongoDB."""
    decided: list[tuple[str, Any]] = []

    def decide(known: Catalogue) -> Mapping[str, Mapping[str, Any]]:
        person = who_changes(actor, known, today)
        if person is None:
            raise not_permitted()
        decided.append(_decided(wish, known, person, today))
        return {wish.kind: dict(decided[-1:])}

    with pymongo.timeout(COMMAND_SECONDS):
        at = services.clock.now()
        read = services.rules.reading
        today = local_day(at, read.rules.zone)
        try:
            change(services.store, decide, By(actor, at, reason), last=(read.version, read.rules.catalogue))
        except ImportRefused as refused:
            raise refusal(refused.faults, len(refused.faults)) from None
    return decided[-1]


def refusal(faults: Sequence[str], in_all: int, *, forbidden: bool = False) -> Problem:
    """What is wrong with entries (422), or that they are not somebody's to change so (403); the first faults of all."""
    status, name, title = _FORBIDDEN if forbidden else _UNSOUND
    shown = [Fault("$", fault.replace(" / ", "；", 1), "registry") for fault in faults]
    return Problem(status, name, title, faults=shown, faults_in_all=in_all)


def _decided(wish: Wish, known: Catalogue, person: Person, today: date) -> tuple[str, Any]:
    there = getattr(known, wish.kind)
    before = None if wish.key is None else there.get(wish.key)
    if wish.key is not None:
        if before is None or not is_within_scope(scope_of(person, READ), before, known):
            raise unknown_entry()
        if wish.seen is not None and tag_of(before) not in wish.seen:
            raise Problem(
                412, "stale-version", "该条目已被他人修改 / the entry was changed since", version=tag_of(before)
            )
    if not may(person, CHANGE):
        raise not_permitted()
    said = {**({} if before is None else plain(before)), **wish.said}
    said = {name: value for name, value in said.items() if value is not None}
    key, entry = shaped(wish.kind, said)
    why = may_change_registry(person, before, entry, known)
    if why is not None:
        raise Problem(403, "not-permitted", why)
    if wish.key is None and key in there:
        raise Problem(409, "entry-exists", f"已有编号为 {key} 的条目 / there is an entry {key} already")
    check(Written({wish.kind: [said]}), known, today)
    return key, entry


def unknown_entry() -> Problem:
    """There is no such entry, or one may not know of it."""
    return Problem(404, "unknown-entry", "名录中没有这个条目 / the registry has no such entry")
