"""Knows the rows below the head of a table of projects: the records, under their headings, and why others are none."""

import re
from collections.abc import Iterator, Mapping

from exchange.figures.headings import Heading, heading_of
from exchange.figures.mapping import FigureMapping
from exchange.figures.record import ReadRow, read_row
from exchange.figures.tables import FigureTable
from exchange.ledgers.tables.rows import LedgerRow, RowKind, rows_below
from exchange.workbooks.cells import Value


def rows_of(table: FigureTable, mapping: FigureMapping) -> Iterator[ReadRow]:
    """Every row below the head, in order."""
    under = Heading.of(table.sheet.own_name)
    above: dict[int, Value] = {}
    filled = table.head.places_of(mapping.fill_down)
    for row in rows_below(table.sheet, table.head, table.until):
        cells = table.texts(row)
        said = heading_of(row, table)
        if said is not None:
            under = Heading(said.place or under.place, said.kind or (None if said.place else under.kind))
        skipped = _skipped(row, cells, table, mapping, is_heading=said is not None)
        if skipped is not None:
            yield ReadRow(table.sheet.name, row.row + 1, cells, skipped=skipped)
            continue
        above = {**above, **{place: row.cells[place] for place in filled if place in row.cells}}
        yield read_row(table, mapping, row, {**above, **row.cells}, under)


def _skipped(
    row: LedgerRow, cells: Mapping[str, str], table: FigureTable, mapping: FigureMapping, *, is_heading: bool
) -> str | None:
    if is_heading:
        return str(RowKind.SECTION)
    if row.kind is not RowKind.RECORD:
        return str(row.kind)
    if (row.hidden or not table.sheet.visible) and mapping.hidden_rows == "skip":
        return "hidden"
    name = row.said.get(table.places.get("name", -1), "")
    first = [*list(cells.values())[:2], name]
    is_sum = any(
        text == word or re.match(rf"{re.escape(word)}[(（:：\d]", text) for word in mapping.skip for text in first
    )
    return str(RowKind.SUBTOTAL) if is_sum else None
