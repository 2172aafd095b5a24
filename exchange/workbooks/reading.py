"""Knows how a file becomes a book: its kind by content, the guard, the process apart; or a refusal with the cure."""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import msgspec

from exchange.texts.encodings import Encoding, is_damaged, looks_like_big5, recognise
from exchange.texts.reading import read_bytes
from exchange.workbooks import child
from exchange.workbooks.bundles import ledgers_in
from exchange.workbooks.cells import IN_FILE, Book, Merged, Sheet, Value
from exchange.workbooks.guard import MIB, guard
from exchange.workbooks.kinds import Kind, kind_of
from exchange.workbooks.refused import FileRefused
from exchange.workbooks.sheet_scan import Told
from exchange.workbooks.text_tables import rows_of

FILE_BYTES: Final = 50 * MIB
SECONDS: Final = 120
_MACROS: Final = b"vbaProject.bin"


def read_file(path: Path) -> Book:
    """The book of a file. Raises FileRefused, and PlayError where the file cannot be read at all."""
    return read_book(path.name, read_bytes(path, FILE_BYTES))


def read_book(name: str, raw: bytes) -> Book:
    """The book that these bytes are. Raises FileRefused."""
    kind = kind_of(name, raw)
    if kind is Kind.ZIP:
        return _bundle(name, raw)
    if kind is Kind.CSV:
        return _text(name, raw)
    told = {} if kind is Kind.XLS else guard(name, raw)
    return Book(name, kind, tuple(_sheets(name, raw, told)), _notes(kind, raw))


def _bundle(name: str, raw: bytes) -> Book:
    """All sheets of the ledgers in a ZIP, each under its file's name."""
    books = [read_book(inner, content) for inner, content in ledgers_in(name, raw)]
    sheets = tuple(replace(sheet, name=f"{book.name}{IN_FILE}{sheet.name}") for book in books for sheet in book.sheets)
    return Book(name, Kind.ZIP, sheets, tuple(f"{book.name}: {note}" for book in books for note in book.notes))


def _notes(kind: Kind, raw: bytes) -> tuple[str, ...]:
    if kind is Kind.XLSX:
        # A ZIP names its parts in plain.
        return ("文件带有宏,只读表格,宏不运行 / has macros: its tables are read, and no macro runs",) * (_MACROS in raw)
    return (
        f"{kind} 文件不告知隐藏行、错误单元格和填充颜色,需要时另存为 xlsx / "
        f"hidden rows, error cells and fills are not told of {kind}: save it as xlsx where they matter",
    )


def _text(name: str, raw: bytes) -> Book:
    encoding = recognise(raw)
    if encoding.codec == "utf-8" and looks_like_big5(raw):
        encoding = Encoding("big5", b"", "Big5")
    try:
        text = encoding.decode(raw).replace("\ufeff", "")
    except UnicodeError:
        raise FileRefused(
            "encoding", f"{name}: 不是完好的 {encoding.label} 文本,请另存为 UTF-8 / not sound {encoding.label}"
        ) from None
    if encoding.codec == "gb18030":
        # Windows writes the euro as this byte, which no GB18030 has.
        text = text.replace("\udc80", "€")
    if is_damaged(text):
        raise FileRefused(
            "encoding",
            f"{name}: 有不属于 {encoding.label} 编码的字节,请另存为 UTF-8 / "
            f"{name}: has bytes that are not {encoding.label}: save it as UTF-8",
        )
    rows: list[tuple[Value, ...]] = [tuple(cell or None for cell in row) for row in rows_of(name, text)]
    notes = () if encoding.codec == "utf-8" else (f"按 {encoding.label} 读取 / read as {encoding.label}",)
    return Book(name, Kind.CSV, (Sheet(Path(name).stem, rows=rows),), notes)


def _sheets(name: str, raw: bytes, told: dict[str, Told]) -> list[Sheet]:
    frames = _frames(name, raw)
    sheets = [
        Sheet(sheet, visible, merged=tuple(Merged(*each) for each in merged)) for sheet, visible, merged in next(frames)
    ]
    for place, columns in frames:
        sheets[place].rows.extend(zip(*(_cells(*column) for column in columns), strict=True))
    for sheet in sheets:
        seen = told.get(sheet.name, Told())
        sheet.hidden_rows = frozenset(seen.hidden_rows)
        sheet.errors = {(row, column): text for row, column, text in seen.errors}
        sheet.unvalued = frozenset(seen.unvalued)
        sheet.fills = {(row, column): colour for row, column, colour in seen.fills}
    return sheets


def _cells(places: bytes | None, told: list[Any]) -> Iterable[Value]:
    values = list(map(_value, told))
    return values if places is None else map(values.__getitem__, places)


def _frames(name: str, raw: bytes) -> Iterator[Any]:
    """What the process apart wrote, one after the other: the sheets, then their rows. Raises FileRefused at once when
    it found no workbook, died, or took too long."""
    command = [sys.executable, "-m", child.__name__]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command, input=raw, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise _unread(name) from None
    if done.returncode == child.TOO_LARGE:
        raise FileRefused(
            "too-large",
            f"{name}: 一个工作表超过 {child.ROWS_A_SHEET} 行或 {child.COLUMNS_A_SHEET} 列,请拆分 / "
            f"{name}: a sheet has more than {child.ROWS_A_SHEET:,} rows or {child.COLUMNS_A_SHEET} columns: split it",
        )
    if done.returncode != 0:
        raise _unread(name)
    return _parted(done.stdout)


def _parted(written: bytes) -> Iterator[Any]:
    place = 0
    while size := int.from_bytes(written[place : place + 4], "big"):
        yield msgspec.msgpack.decode(memoryview(written)[place + 4 : place + 4 + size])
        place += 4 + size


def _unread(name: str) -> FileRefused:
    return FileRefused(
        "unreadable",
        f"{name}: 无法读出其中的表格,请用 Excel 或 WPS 打开后另存为 xlsx / "
        f"{name}: its tables cannot be read: open it in Excel or WPS and save it as xlsx",
    )


def _value(cell: Any) -> Value:
    """A cell back from the pair that stands for a day or a time."""
    if not isinstance(cell, list):
        value: Value = cell
        return value
    letter, told = cell
    if letter == "s":
        return timedelta(seconds=told)
    if letter == "t":
        return datetime.fromisoformat(told)
    return date.fromisoformat(told) if letter == "d" else time.fromisoformat(told)
