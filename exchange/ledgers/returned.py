"""Knows how faulty rows go back to who sent them: as they stood, with what is wrong of which cell beside them."""

from collections.abc import Iterator, Sequence

from exchange.ledgers.checking import STAYS_OUT, Checked, CheckedRow, Verdict
from exchange.workbooks.cells import Value
from exchange.workbooks.writing import Written, workbook_of

PLACE = "工作表与行 / sheet and row"
WRONG = "错误 / what is wrong"


def returned(checked: Checked) -> bytes:
    """A workbook of the rows that stay out, the head as it was, two columns behind it."""
    rows = [row for row in checked.rows if row.verdict in STAYS_OUT]
    paths = list(dict.fromkeys(path for row in rows for path in row.record.cells))
    return workbook_of([Written("错误", [*paths, PLACE, WRONG], (_line(row, paths) for row in rows))])


def _line(row: CheckedRow, paths: Sequence[str]) -> list[Value]:
    cells = row.record.cells
    return [*(cells.get(path, "") for path in paths), f"{row.record.sheet}!{row.record.row}", _wrong(row)]


def _wrong(row: CheckedRow) -> str:
    return "\n".join(_sentences(row)) or row.reason


def _sentences(row: CheckedRow) -> Iterator[str]:
    if row.verdict is Verdict.DUPLICATE:
        yield f"与 {row.reason} 重复 / a duplicate of {row.reason}"
    if row.verdict is Verdict.CONFLICT:
        yield f"文件与台账都改过,见 {row.reason} / changed here and on the ledger, see {row.reason}"
    for fault in row.faults:
        yield f"{fault.cell}: {fault.sentence}"
