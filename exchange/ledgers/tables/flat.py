"""Knows a sheet with its merged cells filled: what stands over or beside a cell that somebody merged away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from exchange.workbooks.cells import Merged, Sheet, Value

# Blanks of any width, and what programs leave that nobody sees.
_UNSEEN: Final = re.compile(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class Flat:
    """Rows of equal width; each merged cell has its range's value, and `merged` tells which range it is of."""

    rows: list[list[Value]]
    merged: dict[tuple[int, int], Merged]

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def is_spread(self, row: int, column: int) -> bool:
        """Whether the cell is a part of a merged range that begins above or left of it."""
        of = self.merged.get((row, column))
        return of is not None and (of.top, of.left) != (row, column)

    def filled(self, row: int) -> Iterator[tuple[int, Value]]:
        """The cells of a row that hold something of their own, with their column."""
        for column, value in enumerate(self.rows[row]):
            if not is_blank(value) and not self.is_spread(row, column):
                yield column, value


def flatten(sheet: Sheet) -> Flat:
    """A sheet with every range's value in all its cells."""
    width = sheet.width
    rows: list[list[Value]] = [[*row, *(None,) * (width - len(row))] for row in sheet.rows]
    merged: dict[tuple[int, int], Merged] = {}
    for of in sheet.merged:
        if of.top >= len(rows) or of.left >= width:
            continue
        value = rows[of.top][of.left]
        for row in range(of.top, min(of.bottom + 1, len(rows))):
            for column in range(of.left, min(of.right + 1, width)):
                merged[row, column] = of
                rows[row][column] = value
    return Flat(rows, merged)


def is_blank(value: Value) -> bool:
    """Whether a cell holds nothing that is seen."""
    return value is None or (isinstance(value, str) and not _UNSEEN.sub("", value))


def text_of(value: Value) -> str:
    """A cell as people read it: a whole number without a point, a day as its day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value).strip()
