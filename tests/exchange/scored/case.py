"""Knows a case: a file as somebody might send it, each of its rows marked with what it is, its faults by cell.

To add one, write its rows in `shapes.py`, `offices.py`, `days.py` or `values.py` as they stand in the file, with a mark
before each: `TOP` for what is above or of the head, `R` for a record, else the kind for which it is skipped.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final

import xlsxwriter

TOP: Final = ""
R: Final = "record"
BLANK: Final = ("blank",)
Line = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """`lines` are a mark and then the cells of each row; `faults` the slug by cell, of all that is told; ranges such as
    A1:C1 are merged, rows (as people count) hidden, cells filled with a colour; it begins `left` columns
    further right."""

    name: str
    lines: Sequence[Line]
    merged: Sequence[str] = ()
    faults: Mapping[str, str] = field(default_factory=dict)
    mapping: Mapping[str, Any] = field(default_factory=dict)
    hidden: Sequence[int] = ()
    fills: Mapping[str, str] = field(default_factory=dict)
    left: int = 0

    @property
    def records(self) -> set[int]:
        """The rows that are records, as people count."""
        return {number for number, line in enumerate(self.lines, 1) if line[0] == R}

    @property
    def kinds(self) -> dict[int, str]:
        """What each row below the first head is."""
        return {number: line[0] for number, line in enumerate(self.lines, 1) if line[0] != TOP}

    def workbook(self) -> bytes:
        """The file."""
        made = io.BytesIO()
        book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False})
        page = book.add_worksheet("台账")
        formats = {colour: book.add_format({"bg_color": f"#{colour}"}) for colour in self.fills.values()}
        days = book.add_format({"num_format": "yyyy/m/d"})
        clock = book.add_format({"num_format": "hh:mm"})
        for row, line in enumerate(self.lines):
            for column, cell in enumerate(line[1:], self.left):
                if isinstance(cell, date | time):
                    page.write_datetime(row, column, cell, clock if isinstance(cell, time) else days)
                elif cell not in ("", None):
                    page.write(row, column, cell)
        for each in self.merged:
            row, column = _place(each.partition(":")[0])
            cells = self.lines[row][1 + column - self.left :]
            page.merge_range(each, cells[0] if cells else "")
        for number in self.hidden:
            page.set_row(number - 1, None, None, {"hidden": True})
        for cell, colour in self.fills.items():
            row, column = _place(cell)
            page.write(row, column, self.lines[row][1 + column - self.left], formats[colour])
        book.close()
        return made.getvalue()


def _place(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]) - 1, sum((ord(mark) - 64) * 26**n for n, mark in enumerate(reversed(letters))) - 1
