"""Knows the verdict of every row read: exactly one each, and their sum is the rows read, or the check fails."""

import hashlib
import re
import unicodedata
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final, Protocol

from msgspec import Struct
from msgspec.structs import replace

from exchange.ledgers.exported import SHEET, Identity, as_exported, identities_of
from exchange.ledgers.gathering import gathering
from exchange.ledgers.mapping import KEY, LedgerMapping
from exchange.ledgers.near import Nearness
from exchange.ledgers.reading.table import tables_of
from exchange.ledgers.records import Record, records_of
from exchange.ledgers.tables.years import words_about, years_in
from exchange.ledgers.values.reading import Fault
from exchange.ledgers.values.telling import TOLD
from exchange.workbooks.cells import Book
from exchange.workbooks.refused import FileRefused

_NAMESPACE: Final = uuid.UUID("6f2c1a52-7d5e-5b0e-9a53-6c8a1f7f5f10")
# 3, 2-15: where a row stands, not which it is.
_COUNTER: Final = re.compile(r"\d{1,5}(?:[.\-]\d{1,3})*")
_VARIANT: Final = str.maketrans("0123456789abcdef", "89ab" * 4)
_SAID: Final = re.compile(r"[^\W_]+")


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    SKIPPED = "skipped"
    FAULT = "fault"


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
    tables = [(sheet, tables_of(sheet, mapping)) for sheet in book.sheets if sheet.own_name != SHEET]
    records = [record for _, several in tables for table in several for record in records_of(table, mapping)]
    if not any(several for _, several in tables):
        raise FileRefused(
            "no-table",
            f"{book.name}: 没有找到表头,请用 --header 指明所在行 / "
            f"{book.name}: no head is found: name its rows with --header",
        )
    try:
        rows = tuple(_judged(records, mapping, known, identities_of(book)))
    finally:
        _bare.cache_clear()
    about = [text for sheet, several in tables for table in several[:1] for text in words_about(sheet, table.head)]
    unread = tuple(sheet.name for sheet, several in tables if not several)
    return Checked(rows, unread, years_in([*about, book.name]))


def row_id_of(record: Record, mapping: LedgerMapping, numbers: Counter[str]) -> str:
    """The same however the file is sorted, coloured or named: of the mapping's name and the row's key.

    Where no key was chosen and a row has a number that is no counter, it is known by that; where several rows of the
    file have it (`numbers`), by that and the key.
    """
    fields = record.fields
    number = number_of(record)
    keyed = [fields[name].text if name in fields else "" for name in mapping.key if name != "serial"]
    if number and "serial" in mapping.key:
        parts = [number]
    elif number and mapping.key == KEY and not _COUNTER.fullmatch(number):
        parts = [number] if numbers[_bare(number)] == 1 else [number, *keyed]
    else:
        parts = keyed
    return _uuid("\0".join([mapping.name, *map(_bare, parts)]))


def number_of(record: Record) -> str:
    """The number that a row bears; empty where it has none."""
    serial = record.fields.get("serial")
    return serial.text if serial and serial.value else ""


def _id_of(record: Record, identity: Identity | None, mapping: LedgerMapping, numbers: Counter[str]) -> str:
    """Of a row that this ledger wrote out, by its issue, whatever the mapping; none of one that tells no problem."""
    if record.skipped is not None or not _is_told(record):
        return ""
    if identity is not None:
        return _uuid(f"{SHEET}\0{identity[0]}")
    return row_id_of(record, mapping, numbers)


def _uuid(name: str) -> str:
    """The UUIDv5 (RFC 9562 §5.5) of a name, as text: an object for each would cost as much as all the rest of it."""
    told = hashlib.sha1(_NAMESPACE.bytes + name.encode(), usedforsecurity=False).hexdigest()
    return f"{told[:8]}-{told[8:12]}-5{told[13:16]}-{told[16].translate(_VARIANT)}{told[17:20]}-{told[20:32]}"


@cache
def _bare(text: str) -> str:
    """What a text says, without blanks and marks; known until the check is over, as it is asked for several times."""
    return "".join(_SAID.findall(unicodedata.normalize("NFKC", text))).casefold()


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
    numbers = Counter(_bare(number) for record, _ in told if (number := number_of(record)))
    numbered = [(record, _id_of(record, identity, mapping, numbers)) for record, identity in told]
    before = known.earlier([row_id for _, row_id in numbered if row_id])
    met: dict[str, Record] = {}
    near = Nearness(_bare)
    last = {row_id: place for place, (_, row_id) in enumerate(numbered)} if mapping.duplicates == "last" else {}
    for (record, row_id), (_, identity) in zip(numbered, told, strict=True):
        if record.skipped is not None:
            yield CheckedRow(record, Verdict.SKIPPED, reason=record.skipped)
            continue
        if not row_id:
            yield _alone(record, row_id, known, None, ())
            continue
        first = met.setdefault(row_id, record)
        chosen = numbered[last[row_id]][0] if mapping.duplicates == "last" else first
        if chosen is not record:
            told_of = (*_differing(record, chosen), *record.faults)
            at = f"{chosen.sheet}!{chosen.row}"
            yield CheckedRow(record, Verdict.DUPLICATE, row_id, at, told_of)
            continue
        judged = _alone(record, row_id, known, before.get(row_id), near.told(record) if identity is None else ())
        yield judged if identity is None else replace(judged, exported=identity)


def _differing(record: Record, chosen: Record) -> Iterator[Fault]:
    """Where a row says something else than the one that comes in for both."""
    for name, found in record.fields.items():
        other = chosen.fields[name].text if name in chosen.fields else ""
        if name != "seq" and _bare(found.text) != _bare(other):
            zh = f"与 {chosen.sheet}!{chosen.row} 同一标识,但那里是“{other[:40]}”"
            en = f"one key with {chosen.sheet}!{chosen.row}, where it is “{other[:40]}”"
            yield Fault(record.places.get(name, f"{record.row}"), "duplicate-differs", f"{zh} / {en}")


def _alone(record: Record, row_id: str, known: Known, earlier: Earlier | None, alike: tuple[Fault, ...]) -> CheckedRow:
    placed = known.placed(record)
    faults = (*record.faults, *_missing(record), *(_at(record, *each) for each in placed.faults), *alike)
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
    if _is_told(record):
        return ()
    at = record.places.get("description") or record.places.get("title") or f"{record.row}"
    if any(fault.cell == at for fault in record.faults):
        return ()
    return (Fault(at, "no-description", "没有写明问题 / no problem is described"),)


def _is_told(record: Record) -> bool:
    """Whether it is said what the problem is."""
    described, titled = record.fields.get("description"), record.fields.get("title")
    return bool((described and described.value) or (titled and titled.value))


def _at(record: Record, name: str, slug: str, sentence: str) -> Fault:
    """A fault of a field, at its cell; at the row where the table has no such column."""
    return Fault(record.places.get(name, f"{record.row}"), slug, sentence)
