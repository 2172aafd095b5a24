"""Knows what there is to see of a file before it is mapped: sheets, the first rows, columns and samples."""

from typing import Any, Final

from exchange.ledgers.exported import SHEET
from exchange.ledgers.mapping import LedgerMapping, fingerprint_of
from exchange.ledgers.reading.table import Table, table_of
from exchange.ledgers.tables.flat import flatten, is_blank, text_of
from exchange.ledgers.tables.heads import Column
from exchange.ledgers.tables.rows import RowKind, rows_below
from exchange.ledgers.values.colours import COLOURS, colour_named
from exchange.workbooks.cells import Book, Sheet, reference

_PICTURE_ROWS: Final = 12
_SAMPLES: Final = 3
_FEW: Final = 20
_SHADES: Final = 4


def look_at(book: Book, mapping: LedgerMapping) -> dict[str, Any]:
    """{name, kind, notes, sheets: [{name, visible, rows, columns, hidden_rows, errors, formulas_without_value, fills,
    picture, head}]}; `head` is null where none is found: {rows, fingerprint, columns: [{column, path, field, sure,
    offered, samples}], kinds, colours: [{name, fills, rows}]}.
    """
    return {
        "name": book.name,
        "kind": book.kind,
        "notes": list(book.notes),
        "sheets": [_sheet(sheet, mapping) for sheet in book.sheets if sheet.own_name != SHEET],
    }


def _sheet(sheet: Sheet, mapping: LedgerMapping) -> dict[str, Any]:
    table = table_of(sheet, mapping)
    return {
        "name": sheet.name,
        "visible": sheet.visible,
        "rows": len(sheet.rows),
        "columns": sheet.width,
        "hidden_rows": [row + 1 for row in sorted(sheet.hidden_rows)[:_FEW]],
        "errors": [{"cell": reference(*at), "text": text} for at, text in list(sheet.errors.items())[:_FEW]],
        "formulas_without_value": [reference(*at) for at in sorted(sheet.unvalued)[:_FEW]],
        "fills": sorted(set(sheet.fills.values()))[:_FEW],
        "picture": [[text_of(cell) for cell in row] for row in flatten(sheet).rows[:_PICTURE_ROWS]],
        "head": _head(table) if table else None,
    }


def _head(table: Table) -> dict[str, Any]:
    kinds: dict[str, int] = {}
    records: set[int] = set()
    for row in rows_below(table.sheet, table.head):
        kinds[row.kind] = kinds.get(row.kind, 0) + 1
        if row.kind is RowKind.RECORD:
            records.add(row.row)
    return {
        "rows": [table.head.top + 1, table.head.bottom + 1],
        "fingerprint": fingerprint_of(table.head),
        "columns": [_column(column, table) for column in table.head.columns],
        "kinds": kinds,
        "colours": _colours(table, records),
    }


def _colours(table: Table, records: set[int]) -> list[dict[str, Any]]:
    """The colours that records have in columns with a head: how many rows each, and the fills that are called so."""
    fills: dict[str, set[str]] = {}
    rows: dict[str, set[int]] = {}
    for (row, place), fill in table.sheet.fills.items():
        if row in records and place in table.labelled and (name := colour_named(fill)):
            fills.setdefault(name, set()).add(fill)
            rows.setdefault(name, set()).add(row)
    return [
        {"name": name, "fills": sorted(fills[name])[:_SHADES], "rows": len(rows[name])}
        for name in COLOURS
        if name in rows
    ]


def _column(column: Column, table: Table) -> dict[str, Any]:
    return {
        "column": reference(0, column.place).rstrip("1"),
        "path": column.path,
        "field": table.fields.get(column.place),
        "sure": column.meaning.sure,
        "offered": list(column.meaning.offered),
        "samples": _samples(column, table),
    }


def _samples(column: Column, table: Table) -> list[str]:
    found: dict[str, None] = {}
    for row in rows_below(table.sheet, table.head):
        value = row.cells.get(column.place)
        if row.kind is RowKind.RECORD and not is_blank(value):
            found.setdefault(text_of(value))
        if len(found) == _SAMPLES:
            break
    return list(found)
