"""Knows a sheet with its merged cells filled: what stands over or beside a cell that somebody merged away."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from exchange.workbooks.cells import Merged, Sheet, Value

# Blanks of any width, and what programs leave that nobody sees.
_FLAT: Final = "flat"
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]")
_BREAKS: Final = re.compile(r"\r+\n|\r")
_ESCAPES: Final = re.compile(r"_x00([01][0-9A-Fa-f]|7[Ff])_")
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

    def fallen(self, row: int, places: Iterable[int]) -> Iterator[tuple[int, Value]]:
        """Of these columns the cells of a row that say what a range merged downwards says, each in its first column."""
        for place in places:
            of = self.merged.get((row, place))
            if of is not None and of.top < row and of.left == place and not is_blank(self.rows[row][place]):
                yield place, self.rows[row][place]

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
    for (row, column), error in sheet.errors.items():
        # The library tells nothing of a cell with an error: it is there, and a row of it is no blank row.
        if row < len(rows) and column < width and is_blank(rows[row][column]):
            rows[row][column] = error
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


def _seen(text: str) -> str:
    """A text without what is no part of it: escapes and marks that programs left in the file."""
    return _CONTROLS.sub("", _BREAKS.sub("\n", _ESCAPES.sub(_escaped, text))).strip()


def _escaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def text_of(value: Value) -> str:
    """A cell as people read it: a whole number without a point, a day as its day."""
    if isinstance(value, str):
        return value.strip() if value.isprintable() and "_x00" not in value else _seen(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value).strip()
