"""Knows how rows of projects go back to who sent them: as they stood, with what is wrong, ready to be brought in again.

The file came with a title that said its month, and perhaps the unit of money; the returned rows say both themselves.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from exchange.figures.checking import CheckedFigure, CheckedFigures
from exchange.figures.dictionary import meaning_of
from exchange.ledgers.checking import Verdict
from exchange.ledgers.returned import PLACE, WRONG
from exchange.workbooks.writing import Written, workbook_of

_RETURNED: Final = frozenset({Verdict.FAULT, Verdict.DUPLICATE, Verdict.CONFLICT})
_MONTH: Final = "月份"


def returned_figures(checked: CheckedFigures) -> bytes:
    """A workbook of the rows that stay out: the head with its units, the month where no column says it, and why."""
    rows = [row for row in checked.rows if row.verdict in _RETURNED]
    paths = list(dict.fromkeys(path for row in rows for path in row.row.cells))
    months = [] if any(meaning_of(path).field == "month" for path in paths) else [_MONTH]
    head = [*(_with_unit(path, checked.units) for path in paths), *months, PLACE, WRONG]
    return workbook_of([Written("错误", head, (_cells(row, paths, bool(months)) for row in rows))])


def _with_unit(path: str, units: Mapping[str, str]) -> str:
    """A head of two rows stays the path that it was: its words mean the same."""
    unit = units.get(path)
    return path if unit is None or unit in path else f"{path}({unit})"


def _cells(row: CheckedFigure, paths: Sequence[str], says_month: bool) -> list[str]:
    month = [str(row.row.figure.get("month") or "")] if says_month else []
    wrong = "\n".join(f"{fault.cell}: {fault.sentence}" for fault in row.faults) or row.reason
    return [*(row.row.cells.get(path, "") for path in paths), *month, f"{row.row.sheet}!{row.row.row}", wrong]
