"""Knows how workbooks are made for tests: of rows, of raw parts, and hostile ones."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from exchange.workbooks.cells import Merged, Sheet

_OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}.spreadsheetml.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_OFFICE}.spreadsheetml.worksheet+xml"/>'
    "</Types>"
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
    "</Relationships>"
)
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'


def xlsx(
    rows: Sequence[Sequence[Any]],
    merged: Sequence[str] = (),
    hidden: Sequence[int] = (),
    name: str = "台账",
    fills: Mapping[str, str] | None = None,
) -> bytes:
    """The bytes of a workbook with one sheet of these rows; ranges such as A1:C1 merged, rows (from 0) hidden, cells
    such as D3 filled (RRGGBB)."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet(name)
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    for each in merged:
        first = each.split(":", maxsplit=1)[0]
        column, row = ord(first[0]) - 65, int(first[1:]) - 1
        page.merge_range(each, rows[row][column])
    for number in hidden:
        page.set_row(number, None, None, {"hidden": True})
    for cell, colour in (fills or {}).items():
        page.write(cell, rows[int(cell[1:]) - 1][ord(cell[0]) - 65], book.add_format({"bg_color": f"#{colour}"}))
    book.close()
    return made.getvalue()


def raw_xlsx(rows: str, **more: str) -> bytes:
    """A workbook of hand-written parts: `rows` stands in sheetData; `more` are further parts, or others instead."""
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELS.format(kind="officeDocument", target="xl/workbook.xml"),
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": RELS.format(kind="worksheet", target="worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": SHEET.format(rows=rows),
    } | more
    return packed(parts)


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP of these."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def sheet(rows: Sequence[Sequence[Any]], *merged: tuple[int, int, int, int], name: str = "台账", **more: Any) -> Sheet:
    """A sheet as it is read, without a file."""
    cells = [tuple(None if cell == "" else cell for cell in row) for row in rows]
    return Sheet(name, rows=cells, merged=tuple(Merged(*each) for each in merged), **more)
