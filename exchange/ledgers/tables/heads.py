"""Knows where the head of a table stands: the block of rows whose words name columns, wherever it is on the sheet."""

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from exchange.ledgers.tables.blocks import bottom_of, group_of, spans_title
from exchange.ledgers.tables.dictionary import UNKNOWN, Meaning, Sure, is_listed, meaning_of, normal
from exchange.ledgers.tables.flat import Flat, flatten, is_blank, text_of
from exchange.ledgers.tables.headwords import is_headlike, may_name, one_line
from exchange.ledgers.tables.purposes import lists_matters
from exchange.workbooks.cells import Sheet

_ROWS_LOOKED_AT: Final = 40
_MOST_ROWS: Final = 4
_PER_UNKNOWN: Final = 0.12
_PER_HEADLIKE: Final = 0.3
_PER_UNNAMED: Final = 0.7
_LEAST_HITS: Final = 2
_LEAST_SCORE: Final = 1.5
# Where the dictionary knows few of the words: so many columns, and such a share of all, that sound like columns.
_LEAST_SOUNDING: Final = 4
_LEAST_SHARE: Final = 0.7
# A table of which less is known is one of something else.
_LEAST_KNOWN: Final = 0.33
_ALIKE: Final = 0.8
_HEADS: Final = "heads"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its place from 0, its head from the top down joined by `/`, and what that means."""

    place: int
    path: str
    meaning: Meaning

    @property
    def names(self) -> tuple[str, str]:
        """By which a mapping may call it: its path, or the last word of that."""
        return self.path, self.path.rpartition("/")[2]

    def field_by(self, mapped: Mapping[str, str | None]) -> str | None:
        """Its field as a mapping has it, else as the dictionary is certain of; None of one that is kept as it is."""
        for name in self.names:
            if name in mapped:
                return mapped[name]
        return self.meaning.field if self.meaning.sure is Sure.CERTAIN else None


@dataclass(frozen=True, slots=True)
class Head:
    """The first and last row of the head, from 0, and its columns from the left; those without a word are not there.
    `unnamed` is how many of its cells can hardly be the word of a column."""

    top: int
    bottom: int
    columns: tuple[Column, ...]
    unnamed: int = 0

    def places_of(self, names: Container[str]) -> tuple[int, ...]:
        """Where the columns stand that somebody calls by these."""
        return tuple(column.place for column in self.columns if any(name in names for name in column.names))

    @property
    def hits(self) -> int:
        """How many columns mean something for certain, or one of a few things."""
        return sum(column.meaning.sure in (Sure.CERTAIN, Sure.ASK) for column in self.columns)

    @property
    def sounding(self) -> int:
        """How many columns mean something, or are called as columns are."""
        return sum(column.meaning.sure is not Sure.UNKNOWN or is_headlike(column.names[1]) for column in self.columns)

    @property
    def score(self) -> float:
        """Hits, a little for what sounds like a column, less a little for each word that nobody knows."""
        sounding = self.sounding
        return (
            self.hits
            + _PER_HEADLIKE * (sounding - self.hits)
            - _PER_UNKNOWN * (len(self.columns) - sounding)
            - _PER_UNNAMED * self.unnamed
        )

    @property
    def is_sound(self) -> bool:
        """Whether so much of it is known that it is a head at all."""
        if self.sounding < _LEAST_KNOWN * len(self.columns):
            return False
        if self.hits >= _LEAST_HITS and self.score >= _LEAST_SCORE:
            return True
        return not self.unnamed and self.sounding >= max(_LEAST_SOUNDING, _LEAST_SHARE * len(self.columns))


@dataclass(frozen=True, slots=True)
class Sought:
    """A kind of table: what the words of its heads mean, which words are known over columns, and whether a table with
    such columns is one."""

    meant: Callable[[str], Meaning]
    knows: Callable[[str], bool]
    suits: Callable[[Sequence[Column]], bool]


MATTERS: Final = Sought(meaning_of, is_listed, lists_matters)
"""Ledgers of problems."""


def find_head(sheet: Sheet, sought: Sought = MATTERS) -> Head | None:
    """The first head of a sheet; None where it holds no table that anything is known of."""
    return next(iter(find_heads(sheet, sought)), None)


def find_heads(sheet: Sheet, sought: Sought = MATTERS) -> tuple[Head, ...]:
    """The head of each table that stands on a sheet, one below another; the same head again is no other table."""
    known = sheet.found.get(_HEADS)
    if isinstance(known, tuple) and known[:2] == (len(sheet.rows), sought):
        found: tuple[Head, ...] = known[2]
        return found
    found = _heads(flatten(sheet), sought)
    sheet.found[_HEADS] = (len(sheet.rows), sought, found)
    return found


def _heads(flat: Flat, sought: Sought) -> tuple[Head, ...]:
    sound = _sound(flat, range(min(_ROWS_LOOKED_AT, len(flat.rows))), sought)
    best = _likeliest(sound)
    if best is None:
        return ()
    found = [next((head for head in sound if _is_earlier_table(flat, head, best)), best)]
    for top in range(found[0].bottom + 1, len(flat.rows)):
        if top <= found[-1].bottom or not _may_begin(flat, top, sought):
            continue
        head = best if top == best.top else _head_at(flat, top, sought)
        parted = top > found[-1].bottom + 1
        if head is not None and parted and head.is_sound and _is_another(head, found[-1]):
            found.append(head)
    return tuple(found)


def _is_earlier_table(flat: Flat, head: Head, best: Head) -> bool:
    """Whether a whole table stands above the likeliest head: rows under a head of its own."""
    if head.bottom >= best.top - 1 or len(head.columns) <= _LEAST_HITS or not _is_another(head, best):
        return False
    places = {column.place for column in head.columns}
    return any(
        sum(place in places and may_name(value, whole=False) for place, value in flat.filled(row)) >= _LEAST_HITS
        for row in range(head.bottom + 1, best.top)
    )


def _may_begin(flat: Flat, row: int, sought: Sought) -> bool:
    """Whether another head can begin in a row: its first word is one of those over columns, and so is another."""
    values = flat.rows[row]
    first = next((value for value in values if value is not None), None)
    if not isinstance(first, str) or not sought.knows(first):
        return False
    return sum(isinstance(value, str) and sought.knows(value) for value in values) >= _LEAST_HITS


def _is_another(head: Head, last: Head) -> bool:
    """Most of its columns mean something, and it is not the last head repeated."""
    paths, before = ({normal(each.names[1]) for each in one.columns} for one in (head, last))
    return head.hits * 2 > len(head.columns) and len(paths & before) < _ALIKE * len(paths)


def _sound(flat: Flat, tops: range, sought: Sought) -> list[Head]:
    found = [head for head in (_head_at(flat, top, sought) for top in tops) if head]
    return [head for head in found if head.is_sound and sought.suits(head.columns)]


def _likeliest(sound: list[Head]) -> Head | None:
    # Of equal ones the block with more rows tells more; the first, as a head is repeated on each printed page.
    best = max(sound, key=_told, default=None)
    for head in sound:
        # Of two that overlap the one farther down has no title in it.
        if best and best.top < head.top <= best.bottom and _told(head) == _told(best):
            best = head
    return best


def _told(head: Head) -> tuple[float, int]:
    return round(head.score, 6), head.bottom - head.top


def said_head(sheet: Sheet, rows: tuple[int, int], sought: Sought = MATTERS) -> Head | None:
    """The head that somebody says stands in these rows, as people count; None where the sheet ends before them."""
    top, bottom = rows
    return head_of(sheet, top - 1, bottom - 1, sought) if bottom <= len(flatten(sheet).rows) else None


def head_of(sheet: Sheet, top: int, bottom: int, sought: Sought = MATTERS) -> Head:
    """The head that stands in these rows of a sheet, from 0."""
    return Head(top, bottom, _columns(flatten(sheet), top, bottom, sought))


def _head_at(flat: Flat, top: int, sought: Sought) -> Head | None:
    own = list(flat.filled(top))
    if len(own) < _LEAST_HITS or (len(own) <= _LEAST_HITS and _is_title(flat, top)):
        return None
    bottom = bottom_of(flat, top, _MOST_ROWS, sought.knows)
    if bottom is None:
        return None
    cells = [value for row in range(top, bottom + 1) for _, value in flat.filled(row)]
    unnamed = sum(not may_name(value) for value in cells)
    if unnamed * 4 > len(cells):
        return None
    head = Head(top, bottom, _columns(flat, top, bottom, sought), unnamed)
    return None if _is_card(flat, head, sought) else head


def _is_card(flat: Flat, head: Head, sought: Sought) -> bool:
    """Whether words and what they say stand side by side: only every other cell is known, and so it is below."""
    if head.top != head.bottom or head.hits * 3 > len(head.columns) * 2 or head.bottom + 1 >= len(flat.rows):
        return False
    known = {column.place for column in head.columns if column.meaning.sure in (Sure.CERTAIN, Sure.ASK)}
    below = [place for place, value in flat.filled(head.bottom + 1) if isinstance(value, str) and sought.knows(value)]
    return len(below) >= _LEAST_HITS and bool(known & set(below)) and not _is_another_row(flat, head)


def _is_another_row(flat: Flat, head: Head) -> bool:
    """Whether the row below repeats the head's own words."""
    words = {normal(column.path) for column in head.columns}
    below = [normal(text_of(value)) for _, value in flat.filled(head.bottom + 1)]
    return sum(word in words for word in below) * 2 > len(below)


def _columns(flat: Flat, top: int, bottom: int, sought: Sought) -> tuple[Column, ...]:
    columns: list[Column] = []
    times: Counter[str] = Counter()
    for place in range(flat.width):
        words = dict.fromkeys(
            one_line(text_of(value))
            for row in range(top, bottom + 1)
            if not is_blank(value := group_of(flat, row, place, bottom)) and not spans_title(flat, row, place)
        )
        path = "/".join(words)
        if path:
            times[path] += 1
            # Two columns of one name are two: neither takes the other's cells.
            named = path if times[path] == 1 else f"{path}#{times[path]}"
            columns.append(Column(place, named, sought.meant(path)))
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
    return any(spans_title(flat, row, column) for column in range(flat.width))
