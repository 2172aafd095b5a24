"""Knows how the CSV file of a registry falls into entries: one a line, so that no quote can hide one in another."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

Cells = tuple[int, list[str]]
"""The line of an entry, and its cells."""


def header_and_entries(text: str) -> tuple[tuple[str, ...], list[Cells]]:
    """The columns, and every entry below them.

    Raises ValueError, with the line: a cell goes on over several lines (no cell of a registry does: a quote was not
    closed), a line is no CSV, a column stands twice.
    """
    lines = iter(_lines(text))
    _, header = next(lines, (1, []))
    names = tuple(name.strip() for name in header)
    doubled = [name for name, times in Counter(names).items() if name and times > 1]
    if doubled:
        raise ValueError(f"表头重复:{'、'.join(doubled)} / the header has twice: {', '.join(doubled)}")
    return names, [(line, cells) for line, cells in lines if any(cells)]


def by_column(names: tuple[str, ...], entry: Cells) -> dict[str, str]:
    """The cells of an entry by column; an empty one is as if it were not there. Raises ValueError on surplus cells."""
    line, cells = entry
    if any(cells[len(names) :]):
        raise ValueError(
            f"第 {line} 行有 {len(cells)} 个单元格,表头有 {len(names)} 个 / "
            f"line {line}: {len(cells)} cells where the header has {len(names)}"
        )
    return {name: cell for name, cell in zip(names, cells, strict=False) if cell}


def _lines(text: str) -> Iterator[Cells]:
    """Each line with its number."""
    reader = csv.reader(io.StringIO(text), strict=True)
    begun = 1
    try:
        for cells in reader:
            if reader.line_num > begun:
                raise ValueError(_unclosed(begun))
            yield begun, cells
            begun = reader.line_num + 1
    except csv.Error as error:
        if reader.line_num > begun or "unexpected end" in str(error):
            raise ValueError(_unclosed(begun)) from None
        raise ValueError(f"第 {begun} 行不合 CSV 规则 / line {begun}: not CSV: {error}") from None


def _unclosed(line: int) -> str:
    return f"第 {line} 行的引号没有闭合 / line {line}: a quote is opened and not closed"
