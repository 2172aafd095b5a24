"""Knows how a file of the registry is taken: in a process of its own, which reads it, decides on it and writes it.

A hundred thousand entries are work for a processor, and in the API's own process everybody would wait for it. Nothing
of HTTP is known here, so that the process is small; what goes in and what comes back can be pickled.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, Final

from pymongo.errors import PyMongoError

from api.resources.organisation.listed import written_of
from exchange.listings.reading import told_listing
from exchange.tables.faults import PlayError
from exchange.texts.reading import read_bytes, text_in
from exchange.workbooks.reading import read_book
from exchange.workbooks.refused import FileRefused
from ledger.access.registry_changes import may_change_registry, who_changes
from ledger.mongo.connection import Store, connect
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Person
from ledger.registry.keeping.changing import Changed, change
from ledger.registry.keeping.history import By
from ledger.registry.own_files.checking import Entries, Forbids, check, without_post
from ledger.registry.own_files.refusals import ImportForbidden, ImportRefused
from ledger.registry.own_files.written import Written, read_csv, read_yaml, tells_a_kind

IMPORT_BYTES: Final = 64 * 1024 * 1024
MOST_FAULTS: Final = 1_000


class Form(StrEnum):
    """How a file is written: the registry's own YAML, rows of text, or a workbook."""

    YAML = "yaml"
    CSV = "csv"
    BOOK = "book"


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was sent, by whom, and on which local day of the ledger."""

    path: Path
    form: Form
    by: By
    today: date
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it, and the supervisors of the file whom no alert will reach."""

    came: Changed
    without_post: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The first faults, how many there are in all, and whether they are about what is not the sender's to change.

    There is none where the sender may change nothing any more.
    """

    faults: tuple[str, ...]
    in_all: int
    forbidden: bool


def take(mongo_url: str, file: File) -> Taken | NotTaken:
    """Write what a file holds, all or nothing. Raises pymongo.errors.PyMongoError when MongoDB is away."""
    try:
        read = _reader(file)
        store = connect(mongo_url)
        try:
            return _taken(store, read, file)
        finally:
            store.close()
    except ImportRefused as refused:
        faults = refused.faults
        return NotTaken(faults[:MOST_FAULTS], len(faults), isinstance(refused, ImportForbidden))
    except PyMongoError as error:
        raise PyMongoError(str(error)) from None  # not each of its kinds can be pickled


def _reader(file: File) -> Callable[[Catalogue], Written]:
    """How its entries are read where the registry is known: a table with columns of our own, or as an office keeps it,
    whose head, kind and names are found. Raises ImportRefused."""
    try:
        raw = read_bytes(file.path, IMPORT_BYTES)
        if file.form is not Form.BOOK:
            text = text_in(Path("文件 file"), raw)
            if file.form is Form.YAML or tells_a_kind(text):
                written = read_yaml(text) if file.form is Form.YAML else read_csv(text)
                return lambda _known: written
        kind, listing = told_listing(read_book("名录.csv" if file.form is Form.CSV else "名录", raw))
    except (PlayError, FileRefused) as error:
        raise ImportRefused([str(error)]) from None
    return partial(written_of, listing, kind)


def _taken(store: Store, read: Callable[[Catalogue], Written], file: File) -> Taken:
    last: list[tuple[Entries, Catalogue]] = []

    def decide(known: Catalogue) -> Mapping[str, Mapping[str, Any]]:
        person = who_changes(file.by.actor, known, file.today)
        if person is None:
            raise ImportForbidden([])
        last[:] = [(check(read(known), known, file.today, _forbidden_to(person)), known)]
        return last[0][0].of

    came = change(store, decide, file.by, dry_run=file.dry_run)
    return Taken(came, without_post(*last[0]))


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
