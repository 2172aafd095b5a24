"""Knows how the office changes its registry: on what stands there now, whole or not at all, each change an event."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from ledger.mongo.connection import Document, Store
from ledger.mongo.rule_data import Writing, one_moment, write_rule_data
from ledger.registry.catalogue import Catalogue
from ledger.registry.documents import to_document
from ledger.registry.keeping.history import EVENTS, By, changes_between, to_event
from ledger.registry.places import lies_in
from ledger.registry.store import catalogue_at, entered

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


def change(store: Store, decide: Callable[[Catalogue], Changes], by: By, *, dry_run: bool = False) -> Changed:
    """Have `decide` say, of the registry as it stands, how entries shall stand, and write what differs.

    Whoever comes second decides again on what the first wrote. With `dry_run` nothing is written.
    Raises what `decide` raises, and pymongo.errors.PyMongoError.
    """
    while True:
        with one_moment() as moment:
            version, known = moment.version, catalogue_at(moment)
        try:
            return write_rule_data(store, partial(_write, decide(known), known, version, by, dry_run))
        except _Moved:
            continue


def _write(  # noqa: PLR0917 - what is to stand there, over what, by whom
    wanted: Changes, known: Catalogue, version: int, by: By, dry_run: bool, writing: Writing
) -> Changed:
    if writing.version != version:
        raise _Moved
    created, changed, same = {}, {}, {}
    for kind, entries in wanted.items():
        coming = {key: to_document(key, entry) for key, entry in entries.items()}
        there = writing.stored(kind, coming)
        differing = [each for key, each in coming.items() if not _same(each, there.get(key))]
        new = sum(each["_id"] not in there for each in differing)
        created[kind], changed[kind], same[kind] = new, len(differing) - new, len(coming) - len(differing)
        if not dry_run:
            writing.put(kind, [entered(each) for each in differing])
            after = known.with_entries(wanted)
            writing.add(
                EVENTS,
                [
                    to_event(
                        writing.version, kind, there.get(each["_id"]), each, by, _where(kind, each["_id"], known, after)
                    )
                    for each in differing
                ],
            )
    return Changed(writing.version, created, changed, same)


def _where(kind: str, key: str, known: Catalogue, after: Catalogue) -> set[str]:
    """Where an entry lay, and where it lies now: who answered for it then may read what became of it."""
    found: set[str] = set()
    for catalogue in (known, after):
        entry = getattr(catalogue, kind).get(key)
        found |= set() if entry is None else lies_in(entry, catalogue)
    return found


def _same(document: Document, there: Document | None) -> bool:
    return there is not None and not changes_between(there, document)
