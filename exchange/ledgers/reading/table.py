"""Knows a table on a sheet by a mapping: its head, and what each column is, as the mapping or the dictionary has it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from exchange.ledgers.mapping import LedgerMapping
from exchange.ledgers.reading.columns import FieldColumn
from exchange.ledgers.tables.flat import flatten
from exchange.ledgers.tables.heads import Head, find_head, find_heads, said_head
from exchange.ledgers.tables.rows import LedgerRow, rows_below
from exchange.workbooks.cells import Sheet, letters_of

_NAMING: Final = ("project", "project_code")


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with its head, and each column's field: the day found first, as a day without a year goes by that."""

    sheet: Sheet
    head: Head
    fields: dict[int, str]
    until: int | None = None
    """The first row of the next table on the sheet."""
    labelled: frozenset[int] = frozenset()
    """The columns that have a word over them."""
    letters: Mapping[str, str] = field(default_factory=dict)
    """Those over each field."""
    places: tuple[int, ...] = ()
    """All columns: those with a word over them, then those beside."""
    paths: tuple[str, ...] = ()
    """What each of these is called."""
    beside: tuple[int, ...] = ()
    """Columns without a word over them, called by their letters."""
    kept: tuple[tuple[int, str], ...] = ()
    """Columns that are no field, those beside too, with their paths."""
    reads: tuple[FieldColumn, ...] = ()
    """The columns of its fields."""
    skip: frozenset[str] = frozenset()
    """Words by which a row is a sum or a note."""
    is_sound: bool = True
    """Whether no cell of its sheet is an error, or a formula without a value."""

    @property
    def naming(self) -> Mapping[str, int]:
        """The columns that say what project a row is of, by their fields."""
        return {name: place for place, name in self.fields.items() if name in _NAMING}

    def rows(self) -> Iterator[LedgerRow]:
        """Those below its head."""
        return rows_below(self.sheet, self.head, self.until)


def tables_of(sheet: Sheet, mapping: LedgerMapping) -> tuple[Table, ...]:
    """Every table on a sheet that the mapping includes, one below another."""
    first = table_of(sheet, mapping)
    if first is None or mapping.header != "auto":
        return () if first is None else (first,)
    heads = find_heads(sheet)
    ends = (*(head.top for head in heads[1:]), None)
    return tuple(_table(sheet, head, mapping, end) for head, end in zip(heads, ends, strict=True))


def table_of(sheet: Sheet, mapping: LedgerMapping) -> Table | None:
    """The table on a sheet that the mapping includes; None where it includes it not, or no head is found."""
    if not mapping.sheets.has(sheet):
        return None
    head = find_head(sheet) if mapping.header == "auto" else said_head(sheet, mapping.header)
    if head is None:
        return None
    return _table(sheet, head, mapping)


def _table(sheet: Sheet, head: Head, mapping: LedgerMapping, until: int | None = None) -> Table:
    paths, fields = {column.place: column.path for column in head.columns}, dict(_fields(head, mapping))
    beside = tuple(place for place in range(flatten(sheet).width) if place not in paths)
    called = paths | {place: f"{letters_of(place)}列" for place in beside}
    return Table(
        sheet,
        head,
        fields,
        until,
        labelled=frozenset(paths),
        letters={name: letters_of(place) for place, name in fields.items()},
        places=tuple(called),
        paths=tuple(called.values()),
        beside=beside,
        kept=tuple((place, path) for place, path in called.items() if place not in fields),
        reads=tuple(FieldColumn(place, name, paths[place], mapping) for place, name in fields.items()),
        skip=frozenset(mapping.skip),
        is_sound=not sheet.errors and not sheet.unvalued,
    )


def _fields(head: Head, mapping: LedgerMapping) -> list[tuple[int, str]]:
    named = [(column.place, name) for column in head.columns if (name := column.field_by(mapping.columns)) is not None]
    return sorted(named, key=lambda each: each[1] != "found_on")
