"""Knows how a person's change of the registry is decided: on the registry as it stands, by who that person is by now.

The order is that of all answers: what one may not know of is not there, then whether it stands as it was seen, then
whether one may, then whether it is there already, then whether it fits the rest.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NoReturn

import pymongo

from api.http.problems import Problem
from api.reads import not_permitted
from api.resources.organisation.views import tag_of
from api.services import Services
from ledger.access.registry_changes import is_within_scope, may_change_registry
from ledger.access.scopes import may, scope_of
from ledger.registry.actors import Actor
from ledger.registry.catalogue import Catalogue
from ledger.registry.days import has_ended, local_day
from ledger.registry.entries import Person
from ledger.registry.files.exporting import plain
from ledger.registry.files.importing import Entries, Forbids, ImportForbidden, ImportRefused, Written, check, shaped
from ledger.registry.keeping.changing import Changed, change
from ledger.registry.keeping.history import By
from mobile_schema.faults import Fault

READ, CHANGE = "registry.entries", "registry.change"
_SECONDS: Final = 60.0
_MOST_FAULTS: Final = 1_000


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

    def decide(known: Catalogue, today: date) -> Mapping[str, Mapping[str, Any]]:
        person = _person_of(known, actor, today)
        decided.append(_decided(wish, known, person, today))
        return {wish.kind: dict(decided[-1:])}

    _carry_out(services, actor, decide, reason)
    return decided[-1]


def take_file(
    services: Services, actor: Actor, written: Written, reason: str | None, *, dry_run: bool
) -> tuple[Changed, Entries, Catalogue]:
    """Write what a file holds, all or nothing; what came of it, of which entries, on which registry.

    Raises Problem: 403, 422; it waits for MongoDB.
    """
    taken: list[tuple[Entries, Catalogue]] = []

    def decide(known: Catalogue, today: date) -> Mapping[str, Mapping[str, Any]]:
        person = _person_of(known, actor, today)
        taken.append((check(written, known, today, _forbidden_to(person)), known))
        return taken[-1][0].of

    came = _carry_out(services, actor, decide, reason, dry_run=dry_run)
    return came, *taken[-1]


def _carry_out(
    services: Services,
    actor: Actor,
    decide: Callable[[Catalogue, date], Mapping[str, Mapping[str, Any]]],
    reason: str | None,
    *,
    dry_run: bool = False,
) -> Changed:
    with pymongo.timeout(_SECONDS):
        at = services.clock.now()
        today = local_day(at, services.rules.current.zone)
        try:
            return change(services.store, lambda known: decide(known, today), By(actor, at, reason), dry_run=dry_run)
        except ImportForbidden as forbidden:
            raise Problem(
                403,
                "not-permitted",
                "含有您无权这样修改的条目 / it has entries that are not yours to change so",
                **_told(forbidden.faults),
            ) from None
        except ImportRefused as refused:
            refuse(refused)


def refuse(refused: ImportRefused) -> NoReturn:
    """Raises Problem (422): what is wrong with entries."""
    raise Problem(
        422,
        "registry-refused",
        "名录未改动:内容有误 / nothing of the registry was changed: what is said is not sound",
        **_told(refused.faults),
    ) from None


def _told(faults: tuple[str, ...]) -> dict[str, Any]:
    shown = [Fault("$", fault.replace(" / ", "；", 1), "registry") for fault in faults[:_MOST_FAULTS]]
    return {"faults": shown, "faults_in_all": len(faults)}


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


def _person_of(known: Catalogue, actor: Actor, today: date) -> Person:
    """Who acts, as the registry has them now. Raises Problem (403) where they may change nothing any more."""
    person = known.persons.get(actor.person_id)
    if person is None or has_ended(person, today):
        raise not_permitted()
    return person


def _forbidden_to(person: Person) -> Forbids:
    def forbids(found: Entries, known: Catalogue) -> Iterator[tuple[str, str, str]]:
        after = found.over(known)
        for kind, entries in found.of.items():
            there = getattr(known, kind)
            for key, entry in entries.items():
                why = None if there.get(key) == entry else may_change_registry(person, there.get(key), entry, after)
                if why is not None:
                    yield kind, key, f"{kind} {key}: {why}"

    return forbids
