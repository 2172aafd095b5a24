"""Knows a ledger that this product wrote out and that comes back: which issue each row is, at which version.

A hidden sheet says so. Rows are known by their 编号, wherever they were moved to; what was derived as it was written
(lights, time left, the next step) says nothing when it comes back.
"""

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from exchange.ledgers.records import Record
from exchange.ledgers.tables.flat import text_of
from exchange.ledgers.values.reading import Found
from exchange.workbooks.cells import Book, Sheet

SHEET: Final = "_xiaohao"
STATE: Final = "state_text"
"""The field of such a row that has its state in words."""
HEAD: Final = ("sheet", "row", "issue", "serial", "version")
_DERIVED: Final = frozenset(
    {"灯色", "余时", "进度(%)", "时限节点", "下一步", "下一步找谁", "停工", "存疑"}
) | frozenset({"督办层级", "来源", "上报时间", "更新时间", "标识", "版本", "办理要求"})
_DECIDED: Final = {"销号评定": "grade", "销号时间": "done_on"}
_STATED: Final = ("status", "progress")

Identity = tuple[str, int]
"""An issue's id, and the version at which it was written out."""


def identities_of(book: Book) -> Mapping[str, Identity]:
    """By 编号 which issue, at which version; none where the file is not one of ours."""
    sheets = [each for each in book.sheets if each.own_name == SHEET and each.rows]
    ours = [each for each in sheets if tuple(map(text_of, each.rows[0][: len(HEAD)])) == HEAD]
    return {serial: identity for sheet in ours for serial, identity in _lines(sheet)}


def _lines(sheet: Sheet) -> "list[tuple[str, Identity]]":
    found = []
    for row in sheet.rows[1:]:
        texts = [text_of(cell) for cell in (*row, *[None] * len(HEAD))[: len(HEAD)]]
        if texts[2] and texts[3] and texts[4].isdigit():
            found.append((texts[3], (texts[2], int(texts[4]))))
    return found


def as_exported(record: Record, identities: Mapping[str, Identity]) -> tuple[Record, Identity | None]:
    """A row as it says what may come back, and which issue it is; any other row as it is."""
    serial = record.fields.get("serial")
    identity = identities.get(serial.text) if serial else None
    if identity is None or record.skipped is not None:
        return record, None
    fields = {name: found for name, found in record.fields.items() if name not in _STATED}
    stated = next((record.fields[name] for name in _STATED if name in record.fields), None)
    if stated is not None:
        fields[STATE] = Found(stated.text, stated.text)
    for path, text in record.kept.items():
        if path in _DECIDED:
            fields[_DECIDED[path]] = Found(text, text)
    kept = {path: text for path, text in record.kept.items() if path not in _DERIVED and path not in _DECIDED}
    places = {record.places[name] for name in _STATED if name in record.places}
    faults = tuple(fault for fault in record.faults if fault.cell not in places)
    return replace(record, fields=fields, kept=kept, faults=faults), identity
