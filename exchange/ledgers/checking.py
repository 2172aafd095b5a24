"""Knows the verdict of every row read: exactly one each, and their sum is the rows read, or the check fails."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, Protocol

from msgspec import Struct
from msgspec.structs import replace

from exchange.ledgers.exported import SHEET, Identity, as_exported, identities_of
from exchange.ledgers.gathering import gathering
from exchange.ledgers.mapping import LedgerMapping
from exchange.ledgers.near import Nearness
from exchange.ledgers.reading.identity import BareTexts, Identities
from exchange.ledgers.reading.table import tables_of
from exchange.ledgers.records import Record, records_of
from exchange.ledgers.tables.years import words_about, years_in
from exchange.ledgers.values.reading import Fault
from exchange.ledgers.values.telling import TOLD
from exchange.workbooks.cells import Book
from exchange.workbooks.refused import FileRefused


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    SKIPPED = "skipped"
    FAULT = "fault"


STAYS_OUT: Final = frozenset({Verdict.FAULT, Verdict.DUPLICATE, Verdict.CONFLICT})
"""What goes back to who sent it."""


def counts_of(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """`rows`, and the number of each verdict; their sum is `rows`."""
    counted = Counter(verdicts)
    return {"rows": counted.total()} | {verdict.value: counted[verdict] for verdict in Verdict}


class Placed(Struct, frozen=True):
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


class CheckedRow(Struct, frozen=True):
    """A row with its verdict; `reason` says why it is skipped, of what it is a duplicate, or what is wrong first."""

    record: Record
    verdict: Verdict
    row_id: str = ""
    reason: str = ""
    faults: tuple[Fault, ...] = ()
    placed: Placed = Placed()
    exported: Identity | None = None
    """Of a row that this ledger wrote out: which issue it is, at which version."""

    @property
    def digest(self) -> str:
        """By what it is told whether the row says the same as before."""
        return _digest(self.record)


@dataclass(frozen=True, slots=True)
class Checked:
    """Every row read, in order, and how many have each verdict; `unread` are sheets without a table,
    `years` those that the file names of itself."""

    rows: tuple[CheckedRow, ...]
    unread: tuple[str, ...] = ()
    years: tuple[int, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """`rows`, and the number of each verdict; their sum is `rows`."""
        return counts_of(row.verdict for row in self.rows)


@gathering
def check(book: Book, mapping: LedgerMapping, known: Known) -> Checked:
    """Every row of the book's sheets with its verdict. Raises FileRefused where no sheet has a table."""
    mapping.sheets.demand_one(book)
    tables = [(sheet, tables_of(sheet, mapping)) for sheet in book.sheets if sheet.own_name != SHEET]
    records = [record for _, several in tables for table in several for record in records_of(table, mapping)]
    if not any(several for _, several in tables):
        raise FileRefused(
            "no-table",
            f"{book.name}: 没有找到表头,请用 --header 指明所在行 / "
            f"{book.name}: no head is found: name its rows with --header",
        )
    rows = tuple(_judged(records, mapping, known, identities_of(book)))
    about = [text for sheet, several in tables for table in several[:1] for text in words_about(sheet, table.head)]
    unread = tuple(sheet.name for sheet, several in tables if not several)
    return Checked(rows, unread, years_in([*about, book.name]))


def _digest(record: Record) -> str:
    cells = record.cells
    said = [f"{path}\0{cells[path]}" for path in _in_order(tuple(cells))]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


@lru_cache(maxsize=1_000)
def _in_order(paths: tuple[str, ...]) -> list[str]:
    """Rows have a few sets of columns between them."""
    return sorted(paths)


def _judged(
    records: Sequence[Record], mapping: LedgerMapping, known: Known, identities: Mapping[str, Identity]
) -> Iterator[CheckedRow]:
    exported: Sequence[Identity | None] = [None] * len(records)
    if identities and records:
        records, exported = zip(*(as_exported(record, identities) for record in records), strict=True)
    bare = BareTexts()
    row_ids = list(map(Identities(mapping, records, bare).of, records, exported))
    before = known.earlier([row_id for row_id in row_ids if row_id])
    met: dict[str, Record] = {}
    near = Nearness(bare)
    last = dict(zip(row_ids, records, strict=True)) if mapping.duplicates == "last" else {}
    for record, row_id, identity in zip(records, row_ids, exported, strict=True):
        if record.skipped is not None:
            yield CheckedRow(record, Verdict.SKIPPED, reason=record.skipped)
            continue
        if not row_id:
            yield _alone(record, row_id, known, None, ())
            continue
        first = met.setdefault(row_id, record)
        chosen = last.get(row_id, first)
        if chosen is not record:
            told_of = (*_differing(record, chosen, bare), *record.faults)
            at = f"{chosen.sheet}!{chosen.row}"
            yield CheckedRow(record, Verdict.DUPLICATE, row_id, at, told_of)
            continue
        judged = _alone(record, row_id, known, before.get(row_id), near.told(record) if identity is None else ())
        yield judged if identity is None else replace(judged, exported=identity)


def _differing(record: Record, chosen: Record, bare: BareTexts) -> Iterator[Fault]:
    """Where a row says something else than the one that comes in for both."""
    for name, found in record.fields.items():
        other = chosen.fields[name].text if name in chosen.fields else ""
        if name != "seq" and bare[found.text] != bare[other]:
            zh = f"与 {chosen.sheet}!{chosen.row} 同一标识,但那里是“{other[:40]}”"
            en = f"one key with {chosen.sheet}!{chosen.row}, where it is “{other[:40]}”"
            yield Fault(record.places.get(name, f"{record.row}"), "duplicate-differs", f"{zh} / {en}")


def _alone(record: Record, row_id: str, known: Known, earlier: Earlier | None, alike: tuple[Fault, ...]) -> CheckedRow:
    placed = known.placed(record)
    missing = () if row_id else _missing(record)
    faults = (*record.faults, *missing, *(_at(record, *each) for each in placed.faults), *alike)
    wrong = [fault for fault in faults if fault.slug not in TOLD]
    if wrong:
        return CheckedRow(record, Verdict.FAULT, row_id, wrong[0].sentence, faults, placed)
    if earlier is None:
        return CheckedRow(record, Verdict.NEW, row_id, "", faults, placed)
    verdict = Verdict.CONFLICT if earlier.changed_since else Verdict.CHANGED
    if earlier.digest == _digest(record):
        verdict = Verdict.SAME
    return CheckedRow(record, verdict, row_id, earlier.serial, faults, placed)


def _missing(record: Record) -> tuple[Fault, ...]:
    at = record.places.get("description") or record.places.get("title") or f"{record.row}"
    if any(fault.cell == at for fault in record.faults):
        return ()
    return (Fault(at, "no-description", "没有写明问题 / no problem is described"),)


def _at(record: Record, name: str, slug: str, sentence: str) -> Fault:
    """A fault of a field, at its cell; at the row where the table has no such column."""
    return Fault(record.places.get(name, f"{record.row}"), slug, sentence)
