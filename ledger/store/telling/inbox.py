"""Knows what waits for a person: for the unit's people to sign, plan and report, for a supervisor to decide on.

A unit's work is found by its scope and state, what somebody signed for by who did, a supervisor's by what each issue
awaits: one index each, in the order of due times. Work for a supervisor's post that is empty waits for who is over it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum, unique
from functools import cache, partial
from typing import Final

import pymongo

from ledger.access.scopes import unit_key
from ledger.counting.cells import Sums
from ledger.escalation.awaiting import Awaited, answered_for, awaited
from ledger.mongo.connection import Document, Store
from ledger.mongo.pages import Key, Page, read_page
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Person, PostCode
from ledger.store.counted.standing import led_by
from ledger.store.telling.seeing import COUNTED, Told, count_unseen, list_unseen, told_to
from mobile_schema.vocabulary import Role, State

_FIRST: Final = datetime.min.replace(tzinfo=UTC)


@unique
class Waiting(StrEnum):
    """What somebody is to do."""

    TRIAGE = "triage"
    SIGN = "sign"
    PLAN = "plan"
    REPORT = "report"
    VERIFY = "verify"
    APPROVE = "approve"
    DECIDE = "decide"


_OF_UNIT: Final[Mapping[Waiting, tuple[State, ...]]] = {
    Waiting.SIGN: (State.ASSIGNED,),
    Waiting.PLAN: (State.ACCEPTED,),
    Waiting.REPORT: (State.IN_PROGRESS, State.RETURNED, State.REOPENED),
}
_OF_SUPERVISOR: Final[Mapping[Waiting, tuple[Awaited, ...]]] = {
    Waiting.TRIAGE: (Awaited.TRIAGE,),
    Waiting.VERIFY: (Awaited.VERIFY,),
    Waiting.APPROVE: (Awaited.APPROVE,),
    Waiting.DECIDE: (Awaited.EXTENSION, Awaited.SUSPENSION),
}


@dataclass(frozen=True, slots=True)
class Led:
    """All that a unit leads and that stands in one of these states: the counters know how many that are."""

    unit: str
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What finds some of the issues of a tray; `led` where that is all that a unit leads."""

    query: Document
    led: Led | None = None


@dataclass(frozen=True, slots=True)
class Tray:
    """One thing that somebody is to do, and what finds the issues it waits on: a part for each unit of theirs."""

    what: Waiting
    parts: Sequence[Part]


def trays_of(person: Person, catalogue: Catalogue, day: date) -> list[Tray]:
    """What may wait for a person by their duties on a local day, in the order of an issue's life.

    To sign, any of a unit's people may; what was signed for waits for who is responsible, and for the unit's head.
    """
    units = dict.fromkeys(duty.unit_id for duty in person.duties if duty.role is Role.UNIT_STAFF)
    regions = {duty.region for duty in person.duties if duty.role is Role.SUPERVISOR}
    found: dict[Waiting, list[Part]] = {}
    for unit in filter(None, units):
        for what, part in _of_unit(person.id, unit, catalogue, day):
            found.setdefault(what, []).append(part)
    if regions:
        found.update(_of_supervisor(regions, catalogue, day))
    return [Tray(what, found[what]) for what in Waiting if what in found]


def list_tray(store: Store, tray: Tray, limit: int, after: Key | None = None) -> Page[Document]:
    """The issues that wait so, the first due first. Raises pymongo.errors.PyMongoError when MongoDB is away."""
    pages = [read_page(store["issues"], part.query, "due_at", limit, after, pymongo.ASCENDING) for part in tray.parts]
    if len(pages) == 1:
        return pages[0]
    alike = {document["_id"]: document for page in pages for document in page.items}
    found = sorted(alike.values(), key=lambda document: (document["due_at"] or _FIRST, document["_id"]))
    if len(found) <= limit and not any(page.next for page in pages):
        return Page(found, None)
    last = found[min(limit, len(found)) - 1]
    return Page(found[:limit], (last["due_at"], last["_id"]))


def count_tray(store: Store, tray: Tray, led: Callable[[str], Sums | None]) -> tuple[int, bool]:
    """How many wait so, and whether it is at least so many: what no counter has is counted up to `COUNTED`.

    `led` is what a unit leads (`standing.led_by`). Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    total, more = 0, False
    for part in tray.parts:
        sums = None if part.led is None else led(part.led.unit)
        if part.led is None or sums is None:
            found = store["issues"].count_documents(part.query, limit=COUNTED)
            more |= found >= COUNTED
        else:
            found = sums.of(part.led.states)
        total += found
    return total, more


@dataclass(frozen=True, slots=True)
class Counted:
    """The first of something, and how many there are; `more`: at least so many."""

    items: Sequence[Document]
    count: int
    more: bool


@dataclass(frozen=True, slots=True)
class CountedTray(Counted):
    """The same of a tray."""

    what: Waiting


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for a person as of a moment, and what of all they were told they have not looked at."""

    as_of: datetime
    waiting: Sequence[CountedTray]
    alerts: Counted
    notices: Counted


def read_inbox(store: Store, person: Person, trays: Sequence[Tray], limit: int, now: datetime) -> Inbox:
    """The first `limit` of everything. Raises pymongo.errors.PyMongoError when MongoDB is away."""
    shown, led = told_to(person), cache(partial(led_by, store))

    def unseen(told: Told) -> Counted:
        if told not in shown:
            return Counted([], 0, more=False)
        page = list_unseen(store, told, person.id, limit)
        count = count_unseen(store, told, person.id) if page.next else len(page.items)
        return Counted(page.items, count, count >= COUNTED)

    def waits(tray: Tray) -> CountedTray:
        page = list_tray(store, tray, limit)
        count, more = count_tray(store, tray, led) if page.next else (len(page.items), False)
        return CountedTray(page.items, count, more, tray.what)

    return Inbox(now, [waits(tray) for tray in trays], unseen(Told.ALERTS), unseen(Told.NOTICES))


def _of_supervisor(regions: Collection[str], catalogue: Catalogue, day: date) -> Iterator[tuple[Waiting, list[Part]]]:
    answered = sorted({code for region in regions for code in answered_for(region, catalogue, day)})
    for what, kinds in _OF_SUPERVISOR.items():
        yield what, [Part({"awaits": {"$in": [awaited(kind, code) for kind in kinds for code in answered]}})]


def _of_unit(person_id: str, unit: str, catalogue: Catalogue, day: date) -> Iterator[tuple[Waiting, Part]]:
    head = catalogue.holder_on(PostCode.UNIT_HEAD, unit, day)
    heads = head is not None and head.person_id == person_id
    for what, states in _OF_UNIT.items():
        query: Document = {"state": {"$in": list(states)}, "unit_id": unit}
        if heads or what is Waiting.SIGN:
            yield what, Part({"scopes": unit_key(unit)} | query, Led(unit, states))
        else:
            yield what, Part({"person_id": person_id} | query)
