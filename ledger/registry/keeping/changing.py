"""Knows how the office changes its registry: on what stands there now, whole or not at all, each change an event."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from ledger.mongo.connection import Document, Store
from ledger.mongo.rule_data import Moment, Writing, one_moment, write_rule_data
from ledger.registry.catalogue import Catalogue
from ledger.registry.documents import to_document
from ledger.registry.keeping.history import EVENTS, By, changes_between, to_event
from ledger.registry.own_files.refusals import ImportRefused
from ledger.registry.own_files.written import MAX_CHANGES
from ledger.registry.places import lies_in
from ledger.registry.store import catalogue_at, catalogue_since, entered

Changes = Mapping[str, Mapping[str, Any]]
"""Entries by kind, then by id or code, as they shall stand."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of it: the version of the registry after it, and what was created, changed or left as it was."""

    version: int
    created: Mapping[str, int]
    changed: Mapping[str, int]
    same: Mapping[str, int]

    def count(self, kind: str) -> int:
        """How many entries of a kind it was about."""
        return self.created.get(kind, 0) + self.changed.get(kind, 0) + self.same.get(kind, 0)

    @property
    def is_none(self) -> bool:
        """Whether nothing differs."""
        return not any(self.created.values()) and not any(self.changed.values())


class _Moved(Exception):
    """Somebody else changed the registry in between."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is to be written, made before anything is held in MongoDB: a transaction has ten seconds."""

    documents: Mapping[str, list[Document]]
    events: list[Document]
    came: Changed


def change(
    store: Store,
    decide: Callable[[Catalogue], Changes],
    by: By,
    *,
    dry_run: bool = False,
    last: tuple[int, Catalogue] | None = None,
) -> Changed:
    """Have `decide` say, of the registry as it stands, how entries shall stand, and write what differs.

    Whoever comes second decides again on what the first wrote. With `dry_run` nothing is written. `last` is the
    registry as it was at a version: who has it need not read all of it again.
    Raises what `decide` raises, ImportRefused where that changes too much at once, and pymongo.errors.PyMongoError.
    """
    while True:
        with one_moment() as moment:
            version, known = moment.version, _as_it_stands(moment, last)
        plan = _planned(decide(known), known, version, by)
        try:
            return write_rule_data(store, partial(_write, plan, version, dry_run))
        except _Moved:
            continue


def _as_it_stands(moment: Moment, last: tuple[int, Catalogue] | None) -> Catalogue:
    # An older version than was read: a backup was restored, and nothing says what it took away.
    if last is None or moment.version < last[0]:
        return catalogue_at(moment)
    return catalogue_since(moment, *last)


def _planned(wanted: Changes, known: Catalogue, version: int, by: By) -> _Plan:
    after, differing = known.with_entries(wanted), _differing(wanted, known)
    count = sum(map(len, differing.values()))
    if count > MAX_CHANGES:
        raise ImportRefused(
            [f"共改动 {count} 条,一次最多 {MAX_CHANGES} 条,请拆分 / {count} changes, {MAX_CHANGES} at once: split it"]
        )
    new = {kind: sum(before is None for before, _ in each) for kind, each in differing.items()}
    came = Changed(
        version=version + (count > 0),
        created=new,
        changed={kind: len(each) - new[kind] for kind, each in differing.items()},
        same={kind: len(wanted[kind]) - len(each) for kind, each in differing.items()},
    )
    events = [
        to_event(came.version, kind, before, coming, by, _where(kind, coming["_id"], known, after))
        for kind, each in differing.items()
        for before, coming in each
    ]
    return _Plan({kind: [entered(coming) for _, coming in each] for kind, each in differing.items()}, events, came)


def _differing(wanted: Changes, known: Catalogue) -> dict[str, list[tuple[Document | None, Document]]]:
    """What is there, if anything is, and what comes, of each entry that will not say what it says."""
    found: dict[str, list[tuple[Document | None, Document]]] = {}
    for kind, entries in wanted.items():
        there, found[kind] = getattr(known, kind), []
        for key, entry in entries.items():
            before = to_document(key, there[key]) if key in there else None
            coming = to_document(key, entry)
            if before is None or changes_between(before, coming):
                found[kind].append((before, coming))
    return found


def _write(plan: _Plan, version: int, dry_run: bool, writing: Writing) -> Changed:
    if writing.version != version:
        raise _Moved
    if dry_run:
        return replace(plan.came, version=version)
    for kind, documents in plan.documents.items():
        writing.put(kind, documents)
    writing.add(EVENTS, plan.events)
    return plan.came


def _where(kind: str, key: str, known: Catalogue, after: Catalogue) -> set[str]:
    """Where an entry lay, and where it lies now: who answered for it then may read what became of it."""
    found: set[str] = set()
    for catalogue in (known, after):
        entry = getattr(catalogue, kind).get(key)
        found |= set() if entry is None else lies_in(entry, catalogue)
    return found
