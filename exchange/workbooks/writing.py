"""Knows how a table is written as .xlsx so that nothing in it runs: text is text, numbers and days what they are."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter

from exchange.workbooks.cells import Value

_OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
    "remove_timezone": True,
}
_LONGEST_CELL: Final = 32_767
_FORMULA: Final = ("=", "+", "-", "@", "=", "+", "-", "@", "\t")
_WIDTH: Final = 18
# Of the file itself: the same rows are the same bytes.
_MADE: Final = datetime(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Written:
    """A sheet to write: its name, its head, its rows, and the widths of its columns in characters."""

    name: str
    head: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = ()


def workbook_of(sheets: Iterable[Written]) -> bytes:
    """The bytes of a workbook: heads bold and frozen, filters on, text wrapped."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, _OPTIONS)
    book.set_properties({"created": _MADE})
    head = book.add_format({"bold": True, "bg_color": "#ECEFF2", "border": 1, "text_wrap": True, "valign": "vcenter"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    quoted = book.add_format({"border": 1, "text_wrap": True, "valign": "top", "quote_prefix": True})
    day = book.add_format({"border": 1, "num_format": "yyyy-mm-dd", "valign": "top"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31])
        for column, word in enumerate(sheet.head):
            page.set_column(column, column, sheet.widths[column] if column < len(sheet.widths) else _WIDTH)
            page.write_string(0, column, word, head)
        last = 0
        for last, row in enumerate(sheet.rows, 1):
            for column, value in enumerate(row):
                _write(page, last, column, value, {"text": cell, "quoted": quoted, "day": day})
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(last, 1), max(len(sheet.head) - 1, 0))
    book.close()
    return made.getvalue()


def _write(page: Any, row: int, column: int, value: Value, formats: dict[str, Any]) -> None:
    if isinstance(value, bool) or value is None or isinstance(value, str):
        text = "" if value is None else ("是" if value else "否") if isinstance(value, bool) else value[:_LONGEST_CELL]
        page.write_string(row, column, text, formats["quoted" if text.startswith(_FORMULA) else "text"])
    elif isinstance(value, int | float):
        page.write_number(row, column, value, formats["text"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats["day"])
    else:
        page.write_string(row, column, str(value), formats["text"])
