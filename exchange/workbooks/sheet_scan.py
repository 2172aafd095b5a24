"""Knows what stands in the XML of a sheet by its bytes: how many cells, how far apart, what the library keeps back.

A parser says whether they are XML: of rows that are alike but for their digits, it sees one; a call for each element
would cost more than all the rest.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import unescape

from exchange.workbooks.sheet_parts import SheetPart

_LONGEST_ROW: Final = 4 * 1024 * 1024
_DIGITS: Final = b"0123456789"
_ROOT: Final = re.compile(rb"<([\w.-]+:)?worksheet[\s>]")
_OTHERS: Final = rb"""(?:\s+[^\s=<>"']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*?\s+"""


@dataclass(slots=True)
class Told:
    """What the walls saw of one sheet: places are (row, column) from 0; a fill is the colour as RRGGBB."""

    hidden_rows: list[int] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    unvalued: list[tuple[int, int]] = field(default_factory=list)
    fills: list[tuple[int, int, str]] = field(default_factory=list)


class _Words:
    """Patterns of the elements of a sheet, whose names begin with `prefix`."""

    def __init__(self, prefix: bytes) -> None:
        self.row, self.cell, self.formula = b"<%brow" % prefix, b"<%bc" % prefix, b"<%bf" % prefix
        self.row_end = b"</%brow" % prefix
        bare = prefix.translate(None, _DIGITS)
        self.bare_end = b"</%brow>" % bare
        self.bare_row, self.bare_cell, self.bare_formula = b"<%brow" % bare, b"<%bc" % bare, b"<%bf" % bare
        # As nearly every program writes a cell (its column once there are no digits), and as it may be written too.
        self.plainly = (
            re.compile(rb'<%bc r="[A-Z]{1,3}(\d{1,7})"' % prefix),
            re.compile(rb'<%bc r="([A-Z]{1,3})"' % bare),
        )
        self.columns = re.compile(rb"<%bc%br\s*=\s*[\"']([A-Za-z]{1,3})\d" % (prefix, _OTHERS))
        self.numbers = re.compile(rb"<%bc%br\s*=\s*[\"'][A-Za-z]{1,3}(\d{1,7})[\"']" % (prefix, _OTHERS))
        self.cells = re.compile(rb"<%bc(?=[\s/>])([^<>]*?)(?:/>|>(.*?)</%bc\s*>)" % (prefix, prefix), re.DOTALL)
        self.formulas = re.compile(rb"<%bf[\s/>]" % prefix)
        self.value = re.compile(rb"<%b[vt](?:\s[^>]*)?>([^<]+)" % prefix)
        self.empty = re.compile(rb"<%b[vt][\s/>]" % prefix)


_words = lru_cache(maxsize=8)(_Words)
_HIDDEN: Final = re.compile(rb"""^[^>]*?\shidden\s*=\s*["'](?:1|true)["']""")
_NUMBER: Final = re.compile(rb"""^[^>]*?\sr\s*=\s*["'](\d{1,7})["']""")
_PLACE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["']""")
_STYLE: Final = re.compile(rb"""\ss\s*=\s*["'](\d+)["']""")
_TEXT: Final = re.compile(rb"""\st\s*=\s*["']str["']""")
_ERROR: Final = re.compile(rb"""\st\s*=\s*["']e["']""")


class SheetScan:
    """One sheet looked through as it is unpacked, some whole rows at a time; `parse` raises where it is no XML."""

    def __init__(self, part: SheetPart, parse: Callable[[bytes], None]) -> None:
        self._parse = parse
        self.told = Told()
        self.cells = 0
        self._fills = {b"%d" % style: colour for style, colour in part.fills.items()}
        self._styled = _styled(self._fills)
        self._words: _Words | None = None
        self._waiting = b""
        self._row = -1
        self._left, self._right, self._top, self._bottom = 2**31, -1, 2**31, -1

    @property
    def extent(self) -> int:
        """How many cells there would be, were all filled between the outermost."""
        return 0 if self._bottom < 0 else (self._bottom - self._top + 1) * (self._right - self._left + 1)

    def feed(self, chunk: bytes) -> None:
        """Look at what is whole of it; a row that is longer than any is looked at in parts."""
        self._waiting += chunk
        if self._words is None:
            root = _ROOT.search(self._waiting)
            if root is None and len(self._waiting) <= _LONGEST_ROW:
                return
            self._words = _words((root and root[1]) or b"")
        end = self._waiting.rfind(self._words.row)
        if end <= 0 and len(self._waiting) > _LONGEST_ROW:
            end = max(self._waiting.rfind(self._words.cell), 0) or len(self._waiting)
        if end > 0:
            self._look(self._waiting[:end], self._words)
            self._waiting = self._waiting[end:]

    def close(self) -> None:
        """Look at the rest."""
        if self._words is None:
            self._parse(self._waiting)
        else:
            self._look(self._waiting, self._words)

    def _look(self, some: bytes, words: _Words) -> None:
        rows, bare = some.split(words.row), some.translate(None, _DIGITS).split(words.bare_row)
        self._parse(some if len(rows) != len(bare) else words.row.join(_once_each(rows, bare, words)))
        shapes = Counter(bare)
        cells = sum(shape.count(words.bare_cell) * times for shape, times in shapes.items())
        self.cells += cells
        number, column = words.plainly
        numbers, columns = number.findall(some), [found for shape in shapes for found in column.findall(shape)]
        if len(numbers) < cells:
            numbers, columns = words.numbers.findall(some), words.columns.findall(some)
        if numbers:
            self._reach(map(_row_of, set(numbers)), map(_column_of, set(columns)))
        if numbers and len(numbers) == cells and not self._may_tell(some, shapes, words):
            self._row = _row_of(numbers[-1])
            return
        for row in rows[1:]:
            if row[:1].isspace() or row[:1] in b"/>":
                self._look_at_row(row, words, is_placed=len(numbers) == cells)

    def _may_tell(self, some: bytes, shapes: Iterable[bytes], words: _Words) -> bool:
        if any(b"hidden" in shape or _may_be_valueless(shape, words.bare_formula) for shape in shapes):
            return True
        return self._styled is not None and self._styled.search(some) is not None

    def _may_tell_cells(self, row: bytes, words: _Words) -> bool:
        if _may_be_valueless(row, words.formula):
            return True
        return self._styled is not None and self._styled.search(row) is not None

    def _look_at_row(self, row: bytes, words: _Words, *, is_placed: bool) -> None:
        number = _NUMBER.match(row)
        self._row = self._row + 1 if number is None else _row_of(number[1])
        if _HIDDEN.match(row):
            self.told.hidden_rows.append(self._row)
        if not is_placed:
            own = row.partition(words.row_end)[0]
            cells = own.count(words.cell)
            if cells > len(words.numbers.findall(own)):
                self._reach([self._row], [0, cells - 1])
        if self._may_tell_cells(row, words):
            self._look_at_cells(row.partition(words.row_end)[0], words)

    def _look_at_cells(self, row: bytes, words: _Words) -> None:
        column = -1
        for cell in words.cells.finditer(row):
            about, content = cell[1], cell[2] or b""
            place = _PLACE.search(about)
            at = (_row_of(place[2]), _column_of(place[1])) if place else (self._row, column + 1)
            column = at[1]
            style = _STYLE.search(about)
            fill = self._fills.get(style[1] if style else b"0")
            if fill:
                self.told.fills.append((*at, fill))
            value = words.value.search(content)
            if _ERROR.search(about):
                self.told.errors.append((*at, unescape(value[1].decode(errors="replace")) if value else ""))
            elif value is None and words.formulas.search(content) and not _is_empty_text(about, content, words):
                self.told.unvalued.append(at)

    def _reach(self, rows: Iterable[int], columns: Iterable[int]) -> None:
        rows, columns = list(rows), list(columns)
        self._top, self._bottom = min(self._top, *rows), max(self._bottom, *rows)
        self._left, self._right = min(self._left, *columns), max(self._right, *columns)


def _once_each(rows: list[bytes], bare: list[bytes], words: _Words) -> Iterator[bytes]:
    """Whole rows of one shape once: digits aside, the others are the same bytes. What is not whole, as it stands."""
    seen: set[bytes] = set()
    for row, shape in zip(rows, bare, strict=True):
        if shape not in seen:
            yield row
        if shape.endswith(words.bare_end):
            seen.add(shape)


def _may_be_valueless(some: bytes, formula: bytes) -> bool:
    return formula in some or b'"e"' in some or b"'e'" in some


def _is_empty_text(about: bytes, content: bytes, words: _Words) -> bool:
    """A formula whose text is empty was computed: Excel writes it so."""
    return _TEXT.search(about) is not None and words.empty.search(content) is not None


def _styled(fills: Iterable[bytes]) -> re.Pattern[bytes] | None:
    """By what a row is known that may have a filled cell: without a style a cell has the first."""
    styles = b"|".join(fills)
    if not styles:
        return None
    return re.compile(b"" if b"0" in fills else rb"""\ss\s*=\s*["'](?:%b)["']""" % styles)


def _row_of(number: bytes) -> int:
    return int(number) - 1


@lru_cache(maxsize=20_000)
def _column_of(letters: bytes) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return column - 1
