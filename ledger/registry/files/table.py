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
    lines = _lines(text)
    header: list[str] = next((cells for _, cells in lines), [])
    names = tuple(name.strip() for name in header)
    doubled = [name for name in Counter(names) - Counter(set(names)) if name]
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
    """Each line with its number, read by itself: a quote that it opens it has to close."""
    for line, written in enumerate(io.StringIO(text), 1):
        try:
            for cells in csv.reader([written], strict=True):
                yield line, cells
        except csv.Error as error:
            raise ValueError(_told(line, error)) from None


def _told(line: int, error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return f"第 {line} 行的引号没有闭合 / line {line}: a quote is opened and not closed"
    return f"第 {line} 行不合 CSV 规则 / line {line}: not CSV: {error}"
