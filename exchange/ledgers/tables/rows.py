"""Knows what each row below a head is: a record, what is carried on from the one above, or something else, and why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from exchange.ledgers.tables.flat import Flat, flatten, is_blank, text_of
from exchange.ledgers.tables.heads import Head
from exchange.workbooks.cells import Sheet, Value

_TOTAL: Final = re.compile(
    r"[(（]?[一二三四五六七八九十\d]*[)）]?[、.]?\s*(?:合\s*计|小\s*计|总\s*计|累\s*计|共\s*计|(?:sub)?total)\s*[:：]?.{0,20}",
    re.IGNORECASE,
)
_NOTE: Final = re.compile(
    r"(?:说\s*明|备\s*注|注|填写要求|填表说明|note|notes)\s*\d*\s*[:：].*", re.DOTALL | re.IGNORECASE
)
_SIGNATURE: Final = re.compile(
    r".*(?:制\s*表\s*人?|填\s*表\s*人?|填报人|填报单位|审\s*核\s*人?|审\s*批\s*人?|单位负责人|负责人签字|签\s*字|签\s*章|盖\s*章|批\s*准)\s*[:：].*",
    re.DOTALL,
)
_SECTION: Final = re.compile(
    r"(?:[一二三四五六七八九十]+[、.]|[(（][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+[部章节]).*", re.DOTALL
)


class RowKind(StrEnum):
    """Only records become issues; every other kind is told with its row."""

    RECORD = "record"
    CARRIED = "carried-on"
    SECTION = "section"
    SUBTOTAL = "subtotal"
    NOTE = "note"
    SIGNATURE = "signature"
    NUMBERS = "numbers"
    HEAD = "head"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A row below the head: its number from 0, its kind, its cells by column place and as texts, whether it is hidden,
    and the words of the section it stands in."""

    row: int
    kind: RowKind
    cells: dict[int, Value]
    texts: dict[int, str]
    hidden: bool = False
    section: str = ""


def rows_below(sheet: Sheet, head: Head, until: int | None = None) -> Iterator[LedgerRow]:
    """Every row below the head, in order, each of one kind; up to a row that is of another table."""
    flat = flatten(sheet)
    places = [column.place for column in head.columns]
    labels = {column.place: column.path.rpartition("/")[2] for column in head.columns}
    section = ""
    for row in range(head.bottom + 1, len(flat.rows) if until is None else until):
        own = dict(flat.filled(row))
        texts = {column: text_of(value) for column, value in own.items()}
        kind = _kind(flat, row, head, labels, own, texts)
        if kind is RowKind.SECTION:
            section = next(iter(texts.values()), "")
        values = flat.rows[row]
        cells = own if not flat.merged else {place: values[place] for place in places if not is_blank(values[place])}
        told = {place: texts[place] if place in texts else text_of(cells[place]) for place in places if place in cells}
        yield LedgerRow(row, kind, cells, told, row in sheet.hidden_rows, section)


def _kind(  # noqa: PLR0917 - a row of which table, under which head, and what stands in it
    flat: Flat, row: int, head: Head, labels: dict[int, str], own: dict[int, Value], texts: dict[int, str]
) -> RowKind:
    if not own:
        spread = any(flat.is_spread(row, place) for place in labels)
        return (
            RowKind.CARRIED
            if spread and any(not is_blank(flat.rows[row][place]) for place in labels)
            else RowKind.BLANK
        )
    first = next(iter(texts.values()))
    told = _told_by_words(texts, first, head)
    if told is not None:
        return told
    if _is_head_again(texts, labels):
        return RowKind.HEAD
    if _is_numbers(list(texts.values())):
        return RowKind.NUMBERS
    if len(own) == 1:
        return _of_one_cell(flat, row, head, next(iter(own)), first)
    return RowKind.CARRIED if _is_carried(own, head) else RowKind.RECORD


def _told_by_words(texts: dict[int, str], first: str, head: Head) -> RowKind | None:
    few = len(texts) <= max(2, len(head.columns) // 2)
    if any(_TOTAL.fullmatch(text) for text in list(texts.values())[:3]):
        return RowKind.SUBTOTAL
    if few and _NOTE.fullmatch(first):
        return RowKind.NOTE
    if few and any(_SIGNATURE.fullmatch(text) for text in texts.values()):
        return RowKind.SIGNATURE
    return None


def _of_one_cell(flat: Flat, row: int, head: Head, column: int, text: str) -> RowKind:
    """A lone cell: a heading over the rows below, a number, a note, or the rest of the cell above."""
    of = flat.merged.get((row, column))
    is_wide = of is not None and of.right - of.left + 1 >= max(3, len(head.columns) // 2)
    if is_wide or _SECTION.fullmatch(text):
        return RowKind.SECTION
    if text.replace(".", "").isdigit():
        return RowKind.NUMBERS
    described = {
        each.place for each in head.columns if each.meaning.field in ("description", "progress", "measures", "note")
    }
    if column in described:
        return RowKind.RECORD if row == head.bottom + 1 else RowKind.CARRIED
    return RowKind.SECTION if column == head.columns[0].place else RowKind.CARRIED


def _is_head_again(texts: dict[int, str], labels: dict[int, str]) -> bool:
    """The head repeated on each printed page."""
    alike = sum(1 for column, text in texts.items() if labels.get(column) == text or "\n" in text)
    if alike < 2:
        return False
    alike = sum(labels.get(column) == text.replace("\n", "") for column, text in texts.items())
    return alike >= 2 and alike * 2 > len(texts)


def _is_numbers(texts: list[str]) -> bool:
    """1 2 3 4 … under the head, or a number alone where nothing else stands."""
    if len(texts) < 3 or not all(text.isdigit() for text in texts):
        return False
    counted = [int(text) for text in texts]
    return len(counted) == len(texts) >= 3 and counted == list(range(counted[0], counted[0] + len(counted)))


def _is_carried(own: dict[int, Value], head: Head) -> bool:
    """What a record cannot do without is missing: neither a number nor a description nor a project of its own."""
    own_fields = {column.meaning.field for column in head.columns if column.place in own}
    needed = {"description", "title"} & {column.meaning.field for column in head.columns}
    return bool(needed) and not (own_fields & {"seq", "serial", "description", "title", "project"})
