"""Knows which part of an .xlsx is which sheet, and which of its styles fill a cell with a colour."""

import posixpath
import zipfile
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

_PART_BYTES: Final = 16 * 1024 * 1024
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NO_COLOUR: Final = frozenset({"FFFFFF", "000000"})


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet's name as people see it, its part, and the colours (RRGGBB) by the number of a style."""

    name: str
    file: str
    fills: dict[int, str]


def sheet_parts(packed: zipfile.ZipFile) -> list[SheetPart]:
    """The sheets of a workbook in their order; none of a workbook that is no .xlsx."""
    if "xl/workbook.xml" not in packed.namelist():
        return []
    targets = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in _root(packed, "xl/_rels/workbook.xml.rels").iter()
        if relation.get("Target")
    }
    fills = _fills(packed)
    return [
        SheetPart(sheet.get("name", ""), _path(targets.get(sheet.get(_RELATION, ""), "")), fills)
        for sheet in _root(packed, "xl/workbook.xml").iter(f"{_MAIN}sheet")
    ]


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _fills(packed: zipfile.ZipFile) -> dict[int, str]:
    if "xl/styles.xml" not in packed.namelist():
        return {}
    root = _root(packed, "xl/styles.xml")
    colours = [_colour(fill) for fill in root.iterfind(f"{_MAIN}fills/{_MAIN}fill")]
    found: dict[int, str] = {}
    for number, style in enumerate(root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")):
        fill = int(style.get("fillId", "0"))
        colour = colours[fill] if fill < len(colours) else None
        if colour and colour not in _NO_COLOUR:
            found[number] = colour
    return found


def _colour(fill: Element) -> str | None:
    """The colour of a solid fill; one that a theme names is told by the theme's number."""
    pattern = fill.find(f"{_MAIN}patternFill")
    if pattern is None or pattern.get("patternType") != "solid":
        return None
    front = pattern.find(f"{_MAIN}fgColor")
    if front is None:
        return None
    rgb = front.get("rgb")
    if rgb:
        return rgb[-6:].upper()
    theme = front.get("theme")
    return f"theme{theme}" if theme not in (None, "0") else None


def _root(packed: zipfile.ZipFile, name: str) -> Element:
    """A small part as a tree. Raises KeyError, ExpatError, zipfile.BadZipFile."""
    with packed.open(name) as content:
        raw = content.read(_PART_BYTES + 1)
    if len(raw) > _PART_BYTES or b"<!DOCTYPE" in raw:
        raise zipfile.BadZipFile(name)
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler = lambda tag, attributes: builder.start(
        _named(tag), {_named(k): v for k, v in attributes.items()}
    )
    parser.EndElementHandler = lambda tag: builder.end(_named(tag))
    parser.Parse(raw, True)
    return builder.close()


def _named(name: str) -> str:
    """A name as trees have it, its namespace in braces."""
    return "{" + name if "}" in name else name
