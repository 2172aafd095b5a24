"""Knows how the rows of a table are read: blanks filled down, then some rows at a time, and those column by column."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import compress, islice, repeat
from typing import Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from exchange.ledgers.mapping import LedgerMapping
from exchange.ledgers.reading.columns import LONGEST_TEXT, FieldColumn
from exchange.ledgers.reading.table import Table
from exchange.ledgers.tables.flat import text_of
from exchange.ledgers.tables.rows import LedgerRow, RowKind
from exchange.ledgers.values.reading import Fault, Found
from exchange.ledgers.values.telling import valueless, valueless_but_kept
from exchange.ledgers.values.words import DITTO
from exchange.workbooks.cells import Value, reference

T = TypeVar("T")
# Fields that nothing here goes by: a formula without a value keeps no row out.
_UNUSED: Final = frozenset({"seq", "light"})
_AT_ONCE: Final = 1_000


class WholeRow(Struct):
    """A row: what stands in the table's columns, its fields as they are read, and what there is to tell of those."""

    row: LedgerRow
    texts: Sequence[str]
    fields: dict[str, Found]
    faults: list[Fault]


def whole_rows(table: Table, mapping: LedgerMapping) -> Iterator[WholeRow]:
    """Every row below the head, in order."""
    names = [column.name for column in table.reads]
    rows = _filled_down(table, mapping)
    while some := list(islice(rows, _AT_ONCE)):
        texts = _by_column(row.texts for row, _ in some)
        said = _said([row for row, _ in some], _by_column(meant for _, meant in some), table)
        found = _found(said, _by_column(row.values for row, _ in some), table)
        by_row = _by_row([texts[place] for place in table.places]), _by_row(said), _by_row(found)
        is_doubted = not table.is_sound or any(column.is_doubted for column in table.reads)
        for (row, _), own, has, read in zip(some, *by_row, strict=False):
            yield WholeRow(
                row,
                own,
                fields=dict(compress(zip(names, read, strict=True), has)),
                faults=list(_doubts(row, has, read, table)) if is_doubted else [],
            )


def _filled_down(table: Table, mapping: LedgerMapping) -> Iterator[tuple[LedgerRow, Sequence[str]]]:
    """Rows with the texts that their cells mean: a blank one of the columns to fill down, or one that says 同上, means
    what the one above does. A project's name and its code are one thing, filled together where both are blank."""
    named = table.head.places_of(mapping.fill_down)
    places = {*named, *(place for place, name in table.fields.items() if name in mapping.fill_down)}
    project = tuple(table.naming.values()) if "project" in mapping.fill_down else ()
    together = [*((place,) for place in places.difference(project)), project]
    last: dict[tuple[int, ...], dict[int, Value]] = {}
    above: LedgerRow | None = None
    for row in table.rows():
        if row.kind is not RowKind.RECORD:
            yield row, row.texts
            continue
        put: dict[int, Value] = {}
        if above is not None and not DITTO.isdisjoint(row.texts):
            same = [place for place, text in enumerate(row.texts) if text in DITTO and above.texts[place]]
            put = {place: above.values[place] for place in same}
        for some in together:
            if said := [place for place in some if row.texts[place]]:
                last[some] = {place: put.get(place, row.values[place]) for place in said}
            else:
                put |= last.get(some, {})
        above, meant = _put(row, put) if put else (row, row.texts)
        yield above, meant


def _put(row: LedgerRow, put: Mapping[int, Value]) -> tuple[LedgerRow, Sequence[str]]:
    """The row with these values, and the texts that it means then; its own 同上 stays as it stands."""
    values = [put.get(place, value) for place, value in enumerate(row.values)]
    meant = [text_of(put[place]) if place in put else text for place, text in enumerate(row.texts)]
    texts = [own or text for own, text in zip(row.texts, meant, strict=True)]
    return replace(row, values=values, texts=texts), meant


def _said(rows: Sequence[LedgerRow], texts: Sequence[Sequence[str]], table: Table) -> list[Sequence[str]]:
    """What is said in the columns of fields; nothing in a cell that is an error, or a formula without a value."""
    if table.is_sound:
        return [texts[column.place] for column in table.reads]
    return [
        ["" if _is_valueless(row, column, table) else text for row, text in zip(rows, texts[column.place], strict=True)]
        for column in table.reads
    ]


def _found(said: Sequence[Sequence[str]], values: Sequence[Sequence[Value]], table: Table) -> list[list[Found]]:
    """What the columns of fields are read as. When a row was found is read first."""
    found: list[list[Found]] = []
    since: Sequence[date | None] = [None] * len(said[0]) if said else ()
    for column, texts in zip(table.reads, said, strict=True):
        read = column.read(texts, values[column.place], since)
        if column.name == "found_on":
            since = [
                each.value if text and isinstance(each.value, date) else before
                for text, each, before in zip(texts, read, since, strict=True)
            ]
        found.append(read)
    return found


def _doubts(row: LedgerRow, said: Sequence[str], read: Sequence[Found], table: Table) -> Iterator[Fault]:
    for column, text, found in zip(table.reads, said, read, strict=True):
        if not table.is_sound and _is_valueless(row, column, table):
            told = valueless_but_kept if column.name in _UNUSED else valueless
            yield told(reference(row.row, column.place), table.sheet.errors.get((row.row, column.place)))
        elif text and (found.doubts or len(found.text) > LONGEST_TEXT):
            yield from _doubted(found, reference(row.row, column.place))


def _doubted(found: Found, at: str) -> Iterator[Fault]:
    if len(found.text) > LONGEST_TEXT:
        yield Fault(at, "too-long", f"超过 {LONGEST_TEXT} 字 / more than {LONGEST_TEXT:,} characters")
    yield from (Fault(at, slug, sentence) for slug, sentence in found.doubts)


def _is_valueless(row: LedgerRow, column: FieldColumn, table: Table) -> bool:
    at = row.row, column.place
    return at in table.sheet.errors or at in table.sheet.unvalued


def _by_column(rows: Iterable[Sequence[T]]) -> Sequence[Sequence[T]]:
    return list(zip(*rows, strict=True))


def _by_row(columns: Sequence[Sequence[T]]) -> Iterable[Sequence[T]]:
    """An empty row as often as wanted where there are no columns."""
    return zip(*columns, strict=True) if columns else repeat(())
