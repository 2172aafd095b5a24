"""Knows where the head of a table stands: the block of rows whose words name columns, wherever it is on the sheet."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from exchange.ledgers.tables.dictionary import UNKNOWN, Meaning, Sure, meaning_of
from exchange.ledgers.tables.flat import Flat, flatten, is_blank, text_of
from exchange.workbooks.cells import Sheet, Value

_ROWS_LOOKED_AT: Final = 15
_MOST_ROWS: Final = 4
_LONGEST: Final = 40
_PER_UNKNOWN: Final = 0.12
_LEAST_HITS: Final = 2
_LEAST_SCORE: Final = 1.5
# A merged cell as wide as this share of the row's own is a title over the table, not the word of a column.
_TITLE: Final = 0.6
# A colon within brackets is a part of the word: 年度计划投资(单位:亿元).
_METADATA: Final = re.compile(r"[^:：(（]{1,12}[:：].*\S", re.DOTALL)
_BREAKS: Final = re.compile(r"\s*[\r\n]+\s*")
Meant = Callable[[str], Meaning]
"""What the words of a head mean: in ledgers of issues, unless somebody brings a dictionary of another kind of table."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its place from 0, its head from the top down joined by `/`, and what that means."""

    place: int
    path: str
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Head:
    """The first and last row of the head, from 0, and its columns from the left; those without a word are not there."""

    top: int
    bottom: int
    columns: tuple[Column, ...]

    @property
    def hits(self) -> int:
        """How many columns mean something for certain, or one of a few things."""
        return sum(column.meaning.sure in (Sure.CERTAIN, Sure.ASK) for column in self.columns)

    @property
    def score(self) -> float:
        """Hits, less a little for each word that nobody knows."""
        return self.hits - _PER_UNKNOWN * (len(self.columns) - self.hits)


def find_head(sheet: Sheet, meant: Meant = meaning_of) -> Head | None:
    """The likeliest head of a sheet; None where it holds no table that anything is known of."""
    flat = flatten(sheet)
    return _likeliest(flat, range(min(_ROWS_LOOKED_AT, len(flat.rows))), meant)


def find_heads(sheet: Sheet, meant: Meant = meaning_of) -> tuple[Head, ...]:
    """The head of each table that stands on a sheet, one below another; the same head again is no other table."""
    flat = flatten(sheet)
    first = _likeliest(flat, range(min(_ROWS_LOOKED_AT, len(flat.rows))), meant)
    if first is None:
        return ()
    found = [first]
    for top in range(first.bottom + 1, len(flat.rows)):
        if top <= found[-1].bottom or not _may_begin(flat, top):
            continue
        head = _likeliest(flat, range(top, min(top + _MOST_ROWS, len(flat.rows))), meant)
        if head is not None and head.top >= top and _is_another(head, found[-1]):
            found.append(head)
    return tuple(found)


def _may_begin(flat: Flat, row: int) -> bool:
    """Whether another table can begin in a row: above it is nothing, or a title."""
    held = [column for column, value in enumerate(flat.rows[row - 1]) if value is not None]
    if len(held) > 1 and not any((row - 1, column) in flat.merged for column in held):
        return False
    return len(list(flat.filled(row - 1))) <= 1 and len(list(flat.filled(row))) > _LEAST_HITS


def _is_another(head: Head, last: Head) -> bool:
    """Most of its columns mean something, and it is not the last head repeated."""
    return head.hits * 2 > len(head.columns) and {each.path for each in head.columns} != {
        each.path for each in last.columns
    }


def _likeliest(flat: Flat, tops: range, meant: Meant) -> Head | None:
    found = [head for head in (_head_at(flat, top, meant) for top in tops) if head]
    sound = [head for head in found if head.hits >= _LEAST_HITS and head.score >= _LEAST_SCORE]
    # Of equal ones the block with more rows tells more; the first, as a head is repeated on each printed page.
    best = max(sound, key=_told, default=None)
    for head in sound:
        # Of two that overlap the one farther down has no title in it.
        if best and best.top < head.top <= best.bottom and _told(head) == _told(best):
            best = head
    return best


def _told(head: Head) -> tuple[float, int]:
    return round(head.score, 6), head.bottom - head.top


def head_of(sheet: Sheet, top: int, bottom: int, meant: Meant = meaning_of) -> Head:
    """The head that somebody says stands in these rows, from 0."""
    flat = flatten(sheet)
    return Head(top, bottom, _columns(flat, top, min(bottom, len(flat.rows) - 1), meant))


def _head_at(flat: Flat, top: int, meant: Meant) -> Head | None:
    own = list(flat.filled(top))
    if len(own) < _LEAST_HITS or _is_title(flat, top):
        return None
    bottom = _bottom(flat, top)
    if bottom - top >= _MOST_ROWS or any(
        not _names(value) for row in range(top, bottom + 1) for _, value in flat.filled(row)
    ):
        return None
    return Head(top, bottom, _columns(flat, top, bottom, meant))


def _bottom(flat: Flat, top: int) -> int:
    """Down to the end of the tallest range that begins in the row; one row more where ranges only go sideways."""
    begun = [of for column in range(flat.width) if (of := flat.merged.get((top, column))) and of.top == top]
    tallest = max((of.bottom for of in begun), default=top)
    if tallest > top:
        return min(tallest, len(flat.rows) - 1)
    has_sideways = any(of.right > of.left for of in begun)
    return min(top + 1, len(flat.rows) - 1) if has_sideways else top


def _columns(flat: Flat, top: int, bottom: int, meant: Meant) -> tuple[Column, ...]:
    columns: list[Column] = []
    times: Counter[str] = Counter()
    for place in range(flat.width):
        words = dict.fromkeys(
            _BREAKS.sub("", text_of(flat.rows[row][place]))
            for row in range(top, bottom + 1)
            if not is_blank(flat.rows[row][place]) and not _spans_title(flat, row, place)
        )
        path = "/".join(words)
        if path:
            times[path] += 1
            # Two columns of one name are two: neither takes the other's cells.
            named = path if times[path] == 1 else f"{path}#{times[path]}"
            columns.append(Column(place, named, meant(path)))
    return _once(columns)


def _once(columns: list[Column]) -> tuple[Column, ...]:
    """A field that two columns claim for certain is asked of the second: it may be either."""
    taken: set[str] = set()
    settled = []
    for column in columns:
        meaning = column.meaning
        if meaning.field is not None and meaning.field in taken:
            meaning = Meaning(Sure.ASK, None, meaning.offered) if meaning.offered else UNKNOWN
        if meaning.field is not None:
            taken.add(meaning.field)
        settled.append(Column(column.place, column.path, meaning))
    return tuple(settled)


def _is_title(flat: Flat, row: int) -> bool:
    return any(_spans_title(flat, row, column) for column in range(flat.width))


def _spans_title(flat: Flat, row: int, column: int) -> bool:
    of = flat.merged.get((row, column))
    return of is not None and of.right - of.left + 1 >= max(3, _TITLE * flat.width)


def _names(value: Value) -> bool:
    """Whether a cell may be the word of a column: no number, no day, no long text, no `label: value`."""
    if isinstance(value, bool | int | float | date | time | timedelta):
        return False
    text = text_of(value)
    return len(text) <= _LONGEST and not _METADATA.fullmatch(text) and not text.replace(".", "").isdigit()
