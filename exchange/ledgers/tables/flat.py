"""Knows a sheet with its merged cells filled: what stands over or beside a cell that somebody merged away."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any, Final

from exchange.workbooks.cells import Merged, Sheet, Value

# Blanks of any width, and what programs leave that nobody sees.
_FLAT: Final = "flat"
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]")
_BREAKS: Final = re.compile(r"\r+\n|\r")
_ESCAPE: Final = "_x00"
_ESCAPES: Final = re.compile(r"_x00([01][0-9A-Fa-f]|7[Ff])_")
_NUMBERS: Final = frozenset({bool, int, float})
_UNSEEN: Final = re.compile(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class Flat:
    """Rows of equal width; each merged cell has its range's value, and `merged` tells which range it is of. `texts`
    are the cells as people read them, "" where nothing is seen; `touched` the rows that have merged cells."""

    rows: Sequence[Sequence[Value]]
    texts: list[tuple[str, ...]]
    merged: dict[tuple[int, int], Merged]
    touched: frozenset[int]

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def is_spread(self, row: int, column: int) -> bool:
        """Whether the cell is a part of a merged range that begins above or left of it."""
        of = self.merged.get((row, column))
        return of is not None and (of.top, of.left) != (row, column)

    def fallen(self, row: int, places: Iterable[int]) -> Iterator[int]:
        """Those of these columns in which a row says what a range merged downwards says: the first column of each."""
        for place in places:
            of = self.merged.get((row, place))
            if of is not None and of.top < row and of.left == place and not is_blank(self.rows[row][place]):
                yield place

    def said(self, row: int) -> dict[int, str]:
        """By column what a row says in cells of its own."""
        texts = self.texts[row]
        said = dict(compress(enumerate(texts), texts))
        if row not in self.touched:
            return said
        return {column: text for column, text in said.items() if not self.is_spread(row, column)}

    def filled(self, row: int) -> Iterator[tuple[int, Value]]:
        """The cells of a row that hold something of their own, with their column."""
        values = self.rows[row]
        return ((column, values[column]) for column in self.said(row))


def flatten(sheet: Sheet) -> Flat:
    """A sheet with every range's value in all its cells; made once, as long as no row is added."""
    known = sheet.found.get(_FLAT)
    if not isinstance(known, Flat) or len(known.rows) != len(sheet.rows):
        known = sheet.found[_FLAT] = _flat(sheet)
    return known


def _flat(sheet: Sheet) -> Flat:
    width, count = sheet.width, len(sheet.rows)
    ranges = [of for of in sheet.merged if of.top < count and of.left < width]
    touched = frozenset(row for of in ranges for row in range(of.top, min(of.bottom + 1, count)))
    written = touched | {row for row, _ in sheet.errors}
    rows: list[Any] = [
        [*row, *(None,) * (width - len(row))] if len(row) < width or number in written else row
        for number, row in enumerate(sheet.rows)
    ]
    for (row, column), error in sheet.errors.items():
        # The library tells nothing of a cell with an error: it is there, and a row of it is no blank row.
        if row < count and column < width and is_blank(rows[row][column]):
            rows[row][column] = error
    merged: dict[tuple[int, int], Merged] = {}
    for of in ranges:
        value = rows[of.top][of.left]
        for row in range(of.top, min(of.bottom + 1, count)):
            for column in range(of.left, min(of.right + 1, width)):
                merged[row, column] = of
                rows[row][column] = value
    texts: list[tuple[str, ...]] = [()] * count
    if width:
        texts = list(zip(*map(_texts, zip(*rows, strict=True)), strict=True))
    return Flat(rows, texts, merged, touched)


def _texts(column: tuple[Value, ...]) -> list[str]:
    """A column as people read it. One of plain texts alone is taken as it stands; in others each value is read once:
    1 and True are alike, so not where numbers of several kinds stand."""
    kinds = set(map(type, column))
    if kinds == {str}:
        words: list[str] = list(column)  # type: ignore[arg-type]
        whole = "".join(words)
        if whole.isprintable() and _ESCAPE not in whole:
            return list(map(str.strip, words))
    if len(kinds & _NUMBERS) > 1:
        return [text_of(value) for value in column]
    read = {value: text_of(value) for value in set(column)}
    return list(map(read.__getitem__, column))


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
        return value.strip() if value.isprintable() and _ESCAPE not in value else _seen(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value).strip()
