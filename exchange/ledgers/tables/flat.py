"""Knows a sheet with its merged cells filled: what stands over or beside a cell that somebody merged away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from exchange.workbooks.cells import Merged, Sheet, Value

# Blanks of any width, and what programs leave that nobody sees.
_FLAT: Final = "flat"
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
        filled = ((column, value) for column, value in enumerate(self.rows[row]) if value is not None)
        if not self.merged:
            yield from (each for each in filled if not is_blank(each[1]))
            return
        yield from (each for each in filled if not is_blank(each[1]) and not self.is_spread(row, each[0]))


def flatten(sheet: Sheet) -> Flat:
    """A sheet with every range's value in all its cells; made once, as long as no row is added."""
    known = sheet.found.get(_FLAT)
    if not isinstance(known, Flat) or len(known.rows) != len(sheet.rows):
        known = sheet.found[_FLAT] = _flat(sheet)
    return known


def _flat(sheet: Sheet) -> Flat:
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
    if value is None:
        return True
    if not isinstance(value, str):
        return False
    # Nearly every cell begins with what is seen: only others are looked through.
    return not value or (not value[0].isalnum() and not _UNSEEN.sub("", value))


def text_of(value: Value) -> str:
    """A cell as people read it: a whole number without a point, a day as its day."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value).strip()
