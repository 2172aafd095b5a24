"""Knows how a table of projects and its rows are told: where the head stands, what each column is, each verdict."""

from typing import Any, Final

from exchange.figures.checking import CheckedFigure
from exchange.figures.tables import FigureTable
from exchange.ledgers.tables.flat import is_blank, text_of
from exchange.ledgers.tables.rows import RowKind, rows_below
from exchange.workbooks.cells import letters_of

_SAMPLES: Final = 3
_LONGEST: Final = 120


def told_table(table: FigureTable) -> dict[str, Any]:
    """{sheet, head, month, columns: [{column, path, field, money, samples}]}."""
    samples = _samples(table)
    columns = [
        {
            "column": letters_of(column.place),
            "path": column.path,
            "field": table.field_at(column.place),
            "money": table.units.get(column.place),
            "samples": samples.get(column.place, []),
        }
        for column in table.head.columns
    ]
    head = [table.head.top + 1, table.head.bottom + 1]
    return {"sheet": table.sheet.name, "head": head, "month": table.month, "columns": columns}


def told_row(row: CheckedFigure) -> dict[str, Any]:
    """{sheet, row, verdict, reason, faults: [{cell, slug, sentence}], flags}."""
    return {
        "sheet": row.row.sheet,
        "row": row.row.row,
        "verdict": row.verdict.value,
        "reason": row.reason,
        "faults": [{"cell": each.cell, "slug": each.slug, "sentence": each.sentence} for each in row.faults],
        "flags": list(row.flags),
    }


def _samples(table: FigureTable) -> dict[int, list[str]]:
    """The first texts of each column."""
    found: dict[int, dict[str, None]] = {column.place: {} for column in table.head.columns}
    for row in rows_below(table.sheet, table.head, table.until):
        if row.kind is not RowKind.RECORD:
            continue
        for place, texts in found.items():
            if len(texts) < _SAMPLES and not is_blank(value := row.cells.get(place)):
                texts.setdefault(text_of(value)[:_LONGEST])
        if all(len(texts) == _SAMPLES for texts in found.values()):
            break
    return {place: list(texts) for place, texts in found.items()}
