"""Knows the process apart in which the library reads a workbook: bounded in memory and time, and it may die of a file.

It reads the bytes from its standard input and writes frames of msgpack, each behind its length (four bytes, big end
first): one of the sheets, then one for each thousand rows as (sheet, columns); a last one, empty, says that all is
there. A column is (places, values): each cell is the value at its place, as most say the same again and again; without
places the values are the cells.
"""

import gc
import io
import resource
import struct
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import count, islice
from typing import Any, Final, TypeAlias

import msgspec
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

MEMORY_BYTES: Final = 1024 * 1024 * 1024
CPU_SECONDS: Final = 60
ROWS_A_SHEET: Final = 100_000
COLUMNS_A_SHEET: Final = 500
BATCH: Final = 1_000
UNREADABLE: Final = 3
TOO_LARGE: Final = 4
_WHOLE: Final = 2**53
# A moment is a day too: it is looked for first.
_LETTERS: Final = (("t", datetime), ("d", date), ("h", time))
_NUMBERS: Final = frozenset({bool, int, float})
Column: TypeAlias = tuple[bytes | None, list[Any]]


def main() -> int:
    """Read the workbook on standard input; 0, UNREADABLE or TOO_LARGE (the shape of a sheet), or a signal's death."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    # Nothing here refers to itself, and the process ends with its answer: there is no garbage to look for.
    gc.disable()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        sheets = [book.get_sheet_by_index(place) for place in _tables(book)]
    except Exception as error:
        # Whatever it stumbles on, the file cannot be read, and the parent says so.
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return UNREADABLE
    if any(_is_too_large(sheet) for sheet in sheets):
        return TOO_LARGE
    frames = _frames(book, sheets)
    for frame in frames:
        sys.stdout.buffer.write(struct.pack(">I", len(frame)) + frame)
    sys.stdout.buffer.write(struct.pack(">I", 0))
    return 0


def _tables(book: CalamineWorkbook) -> Iterator[int]:
    """Sheets that hold cells: a chart or a dialog has none."""
    for place, about in enumerate(book.sheets_metadata):
        if about.typ == SheetTypeEnum.WorkSheet:
            yield place


def _is_too_large(sheet: CalamineSheet) -> bool:
    return sheet.end is not None and (sheet.end[0] >= ROWS_A_SHEET + 100 or sheet.end[1] >= COLUMNS_A_SHEET)


def _frames(book: CalamineWorkbook, sheets: Iterable[CalamineSheet]) -> Iterator[bytes]:
    visible = {about.name: about.visible == SheetVisibleEnum.Visible for about in book.sheets_metadata}
    sheets = list(sheets)
    yield msgspec.msgpack.encode([(sheet.name, visible.get(sheet.name, True), _merged(sheet)) for sheet in sheets])
    for place, sheet in enumerate(sheets):
        before = sheet.start[1] if sheet.start else 0
        rows = iter(sheet.iter_rows())
        while batch := tuple(islice(rows, BATCH)):
            blank: Column = bytes(len(batch)), [None]
            columns = [*[blank] * before, *(_column(cells) for cells in zip(*batch, strict=True))]
            yield msgspec.msgpack.encode((place, columns))


def _column(cells: tuple[Any, ...]) -> Column:
    places: defaultdict[Any, int] = defaultdict(count().__next__)
    try:
        # Each value has the number of those before it; what has more of them than a byte tells says too little again.
        numbered = bytes(map(places.__getitem__, cells))
    except ValueError:
        return None, [_told(cell) for cell in cells]
    # 1 and True are one key: numbers that are alike are the same only where there is nothing else.
    if not _NUMBERS.isdisjoint(map(type, places)) and len(set(map(type, cells))) > 1:
        return None, [_told(cell) for cell in cells]
    return numbered, [_told(value) for value in places]


def _merged(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    ranges = getattr(sheet, "merged_cell_ranges", None) or []
    return [(top, left, bottom, right) for (top, left), (bottom, right) in ranges]


def _told(value: Any) -> Any:
    """A cell as msgpack has it; days and times as a pair of a letter and ISO text; a whole number is one."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _WHOLE else value
    if isinstance(value, timedelta):
        return ("s", value.total_seconds())
    for letter, kind in _LETTERS:
        if isinstance(value, kind):
            return (letter, value.isoformat())
    return value


if __name__ == "__main__":
    sys.exit(main())
