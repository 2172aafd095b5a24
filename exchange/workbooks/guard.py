"""Knows the first wall before a workbook is read: its parts, streamed, within bounds; and what the library won't tell.

The library neither bounds what it unpacks nor survives some sparse sheets, and keeps back which rows are hidden,
which cells are errors or formulas never computed, and which are filled with a colour.
"""

import io
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Final
from xml.parsers import expat

from exchange.workbooks.refused import FileRefused
from exchange.workbooks.sheet_parts import SheetPart, sheet_parts
from exchange.workbooks.sheet_scan import SheetScan, Told

MIB: Final = 1024 * 1024
UNPACKED_BYTES: Final = 300 * MIB
CELLS: Final = 4_000_000
EXTENT: Final = 40_000_000
SHEETS: Final = 50
ENTRIES: Final = 5_000
_CHUNK: Final = 256 * 1024


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
    # No more is unpacked of a part than it says; one that says too little is found damaged.
    if sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
        raise _too_large(name, "解压后 300 MiB", "300 MiB unpacked")
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise FileRefused("leads-out", f"{name}: 内部路径越界,拒绝读取 / {name}: a name in it leads out of it")


def _walked(name: str, packed: zipfile.ZipFile, parts: dict[str, SheetPart]) -> Iterator[tuple[str, Told]]:
    cells = 0
    for entry in packed.infolist():
        part = parts.get(entry.filename)
        is_xml = entry.filename.endswith((".xml", ".rels", ".vml"))
        parse = partial(_demand_sound, name, _parser()) if is_xml else _as_it_is
        scan = SheetScan(part, parse) if part else None
        with packed.open(entry) as content:
            while chunk := content.read(_CHUNK):
                if scan:
                    scan.feed(chunk)
                    _demand_few(name, cells + scan.cells)
                else:
                    parse(chunk)
        if part and scan:
            scan.close()
            cells += scan.cells
            _demand_few(name, cells)
            _demand_filled(name, scan)
            yield part.name, scan.told


def _too_large(name: str, zh: str, en: str) -> FileRefused:
    return FileRefused("too-large", f"{name}: 超过{zh},请拆分 / {name}: more than {en}: split it")


def _demand_few(name: str, cells: int) -> None:
    if cells > CELLS:
        raise _too_large(name, f"{CELLS // 10_000} 万个单元格", f"{CELLS:,} cells")


def _demand_filled(name: str, scan: SheetScan) -> None:
    """Raises FileRefused when a few cells far apart span more than any table: the library would fill it all."""
    if scan.extent > EXTENT:
        extent = f"{EXTENT // 10_000} 万格的范围(有离得很远的单元格)"
        raise _too_large(name, extent, f"an extent of {EXTENT:,} cells")


def _parser() -> expat.XMLParserType:
    """One that is asked nothing, so that it costs little, and stops at a document type."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _demand_sound(name: str, parser: expat.XMLParserType, chunk: bytes) -> None:
    try:
        parser.Parse(chunk, False)
    except _Doctype:
        raise FileRefused("doctype", f"{name}: 含外部定义(DOCTYPE),拒绝读取 / {name}: has a DOCTYPE") from None


def _as_it_is(_chunk: bytes) -> None:
    """What is no XML is only unpacked, and found damaged where it is."""


def _refuse_doctype(*_: object) -> None:
    raise _Doctype


class _Doctype(Exception):
    """A part begins with a document type."""
