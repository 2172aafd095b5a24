"""Knows the first wall before a workbook is read: its parts, streamed, within bounds; and what the library won't tell.

The library neither bounds what it unpacks nor survives some sparse sheets, and keeps back which rows are hidden,
which cells are errors or formulas never computed, and which are filled with a colour.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final
from xml.parsers import expat

from exchange.workbooks.refused import FileRefused
from exchange.workbooks.sheet_parts import SheetPart, sheet_parts

MIB: Final = 1024 * 1024
UNPACKED_BYTES: Final = 300 * MIB
CELLS: Final = 4_000_000
EXTENT: Final = 40_000_000
SHEETS: Final = 50
ENTRIES: Final = 5_000
_CHUNK: Final = 256 * 1024


@dataclass(slots=True)
class Told:
    """What the walls saw of one sheet: places are (row, column) from 0; a fill is the colour as RRGGBB."""

    hidden_rows: list[int] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    unvalued: list[tuple[int, int]] = field(default_factory=list)
    fills: list[tuple[int, int, str]] = field(default_factory=list)


def guard(name: str, raw: bytes) -> dict[str, Told]:
    """What there is to tell of each sheet of an .xlsx, by its name; an empty dict of other workbooks in a ZIP.

    Raises FileRefused when it unpacks to more than 300 MiB, has a DOCTYPE, 4 million cells or an extent that nobody
    fills, or names that lead out of it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            _demand_plain(name, packed.infolist())
            parts = {part.file: part for part in sheet_parts(packed)}
            if len(parts) > SHEETS:
                raise _too_large(name, f"{SHEETS} 个工作表", f"{SHEETS} sheets")
            return dict(_walked(name, packed, parts))
    except (zipfile.BadZipFile, EOFError, expat.ExpatError, RuntimeError, NotImplementedError, KeyError, OSError):
        raise FileRefused(
            "cut", f"{name}: 文件不完整或已损坏,请重新导出 / {name}: is cut short or damaged: export it again"
        ) from None


def _demand_plain(name: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > ENTRIES:
        raise _too_large(name, f"{ENTRIES} 个部件", f"{ENTRIES} parts")
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise FileRefused("leads-out", f"{name}: 内部路径越界,拒绝读取 / {name}: a name in it leads out of it")


def _walked(name: str, packed: zipfile.ZipFile, parts: dict[str, SheetPart]) -> Iterator[tuple[str, Told]]:
    unpacked = cells = 0
    for entry in packed.infolist():
        is_xml = entry.filename.endswith((".xml", ".rels", ".vml"))
        part = parts.get(entry.filename)
        walk = _Walk(part) if part else _Walk(None)
        with packed.open(entry) as content:
            while chunk := content.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > UNPACKED_BYTES:
                    raise _too_large(name, "解压后 300 MiB", "300 MiB unpacked")
                if is_xml:
                    walk.feed(name, chunk)
                    if cells + walk.cells > CELLS:
                        raise _too_large(name, f"{CELLS // 10_000} 万个单元格", f"{CELLS:,} cells")
        cells += walk.cells
        if part:
            walk.demand_filled(name)
            yield part.name, walk.told


def _too_large(name: str, zh: str, en: str) -> FileRefused:
    return FileRefused("too-large", f"{name}: 超过{zh},请拆分 / {name}: more than {en}: split it")


class _Walk:
    """One part walked through as it is unpacked; of a sheet, its rows and cells are looked at."""

    def __init__(self, part: SheetPart | None) -> None:
        self.told = Told()
        self.cells = 0
        self._fills = {str(style): colour for style, colour in part.fills.items()} if part else {}
        self._row = self._column = -1
        self._formula = self._valued = self._is_text = False
        self._error: list[str] | None = None
        self._in_value = False
        self._left, self._right, self._top, self._bottom = 2**31, -1, 2**31, -1
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        if part:
            self._parser.StartElementHandler = self._start

    def feed(self, name: str, chunk: bytes) -> None:
        """Raises FileRefused at a DOCTYPE."""
        try:
            self._parser.Parse(chunk, False)
        except _Doctype:
            raise FileRefused("doctype", f"{name}: 含外部定义(DOCTYPE),拒绝读取 / {name}: has a DOCTYPE") from None

    def demand_filled(self, name: str) -> None:
        """Raises FileRefused when a few cells far apart span more than any table: the library would fill it all."""
        if self._bottom >= 0 and (self._bottom - self._top + 1) * (self._right - self._left + 1) > EXTENT:
            extent = f"{EXTENT // 10_000} 万格的范围(有离得很远的单元格)"
            raise _too_large(name, extent, f"an extent of {EXTENT:,} cells")

    def _refuse_doctype(self, *_: object) -> None:
        raise _Doctype

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2] if ":" in tag else tag
        if local == "c":
            self._start_cell(attributes)
        elif local == "row":
            self._row = int(attributes.get("r", self._row + 2)) - 1
            self._column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.told.hidden_rows.append(self._row)
        elif local == "f":
            self._formula = True
            self._look_closely()
        elif local in {"v", "t"}:
            self._in_value = True
            # A formula whose text is empty was computed: Excel writes it so.
            self._valued = self._is_text

    def _look_closely(self) -> None:
        """Only of an error or a formula it matters what stands in the cell: every text costs a call."""
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.cells += 1
        place = place_of(attributes["r"]) if "r" in attributes else None
        row, column = self._row, self._column = place or (self._row, self._column + 1)
        self._left = min(self._left, column)
        self._right = max(self._right, column)
        self._top = min(self._top, row)
        self._bottom = max(self._bottom, row)
        self._formula = self._valued = self._in_value = False
        self._error = None
        self._is_text = attributes.get("t") == "str"
        if attributes.get("t") == "e":
            self._error = []
            self._look_closely()
        fill = self._fills.get(attributes.get("s", "0"))
        if fill:
            self.told.fills.append((row, column, fill))

    def _text(self, text: str) -> None:
        if self._in_value and text:
            self._valued = True
            if self._error is not None:
                self._error.append(text)

    def _end(self, tag: str) -> None:
        local = tag.rpartition(":")[2]
        if local in ("v", "t"):
            self._in_value = False
        elif local == "c":
            if self._error is not None:
                self.told.errors.append((self._row, self._column, "".join(self._error)))
            elif self._formula and not self._valued:
                self.told.unvalued.append((self._row, self._column))
            self._parser.EndElementHandler = self._parser.CharacterDataHandler = None


class _Doctype(Exception):
    """A part begins with a document type."""


def place_of(reference: str) -> tuple[int, int] | None:
    """(row, column) from 0 of a reference such as C5; None where it is none."""
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    column = _column_of(letters)
    return None if column is None or not digits else (int(digits) - 1, column)


@lru_cache(maxsize=20_000)
def _column_of(letters: str) -> int | None:
    if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
        return None
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column - 1
