"""Knows how the text of a CSV file falls into records, and that no line of it vanishes in another one's cell.

A line break inside quotes is legal. A quote that somebody forgot to close looks the same, and makes one cell of all
that follows: so a cell with line breaks is only believed when no line in it looks like a row of its own.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from exchange.tables.faults import PlayError

_CELL_LIMIT: Final = 10_000_000
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the line it ends on, its text without the line end, its cells, or what is wrong with it."""

    line: int
    text: str
    cells: tuple[str, ...]
    fault: str | None = None


class Shape(Protocol):
    """What the rows of a file look like."""

    @property
    def width(self) -> int:
        """How many cells the header has."""
        ...

    def is_row(self, cells: tuple[str, ...], /) -> bool:
        """Whether the cells of one line look like a row of their own."""
        ...

    def is_dated(self, cells: tuple[str, ...], /) -> bool:
        """Whether a moment stands where a row has its time."""
        ...


class StrayQuote(PlayError):
    """A quote that was never closed, or closed somewhere else; `line` is where it was opened."""

    def __init__(self, line: int) -> None:
        super().__init__(
            f"第 {line} 行的引号没有闭合,其后的行会并入同一单元格,请改正后重试 / "
            f"line {line}: a quote is opened and not closed, and the lines after it would become one cell"
        )
        self.line = line


def records_of(text: str, delimiter: str, shape: Shape) -> Iterator[Record]:
    """Every record but blank lines, in order. Raises StrayQuote."""
    csv.field_size_limit(_CELL_LIMIT)
    taken: list[str] = []
    reader = csv.reader(_noting(io.StringIO(text, newline=""), taken), delimiter=delimiter, strict=True)
    while True:
        first, fault = reader.line_num + 1, None
        taken.clear()
        try:
            cells = tuple(next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            cells, fault = (), f"不合 CSV 规则 / not CSV: {error}"
        whole = "".join(taken)
        if reader.line_num > first or _is_open(whole, delimiter):
            _demand_closed(_Spread(whole, first, delimiter), cells, shape)
        if whole.strip():
            yield Record(reader.line_num, whole.rstrip("\r\n"), cells, fault)


def cells_of(text: str, delimiter: str) -> tuple[str, ...] | None:
    """The cells of one record's text; None when it is no CSV."""
    try:
        return tuple(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), ()))
    except csv.Error:
        return None


def _noting(lines: Iterator[str], taken: list[str]) -> Iterator[str]:
    for line in lines:
        taken.append(line)
        yield line


@dataclass(frozen=True, slots=True)
class _Spread:
    """The text of a record, the line it begins on, and what parts its cells."""

    text: str
    first: int
    delimiter: str

    def quoted(self) -> Iterator[tuple[int, str]]:
        """The content of each cell in quotes, and the line on which it begins."""
        for cell in re.finditer(_quoted(self.delimiter), self.text):
            yield self.first + len(_LINE_END.findall(self.text, 0, cell.start(1))), cell[1]

    def alone(self, line: str) -> tuple[str, ...]:
        """The cells of a line taken by itself, whatever its quotes."""
        return tuple(line.split(self.delimiter))


def _demand_closed(record: _Spread, cells: tuple[str, ...], shape: Shape) -> None:
    """Raises StrayQuote when a record of several lines is no CSV, or has rows in its cells."""
    last = record.alone(_LINE_END.split(record.text.rstrip("\r\n"))[-1])
    opened = record.first
    for line, content in record.quoted():
        _, *inside = _LINE_END.split(content)
        if not inside:
            continue
        opened = line
        # The line on which the cell ends is a row by itself when the cell took more of it than its own text.
        ends_a_row = record.delimiter in inside[-1] and len(last) == shape.width and shape.is_dated(last)
        if ends_a_row or any(shape.is_row(record.alone(each)) for each in inside):
            raise StrayQuote(line)
    if not cells or len(cells) > shape.width or len(cells) < shape.width == len(last):
        raise StrayQuote(opened)


def _is_open(text: str, delimiter: str) -> bool:
    """Whether a record's last cell in quotes lacks the closing one: the file ends inside it."""
    return '"' in text and any(not cell[2] for cell in re.finditer(_quoted(delimiter), text))


def _quoted(delimiter: str) -> str:
    """The pattern of a cell in quotes: its content, and the closing quote or nothing."""
    return rf'(?:\A|{re.escape(delimiter)})"([^"]*(?:""[^"]*)*)("|\Z)'
