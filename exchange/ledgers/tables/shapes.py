"""Knows how the rows of a table are filled as a rule: whether they are numbered, how fully, where the matter is."""

from dataclasses import dataclass
from statistics import median
from typing import Final

from exchange.ledgers.tables.dictionary import Sure
from exchange.ledgers.tables.flat import Flat
from exchange.ledgers.tables.heads import Column, Head
from exchange.ledgers.tables.wordings import is_chinese_number, is_number, squeezed

_LOOKED_AT: Final = 2_000
_MOSTLY: Final = 0.6
_TELLING: Final = frozenset({"description", "title"})
_CHOSEN: Final = frozenset({"status", "severity", "category", "light"})
_LONG: Final = frozenset({"description", "progress", "measures", "note"})


@dataclass(frozen=True, slots=True)
class Shape:
    """Of a table's rows: where their number stands and whether they have one as a rule, Chinese or not; the columns
    that tell the matter; those of long texts, and of words that a form may fill in by itself; how many cells are
    filled; what stands above the head. `of_matters`: a word of the head says that matters are described."""

    seq: int | None
    is_code: bool
    numbered: bool
    chinese: bool
    telling: frozenset[int]
    of_matters: bool
    long: frozenset[int]
    chosen: frozenset[int]
    usual: float
    titles: frozenset[str]


def shape_of(flat: Flat, head: Head, until: int) -> Shape:
    """By the first rows below the head."""
    rows = _filled(flat, head, until)
    seq, is_code = _numbering(head, rows)
    # What is carried on, noted or summed up holds fewer cells than a record.
    full = max(min(3, len(head.columns)), _MOSTLY * max(map(len, rows), default=0))
    wide = [row for row in rows if len(row) >= full]
    counted = [row for row in wide if seq in row and is_number(row[seq], as_code=is_code)] if seq is not None else []
    chinese = [row for row in wide if seq in row and is_chinese_number(row[seq])] if seq is not None else []
    some = len(counted) >= _MOSTLY * len(wide) if wide else False
    in_chinese = not some and len(chinese) > len(counted) and len(chinese) >= _MOSTLY * len(wide)
    usual = counted if some else chinese if in_chinese else wide
    return Shape(
        seq,
        is_code,
        some or in_chinese,
        in_chinese,
        _telling(head, rows),
        any(_TELLING & {column.meaning.field, *column.meaning.offered} for column in head.columns),
        frozenset(column.place for column in head.columns if column.meaning.field in _LONG),
        frozenset(column.place for column in head.columns if column.meaning.field in _CHOSEN),
        median(map(len, usual)) if usual else 1,
        frozenset(squeezed(text) for row in range(head.top) for text in flat.said(row).values()),
    )


def _filled(flat: Flat, head: Head, until: int) -> list[dict[int, str]]:
    """What stands in the rows; a cell merged downwards is filled in each."""
    places = [column.place for column in head.columns]
    rows = flat.texts[head.bottom + 1 : min(until, head.bottom + 1 + _LOOKED_AT)]
    return [{place: texts[place] for place in places if texts[place]} for texts in rows]


def _numbering(head: Head, rows: list[dict[int, str]]) -> tuple[int | None, bool]:
    """The column of running numbers; of codes where there is none; else the first where numbers stand."""
    for field in ("seq", "serial"):
        for column in head.columns:
            if column.meaning.field == field:
                return column.place, field == "serial"
    if not head.columns:
        return None, False
    first = head.columns[0]
    filled = [row[first.place] for row in rows if first.place in row]
    numbered = sum(text.isdecimal() for text in filled) >= _MOSTLY * len(filled) if filled else False
    return (first.place, False) if numbered and first.meaning.field is None else (None, False)


def _telling(head: Head, rows: list[dict[int, str]]) -> frozenset[int]:
    """The columns of the description; where no word is known to be one, that of the longest texts that nobody knows."""
    known = [column.place for column in head.columns if column.meaning.field in _TELLING]
    near = [column.place for column in head.columns if _TELLING & set(column.meaning.offered)]
    if known or near:
        return frozenset(known or near)
    lengths = {column.place: _length(column, rows) for column in head.columns if column.meaning.sure is Sure.UNKNOWN}
    return frozenset({max(lengths, key=lambda place: lengths[place])}) if lengths else frozenset()


def _length(column: Column, rows: list[dict[int, str]]) -> int:
    return sum(len(row.get(column.place, "")) for row in rows)
