"""Knows which imports are there for somebody: one's own, and those of who works in one's regions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pymongo

from api.http.problems import Problem
from api.http.settings import QUERY_SECONDS
from api.reads.reading import not_permitted
from exchange.ledgers.mapping import LedgerMapping
from exchange.ledgers.mapping_files import mapping_in, remembered
from ledger.access.scopes import Scope, may, scope_of
from ledger.imports import looks, records
from ledger.imports.listing import page_of_imports
from ledger.imports.records import ImportRecord, ImportState
from ledger.issue.refusals import CommandRefused
from ledger.mongo.connection import Store
from ledger.mongo.pages import Key, Page
from ledger.registry.entries import Person

READ, MAKE, DISCARD, COMMIT, UNDO = "import.read", "import.make", "import.discard", "import.commit", "import.undo"
_OWN = (MAKE, DISCARD)
BEFORE = (ImportState.OPEN, ImportState.CHECKED)


@dataclass(frozen=True, slots=True)
class Opened:
    """An import with what is kept of it, how it is read, and by what its template came in last, where that differs."""

    record: ImportRecord
    look: looks.Look
    mapping: LedgerMapping
    known: LedgerMapping | None


@dataclass(frozen=True, slots=True)
class ImportsOf:
    """The imports as one person sees them. Its functions wait for MongoDB, and raise Problem and PyMongoError."""

    store: Store
    person: Person
    persons: Mapping[str, Person]

    def page(self, limit: int, after: Key | None) -> Page[ImportRecord]:
        """A page of them, the latest first. Raises Problem (403) where no duty allows it."""
        scope = scope_of(self.person, READ)
        if scope.empty:
            raise not_permitted()
        with pymongo.timeout(QUERY_SECONDS):
            return page_of_imports(self.store, limit, after, lambda actor: self._is_within(scope, actor))

    def one(self, import_id: str, action: str = READ) -> Opened:
        """One of them, for an action on it. Raises Problem: 404 where it is not there, 403 where it may not be done."""
        with pymongo.timeout(QUERY_SECONDS):
            record = self._record(import_id)
            if action in _OWN and record.actor != self.person.id:
                raise not_permitted()
            if action != READ and not may(self.person, action):
                raise not_permitted()
            look = looks.look_of(self.store, import_id)
            mapping = mapping_in(record.mapping)
            return Opened(record, look, mapping, self._known(mapping))

    def _record(self, import_id: str) -> ImportRecord:
        try:
            record = records.load(self.store, import_id)
        except CommandRefused:
            raise unknown(import_id) from None
        if not self._is_within(scope_of(self.person, READ), record.actor):
            raise unknown(import_id)
        return record

    def _is_within(self, scope: Scope, actor: str) -> bool:
        person = self.persons.get(actor)
        return scope.owns(actor) or (person is not None and scope.covers_region(person.region))

    def _known(self, mapping: LedgerMapping) -> LedgerMapping | None:
        """The mapping that is remembered of this template; None where it is the same, or cannot be read any more."""
        text = (
            records.mapping_for(self.store, mapping.fingerprint, regions_of(self.person))
            if mapping.fingerprint
            else None
        )
        known = remembered(text)
        return None if known == mapping.of_template else known


def regions_of(person: Person) -> tuple[str, ...]:
    """Where somebody may enter anything on the ledger."""
    return scope_of(person, COMMIT).regions


def demand_state(opened: Opened, *states: ImportState) -> None:
    """Raises Problem (409) where an import has not come so far, or has come farther."""
    if opened.record.state not in states:
        raise wrong_state(opened.record)


def wrong_state(record: ImportRecord, **facts: Any) -> Problem:
    """The refusal of what an import's state does not allow."""
    return Problem(
        409,
        "wrong-state",
        f"这次导入的状态不允许这样做 / the import is {record.state.value}: that is not possible now",
        state=record.state.value,
        allowed=[],
        **facts,
    )


def unknown(import_id: str) -> Problem:
    """The answer to an import that is not there, or not for who asks."""
    return Problem(404, "unknown-import", "没有这次导入 / no such import", import_id=import_id)
