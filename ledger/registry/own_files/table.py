"""Knows how the CSV file of a registry falls into entries: one a line, so that no quote can hide one in another."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import Final

Cells = tuple[int, list[str]]
"""The line of an entry, and its cells."""
# Some thirty columns have a name; a line is made into cells whole.
_CELLS_EACH: Final = 40
_MOST_OF_A_LINE: Final = 1024 * 1024


def header_and_entries(text: str, most: int) -> tuple[tuple[str, ...], list[Cells]]:
    """The columns, and every entry below them.

    Raises ValueError, with the line: a cell goes on over several lines (no cell of a registry does: a quote was not
    closed), a line is no CSV or far too long, a column stands twice, there are more than `most` entries, or more cells
    than so many have.
    """
    lines = _lines(text)
    header: list[str] = next((cells for _, cells in lines), [])
    names = tuple(name.strip() for name in header)
    doubled = [name for name in Counter(names) - Counter(set(names)) if name]
    if doubled:
        raise ValueError(f"表头重复:{'、'.join(doubled)} / the header has twice: {', '.join(doubled)}")
    entries: list[Cells] = []
    held = 0
    for line, cells in lines:
        if any(cells):
            held += len(cells)
            if len(entries) == most:
                raise _too_much(line, f"最多 {most} 条", f"{most} entries")
            if held > most * _CELLS_EACH:
                raise _too_much(line, f"最多 {most * _CELLS_EACH} 个单元格", f"{most * _CELLS_EACH} cells")
            entries.append((line, cells))
    return names, entries


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
        if len(written) > _MOST_OF_A_LINE:
            raise ValueError(f"第 {line} 行过长 / line {line} is longer than {_MOST_OF_A_LINE} characters")
        try:
            for cells in csv.reader([written], strict=True):
                yield line, cells
        except csv.Error as error:
            raise ValueError(_told(line, error)) from None


def _too_much(line: int, zh: str, en: str) -> ValueError:
    return ValueError(f"第 {line} 行:{zh},请拆分 / line {line}: more than {en}: split the file")


def _told(line: int, error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return f"第 {line} 行的引号没有闭合 / line {line}: a quote is opened and not closed"
    return f"第 {line} 行不合 CSV 规则 / line {line}: not CSV: {error}"
