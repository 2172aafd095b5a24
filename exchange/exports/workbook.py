"""Knows how an exported ledger is laid out as .xlsx: title, head, lines, pages, and who each line is, out of sight.

The same lines are the same bytes: nothing in the file says when it was written.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import count, islice
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from exchange.exports.cells import puts_of
from exchange.exports.columns import Kind
from exchange.exports.heights import Heights, lines_of
from exchange.exports.lines import Layout, Line, Said
from exchange.exports.styles import Styles, styles_of

IDENTITIES: Final = "_xiaohao"
"""The hidden sheet that says which issue each line is, at which version: by that an import knows it again."""
IDENTITY_HEAD: Final = ("sheet", "row", "issue", "serial", "version")
MOST_ROWS: Final = 1_000_000
"""Of one sheet; what comes after is on the next."""
FEW: Final = 20_000
"""Up to so many lines are laid out in memory; more are written as they come."""
_NUMBER: Final = "no"
"""The column that counts the lines: it says nothing of an issue."""
_MADE: Final = datetime(2020, 1, 1)
_A4, _A3 = 9, 8
_OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(path: Path, layout: Layout, said: Said, lines: Iterable[Line], most: int = MOST_ROWS) -> int:
    """Write a workbook; how many lines it has."""
    many = said.total > FEW
    book = xlsxwriter.Workbook(str(path), {**_OPTIONS, "constant_memory": many, "tmpdir": str(path.parent)})
    if many:
        book.use_zip64()
    book.set_properties({"title": layout.title, "created": _MADE})
    styles, rest, written = styles_of(book), iter(lines), 0
    for number in count(1):
        some = _some(rest, most)
        if some is None and number > 1:
            break
        written += _Sheet(book, styles, layout, said, number).write(some or (), written)
    book.close()
    return written


def _some(lines: Iterator[Line], most: int) -> Iterator[Line] | None:
    """The next so many; None where none is left."""
    first = next(lines, None)
    return None if first is None else _before(first, islice(lines, most - 1))


def _before(first: Line, others: Iterable[Line]) -> Iterator[Line]:
    yield first
    yield from others


class _Sheet:
    """One sheet of lines, with the hidden one beside it."""

    def __init__(self, book: Any, styles: Styles, layout: Layout, said: Said, number: int) -> None:
        self._more = "" if number == 1 else str(number)
        self._page = book.add_worksheet(f"台账{self._more}")
        self._identities = book.add_worksheet(f"{IDENTITIES}{self._more}")
        self._columns, self._styles, self._said = layout.columns, styles, said
        self._layout, self._lean = layout, said.total > FEW

    def write(self, lines: Iterable[Line], before: int) -> int:
        """Write all of them; how many they were. `before` is how many stand on the sheets before."""
        page, name = self._page, self._page.get_name()
        head = self._top()
        self._print(head)
        puts = puts_of(page, self._styles, self._said.address)
        ways = [(place, puts[column.kind]) for place, column in enumerate(self._columns) if column.key != _NUMBER]
        numbered = [place for place, column in enumerate(self._columns) if column.key == _NUMBER]
        height, identities = Heights(self._columns).of, self._identities
        text, number = identities.write_string, identities.write_number
        for place, word in enumerate(IDENTITY_HEAD):
            text(0, place, word)
        number_of_line, row = puts[Kind.NUMBER], head
        for row, line in enumerate(lines, head + 1):
            cells = line.cells
            page.set_row(row, height(cells))
            for place, put in ways:
                put(row, place, cells[place])
            at = row - head
            for place in numbered:
                number_of_line(row, place, before + at)
            text(at, 0, name)
            number(at, 1, row + 1)
            text(at, 2, line.issue)
            text(at, 3, line.serial)
            number(at, 4, line.version)
            if self._lean:
                _let_go(page, row - 1)
        page.autofilter(head, 0, max(row, head + 1), len(self._columns) - 1)
        identities.hide()
        return row - head

    def _top(self) -> int:
        """Write what stands above the lines; the row of the head."""
        page, styles, last = self._page, self._styles, len(self._columns) - 1
        for place, column in enumerate(self._columns):
            page.set_column(place, place, column.width)
        room = int(sum(column.width for column in self._columns))
        told = [(self._layout.title, styles.title, 30.0), *((said, styles.said, None) for said in self._told())]
        for row, (words, style, height) in enumerate(told):
            page.set_row(row, height or 16.0 * lines_of(words, room))
            if last:
                page.merge_range(row, 0, row, last, words, style)
            else:
                page.write_string(row, 0, words, style)
        head = len(told)
        page.set_row(head, 4 + 15.0 * max(lines_of(column.heading, int(column.width)) for column in self._columns))
        for place, column in enumerate(self._columns):
            page.write_string(head, place, column.heading, styles.head)
        return head

    def _told(self) -> Sequence[str]:
        said = self._said
        facts = [
            f"填报单位：{self._layout.unit or said.unit}",
            f"截至：{said.as_of}（事件位置 {said.position}）",
            f"共 {said.total} 件",
        ]
        lines = ["　　".join(facts), f"范围：{said.filters}" if said.filters else "", self._layout.note or ""]
        return [line for line in lines if line]

    def _print(self, head: int) -> None:
        page = self._page
        page.set_landscape()
        page.set_paper(_A3 if self._layout.wide else _A4)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.center_horizontally()
        page.fit_to_pages(1, 0)
        page.repeat_rows(head)
        page.freeze_panes(head + 1, 0)
        page.set_footer("&C第 &P 页，共 &N 页")


def _let_go(page: Any, row: int) -> None:
    """Forget how high a row was that is written: XlsxWriter would keep it to the end, of a million rows 350 MiB."""
    page.row_info.pop(row, None)
    page.row_sizes.pop(row, None)
