"""Knows the registry as deployed: seeded from the package, added to by the operator, read as one snapshot."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from ledger.mongo.connection import Document, Store
from ledger.mongo.rule_data import Moment, Writing, one_moment, write_rule_data
from ledger.registry.catalogue import Catalogue
from ledger.registry.documents import READERS, to_document

_Way = Callable[[Document, Document | None], Document]
"""What is to stand there, of the document that comes and the one that stands there."""
_MARK: Final = "entered"
"""The field of a document that the operator entered; what ships has none."""


def seed(store: Store, catalogue: Catalogue) -> None:
    """Write the entries that ship; one that is there is replaced, save what the operator has entered or filled."""
    _write(store, catalogue, _seeded, _seeded_post)


def enter(store: Store, catalogue: Catalogue) -> None:
    """Write what the operator says, whole or not at all; an entry that is there is replaced, others are left alone."""
    _write(store, catalogue, _as_entered, _as_entered)


def _write(store: Store, catalogue: Catalogue, way: _Way, way_of_posts: _Way) -> None:
    """Only what differs is written: a start that seeds what is there is no change."""
    coming = {
        name: {key: to_document(key, entry) for key, entry in getattr(catalogue, name).items()} for name in READERS
    }

    def write(writing: Writing) -> None:
        for name, documents in coming.items():
            how, there = way_of_posts if name == "posts" else way, writing.stored(name, documents)
            wanted = {key: how(document, there.get(key)) for key, document in documents.items()}
            writing.put(name, [document for key, document in wanted.items() if document != there.get(key)])

    write_rule_data(store, write)


def entered(document: Document) -> Document:
    """Marked, so that no seed after it undoes it."""
    return document | {_MARK: True}


def _as_entered(document: Document, there: Document | None) -> Document:
    """What the operator says as it stands there already is nobody's change."""
    return there if there is not None and there | document == there else entered(document)


def _seeded(document: Document, there: Document | None) -> Document:
    """Added when it is not there, and replaced only as long as nobody entered it."""
    return document if there is None or _MARK not in there else there


def _seeded_post(document: Document, there: Document | None) -> Document:
    """A shipped post is vacant, or held by a sample: it never takes the place of the people that are there, and one
    that the operator emptied stays empty."""
    if there is None:
        return document
    return there if there["holders"] or _MARK in there else there | {"holders": document["holders"]}


def read_catalogue() -> Catalogue:
    """The registry as it stands in MongoDB."""
    with one_moment() as moment:
        return catalogue_at(moment)


def catalogue_at(moment: Moment, before: Catalogue | None = None) -> Catalogue:
    """The whole registry of a moment; an entry that says what it said `before` is the same object."""
    read = {name: _entries(moment, name, {} if before is None else getattr(before, name)) for name in READERS}
    return Catalogue(**read)


def catalogue_since(moment: Moment, version: int, before: Catalogue) -> Catalogue:
    """The registry of a moment, of what it was `before` at a version and what was written since."""
    written = {name: _entries(moment, name, {}, version) for name in READERS}
    changed: dict[str, Any] = {name: {**getattr(before, name), **new} for name, new in written.items() if new}
    return replace(before, **changed)


def _entries(moment: Moment, name: str, before: Mapping[str, Any], after: int | None = None) -> dict[str, Any]:
    read, entries = READERS[name], {}
    for document in moment.find(name, after):
        entry, known = read(document), before.get(document["_id"])
        entries[document["_id"]] = known if entry == known else entry
    return entries
