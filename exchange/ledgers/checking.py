"""Knows the verdict of every row read: exactly one each, and their sum is the rows read, or the check fails."""

import hashlib
import re
import unicodedata
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Final, Protocol

from exchange.ledgers.exported import SHEET, Identity, as_exported, identities_of
from exchange.ledgers.gathering import gathering
from exchange.ledgers.mapping import LedgerMapping
from exchange.ledgers.records import Record, records_of, tables_of
from exchange.ledgers.values.reading import Fault
from exchange.workbooks.cells import Book
from exchange.workbooks.refused import FileRefused

_NAMESPACE: Final = uuid.UUID("6f2c1a52-7d5e-5b0e-9a53-6c8a1f7f5f10")
_MARKS: Final = re.compile(r"[\W_]+")
# What may stand in doubt without keeping a row out: it is told, and read as it stands.
_TOLD: Final = frozenset({"several-problems"})


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    SKIPPED = "skipped"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Placed:
    """What a row names, as the registry knows it; a fault where it knows none, or several."""

    project_code: str | None = None
    region: str | None = None
    unit_id: str | None = None
    person_id: str | None = None
    faults: tuple[tuple[str, str, str], ...] = ()
    """(field, slug, sentence)."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a row with this id was when it came in before, and whether somebody worked on its issue since."""

    digest: str
    changed_since: bool = False
    serial: str = ""


class Known(Protocol):
    """What is known beside the file: the registry's names, and what came in under these ids before."""

    def placed(self, record: Record) -> Placed:
        """Whom and what a record names."""
        ...

    def earlier(self, ids: Sequence[str]) -> Mapping[str, Earlier]:
        """Those of these row ids that came in before."""
        ...


class NothingKnown:
    """The file alone is looked at: names stay names, and every row is the first of its kind."""

    def placed(self, _record: Record) -> Placed:
        """Nothing, and no fault."""
        return Placed()

    def earlier(self, _ids: Sequence[str]) -> Mapping[str, Earlier]:
        """None."""
        return {}


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row with its verdict; `reason` says why it is skipped, of what it is a duplicate, or what is wrong first."""

    record: Record
    verdict: Verdict
    row_id: str = ""
    digest: str = ""
    reason: str = ""
    faults: tuple[Fault, ...] = ()
    placed: Placed = field(default_factory=Placed)
    exported: Identity | None = None
    """Of a row that this ledger wrote out: which issue it is, at which version."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Every row read, in order, and how many have each verdict; `unread` are sheets without a table."""

    rows: tuple[CheckedRow, ...]
    unread: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """`rows`, and the number of each verdict; their sum is `rows`."""
        counted = Counter(row.verdict for row in self.rows)
        return {"rows": len(self.rows)} | {verdict.value: counted[verdict] for verdict in Verdict}


@gathering
def check(book: Book, mapping: LedgerMapping, known: Known) -> Checked:
    """Every row of the book's sheets with its verdict. Raises FileRefused where no sheet has a table."""
    tables = [(sheet.name, tables_of(sheet, mapping)) for sheet in book.sheets if sheet.own_name != SHEET]
    records = [record for _, several in tables for table in several for record in records_of(table, mapping)]
    if not any(several for _, several in tables):
        raise FileRefused(
            "no-table",
            f"{book.name}: 没有找到表头,请用 --header 指明所在行 / "
            f"{book.name}: no head is found: name its rows with --header",
        )
    rows = tuple(_judged(records, mapping, known, identities_of(book)))
    return Checked(rows, tuple(name for name, several in tables if not several))


def row_id_of(record: Record, mapping: LedgerMapping) -> str:
    """The same however the file is sorted, coloured or named: of the mapping's name and the row's key."""
    serial = record.fields.get("serial")
    parts = (
        [serial.text]
        if serial and serial.value and "serial" in mapping.key
        else [record.fields[name].text if name in record.fields else "" for name in mapping.key if name != "serial"]
    )
    return str(uuid.uuid5(_NAMESPACE, "\0".join([mapping.name, *map(_bare, parts)])))


def _id_of(record: Record, identity: Identity | None, mapping: LedgerMapping) -> str:
    """Of a row that this ledger wrote out, by its issue, whatever the mapping; none of a row that is skipped."""
    if record.skipped is not None:
        return ""
    return row_id_of(record, mapping) if identity is None else str(uuid.uuid5(_NAMESPACE, f"{SHEET}\0{identity[0]}"))


@lru_cache(maxsize=20_000)
def _bare(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _digest(record: Record) -> str:
    cells = record.cells
    said = [f"{path}\0{cells[path]}" for path in _in_order(tuple(cells))]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


@lru_cache(maxsize=1_000)
def _in_order(paths: tuple[str, ...]) -> list[str]:
    """Rows have a few sets of columns between them."""
    return sorted(paths)


def _judged(
    records: Iterable[Record], mapping: LedgerMapping, known: Known, identities: Mapping[str, Identity]
) -> Iterator[CheckedRow]:
    told = [as_exported(record, identities) if identities else (record, None) for record in records]
    numbered = [(record, _id_of(record, identity, mapping)) for record, identity in told]
    before = known.earlier([row_id for _, row_id in numbered if row_id])
    met: dict[str, Record] = {}
    last = {row_id: place for place, (_, row_id) in enumerate(numbered)} if mapping.duplicates == "last" else {}
    for place, ((record, row_id), (_, identity)) in enumerate(zip(numbered, told, strict=True)):
        if record.skipped is not None:
            yield CheckedRow(record, Verdict.SKIPPED, reason=record.skipped)
            continue
        first = met.setdefault(row_id, record)
        if mapping.duplicates == "last" and last[row_id] != place:
            yield CheckedRow(
                record,
                Verdict.DUPLICATE,
                row_id,
                reason=f"{numbered[last[row_id]][0].sheet}!{numbered[last[row_id]][0].row}",
            )
        elif first is not record and mapping.duplicates != "last":
            yield CheckedRow(record, Verdict.DUPLICATE, row_id, _digest(record), f"{first.sheet}!{first.row}")
        else:
            judged = _alone(record, row_id, known, before.get(row_id))
            yield judged if identity is None else replace(judged, exported=identity)


def _alone(record: Record, row_id: str, known: Known, earlier: Earlier | None) -> CheckedRow:
    placed, digest = known.placed(record), _digest(record)
    faults = [*record.faults, *_missing(record), *(_at(record, *each) for each in placed.faults)]
    wrong = [fault for fault in faults if fault.slug not in _TOLD]
    if wrong:
        return CheckedRow(record, Verdict.FAULT, row_id, digest, wrong[0].sentence, tuple(faults), placed)
    if earlier is None:
        return CheckedRow(record, Verdict.NEW, row_id, digest, "", tuple(faults), placed)
    if earlier.digest == digest:
        return CheckedRow(record, Verdict.SAME, row_id, digest, earlier.serial, tuple(faults), placed)
    verdict = Verdict.CONFLICT if earlier.changed_since else Verdict.CHANGED
    return CheckedRow(record, verdict, row_id, digest, earlier.serial, tuple(faults), placed)


def _missing(record: Record) -> Iterator[Fault]:
    if not any(name in record.fields and record.fields[name].value for name in ("description", "title")):
        sentence = "没有写明问题 / no problem is described"
        yield Fault(f"{record.row}", "no-description", sentence)


def _at(record: Record, name: str, slug: str, sentence: str) -> Fault:
    """A fault of a field, at its cell; at the row where the table has no such column."""
    return Fault(record.places.get(name, f"{record.row}"), slug, sentence)
