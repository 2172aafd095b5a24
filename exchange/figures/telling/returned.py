"""Knows how rows of projects go back to who sent them: as they stood, with what is wrong, ready to be brought in again.

The file came with a title that said its month, and perhaps the unit of money; the returned rows say both themselves.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from exchange.figures.checking import CheckedFigure, CheckedFigures, TableWords
from exchange.figures.money import unit_in
from exchange.ledgers.checking import STAYS_OUT
from exchange.ledgers.returned import PLACE, WRONG
from exchange.workbooks.writing import Written, workbook_of

_MONTH: Final = "月份"
_SHEET: Final = "错误"


def returned_figures(checked: CheckedFigures) -> bytes:
    """A workbook of the rows that stay out, a sheet for each table: the head with its units, the month where no column
    says it, and what is wrong."""
    out = [row for row in checked.rows if row.verdict in STAYS_OUT]
    of_tables = [
        (table, rows) for table in checked.tables if (rows := [row for row in out if _of(row, checked) == table])
    ]
    if not of_tables:
        return workbook_of([Written(_SHEET, [PLACE, WRONG], ())])
    names = [_SHEET] if len(of_tables) == 1 else [f"{_SHEET} {number}" for number in range(1, len(of_tables) + 1)]
    return workbook_of(_written(name, *each) for name, each in zip(names, of_tables, strict=True))


def _of(row: CheckedFigure, checked: CheckedFigures) -> TableWords | None:
    """The table whose head is the last above a row."""
    above = [table for table in checked.tables if table.sheet == row.row.sheet and table.head < row.row.row]
    return max(above, key=lambda table: table.head, default=None)


def _written(name: str, table: TableWords, rows: Sequence[CheckedFigure]) -> Written:
    paths = list(dict.fromkeys(path for row in rows for path in row.row.cells))
    months = [] if table.months else [_MONTH]
    head = [*(_with_unit(path, table) for path in paths), *months, PLACE, WRONG]
    return Written(name, head, [list(_cells(row, paths, says_month=bool(months))) for row in rows])


def _with_unit(path: str, table: TableWords) -> str:
    """A head of two rows stays the path that it was: its words mean the same."""
    unit = table.units.get(path)
    return path if unit is None or unit_in(path) is not None else f"{path}({unit})"


def _cells(row: CheckedFigure, paths: Sequence[str], *, says_month: bool) -> Iterator[str]:
    yield from (row.row.cells.get(path, "") for path in paths)
    if says_month:
        yield str(row.row.figure.get("month") or "")
    yield f"{row.row.sheet}!{row.row.row}"
    yield "\n".join(f"{fault.cell}: {fault.sentence}" for fault in row.faults) or row.reason
