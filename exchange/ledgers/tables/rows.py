"""Knows what each row below a head is: a record, what is carried on from the one above, or something else, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import compress
from typing import Final

from msgspec import Struct

from exchange.ledgers.tables import wordings
from exchange.ledgers.tables.dictionary import normal
from exchange.ledgers.tables.flat import Flat, flatten, is_blank
from exchange.ledgers.tables.heads import Head
from exchange.ledgers.tables.shapes import Shape, shape_of
from exchange.workbooks.cells import Sheet, Value

_ENOUGH: Final = 0.6
_LITTLE: Final = 0.4
_LONGEST_HEADING: Final = 30
_LONGEST_TITLE: Final = 20
_MANY: Final = 4


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


_OF_A_RECORD: Final = (RowKind.RECORD, RowKind.CARRIED)


class LedgerRow(Struct, frozen=True):
    """A row below the head: its number from 0, its kind, what stands in all columns of the sheet, the texts of its own
    cells in all of them ("" where it has none), whether it is hidden, and the words of the section it stands in."""

    row: int
    kind: RowKind
    values: Sequence[Value]
    texts: Sequence[str]
    hidden: bool = False
    section: str = ""

    @property
    def said(self) -> dict[int, str]:
        """The texts of its own cells by their place."""
        return dict(compress(enumerate(self.texts), self.texts))

    @property
    def cells(self) -> dict[int, Value]:
        """Its own cells by their place."""
        return dict(compress(enumerate(self.values), self.texts))


def rows_below(sheet: Sheet, head: Head, until: int | None = None) -> Iterator[LedgerRow]:
    """Every row below the head, in order, each of one kind; up to a row that is of another table."""
    flat = flatten(sheet)
    places = [column.place for column in head.columns]
    end = len(flat.rows) if until is None else until
    below = _Below(flat, head, _shape(sheet, flat, head, end), _labels(head))
    section = ""
    for row in range(head.bottom + 1, end):
        said, texts = flat.said(row), flat.texts[row]
        if row in flat.touched:
            own = said.keys() | set(flat.fallen(row, places))
            texts = tuple(text if place in own else "" for place, text in enumerate(texts))
        if sheet.unvalued:
            said |= {place: "" for place in places if (row, place) in sheet.unvalued and place not in said}
        kind = below.kind(row, said)
        if kind is RowKind.SECTION:
            section = _heading(list(said.values()))
        yield LedgerRow(row, kind, flat.rows[row], texts, row in sheet.hidden_rows, section)


@dataclass(slots=True)
class _Below:
    """The rows of one table as they are gone through: what the one before was, and where the numbers stand."""

    flat: Flat
    head: Head
    shape: Shape
    labels: dict[int, frozenset[str]]
    previous: RowKind = RowKind.HEAD
    noted: bool = False
    number: int = 0

    def kind(self, row: int, texts: dict[int, str]) -> RowKind:
        """What a row is that says this in cells of its own."""
        kind = self._kind(row, texts)
        if kind is RowKind.RECORD:
            self.noted = False
        elif kind in (RowKind.NOTE, RowKind.SIGNATURE) and not wordings.is_page(next(iter(texts.values()), "")):
            self.noted = True
        self.previous = kind
        return kind

    def _kind(self, row: int, all_texts: dict[int, str]) -> RowKind:
        if not all_texts:
            return self._of_nothing(row)
        labels, texts = self.labels, all_texts
        if len(labels) < self.flat.width and not all_texts.keys() <= labels.keys():
            texts = {place: text for place, text in all_texts.items() if place in labels}
        if not texts:
            return RowKind.NOTE
        said = list(texts.values())
        plain = self._plainly(said)
        if plain is not None:
            return plain
        number = texts.get(self.shape.seq) if self.shape.seq is not None else None
        if number is not None and self._counts(number):
            return self._of_number(number, texts)
        return self._of_words(row, texts, said) or (
            self._of_one_cell(row, *next(iter(texts.items()))) if len(texts) == 1 else self._of_some(row, texts, said)
        )

    def _plainly(self, said: list[str]) -> RowKind | None:
        """What a row is by its words whether or not it has a number."""
        if all(map(wordings.is_nothing, said)) and any(said):
            return RowKind.BLANK
        if wordings.has_total_word(said[:3]) and not self._is_full_of_words(said):
            return RowKind.SUBTOTAL
        return RowKind.NUMBERS if wordings.are_column_numbers(said) else None

    def _is_full_of_words(self, said: list[str]) -> bool:
        """Whether most columns say something in words, as only a record does, whatever stands as its number."""
        return sum(not wordings.is_count(text) for text in said) > max(3, len(self.head.columns) // 2 + 1)

    def _counts(self, number: str) -> bool:
        if wordings.is_number(number, as_code=self.shape.is_code):
            return True
        return self.shape.chinese and wordings.is_chinese_number(number)

    def _of_nothing(self, row: int) -> RowKind:
        """No cell of its own: blank, or a part of what is merged over several rows."""
        spread = any(
            self.flat.is_spread(row, each.place) and not is_blank(self.flat.rows[row][each.place])
            for each in self.head.columns
        )
        if not spread:
            return RowKind.BLANK
        return RowKind.CARRIED if self.previous in _OF_A_RECORD else self.previous

    def _of_number(self, number: str, texts: dict[int, str]) -> RowKind:
        """A row with its number: a record, unless nothing stands behind the number, or it numbers a note."""
        for place, text in texts.items():
            if self._tells(place, text):
                break
        else:
            return RowKind.NUMBERS
        counted = int(number) if number.isdecimal() and len(number) <= 6 else 0
        restarts = counted <= max(self.number, 1) or self.shape.usual >= _MANY
        if self.noted and len(texts) <= 2 and restarts:
            return RowKind.NOTE
        self.number = max(self.number, counted)
        return RowKind.RECORD

    def _tells(self, place: int, text: str) -> bool:
        """Whether more than its number and what a form fills in stands there, be it a formula without a value."""
        return place not in self.shape.chosen and place != self.shape.seq and not (text and wordings.is_nothing(text))

    def _of_words(self, row: int, texts: dict[int, str], said: list[str]) -> RowKind | None:
        """What a row without a number is by its words alone."""
        first, few = said[0], len(texts) <= max(2, len(self.head.columns) // 2)
        if self._is_head_again(row, texts, said):
            return RowKind.HEAD
        if any(map(wordings.is_sum, said[:3])) and (few or self._only_counts(said)):
            return RowKind.SUBTOTAL
        if (few and wordings.is_note(first)) or wordings.is_example(first):
            return RowKind.NOTE
        if (few or wordings.is_signer(first)) and wordings.is_signature(said):
            return RowKind.SIGNATURE
        return None

    def _is_head_again(self, row: int, texts: dict[int, str], said: list[str]) -> bool:
        """The head, or what stands above it, repeated on each printed page; or said once more under it."""
        if len(said) <= 3 and all(wordings.squeezed(text) in self.shape.titles for text in said):
            return True
        if row <= self.head.bottom + 2 and self.previous is RowKind.HEAD and wordings.is_ruling(said):
            return True
        if len(said) < 2:
            return False
        alike = sum(normal(text) in self.labels[place] for place, text in texts.items())
        return alike >= 2 and alike * 2 > len(texts)

    def _of_one_cell(self, row: int, column: int, text: str) -> RowKind:
        """A lone cell: a heading over the rows below, a number, a note, or the rest of the cell above."""
        of = self.flat.merged.get((row, column))
        is_wide = of is not None and of.right - of.left + 1 >= max(3, len(self.head.columns) // 2)
        after = self.previous in _OF_A_RECORD
        is_first = column == self.head.columns[0].place
        short = len(text) <= _LONGEST_TITLE
        if is_wide or (wordings.is_section(text) and (is_first or not after or short)):
            return RowKind.NOTE if self.noted and len(text) > _LONGEST_HEADING else RowKind.SECTION
        if wordings.is_count(text):
            return RowKind.NUMBERS
        goes_on = after and column in self.shape.long | self.shape.telling
        if self.noted or (wordings.is_date(text) and not is_first) or (wordings.is_label(text) and not goes_on):
            return RowKind.NOTE
        if column in self.shape.telling:
            return self._of_the_matter_alone(row, after)
        if is_first:
            return RowKind.SECTION
        return RowKind.CARRIED if after else RowKind.NOTE

    def _of_the_matter_alone(self, row: int, after: bool) -> RowKind:
        if self.shape.seq is not None and self.flat.is_spread(row, self.shape.seq):
            return RowKind.RECORD
        if self.shape.usual <= 2 or row == self.head.bottom + 1:
            return RowKind.RECORD
        if after:
            return RowKind.CARRIED
        return RowKind.NOTE if self.shape.numbered else RowKind.RECORD

    def _of_some(self, row: int, texts: dict[int, str], said: list[str]) -> RowKind:
        """Several cells and no number of its own."""
        shape, count = self.shape, len(texts)
        tells = any(place in shape.telling for place in texts)
        if shape.seq is not None and self.flat.is_spread(row, shape.seq):
            return RowKind.RECORD if tells else RowKind.CARRIED
        if self._is_heading(texts, said, tells):
            return RowKind.SECTION
        if not shape.of_matters and any(map(wordings.is_count, said)):
            return RowKind.RECORD
        if not tells and self._only_counts(said):
            return RowKind.SUBTOTAL
        if self.noted and count <= 2:
            return RowKind.NOTE
        return self._without_its_number(count, tells) if shape.numbered else self._unnumbered(texts, tells)

    def _is_heading(self, texts: dict[int, str], said: list[str], tells: bool) -> bool:
        """一 | 高速公路 | | 12: numbered as headings are, and filled as no record is."""
        first = next(iter(texts.items()))
        headed = wordings.is_chinese_number(first[1]) or wordings.is_section(first[1])
        if not headed or first[0] != self.head.columns[0].place:
            return False
        return not tells or len(said) < max(3, _ENOUGH * self.shape.usual) or self._only_counts(said[1:])

    @staticmethod
    def _only_counts(said: list[str]) -> bool:
        """One word, and figures beside it."""
        counts = sum(map(wordings.is_count, said))
        return counts >= 1 and len(said) - counts <= 1

    def _without_its_number(self, count: int, tells: bool) -> RowKind:
        """In a table whose rows are numbered: a record whose number was forgotten is filled as records are."""
        enough = _ENOUGH * self.shape.usual
        if count >= enough and (tells or count >= 2 * _LITTLE * self.shape.usual):
            return RowKind.RECORD
        if self.previous in _OF_A_RECORD:
            return RowKind.CARRIED
        return RowKind.RECORD if tells and count > max(2, self.shape.usual / 2) else RowKind.NOTE

    def _unnumbered(self, texts: dict[int, str], tells: bool) -> RowKind:
        """In a table without numbers: what says nothing of its own goes on with the row above."""
        after, count = self.previous in _OF_A_RECORD, len(texts)
        named = any(each.meaning.field == "project" and each.place in texts for each in self.head.columns)
        if tells or named:
            at_foot = not after and count <= 2 and self.shape.usual >= 5 and self.previous is not RowKind.HEAD
            return RowKind.NOTE if at_foot and self.previous is not RowKind.SECTION else RowKind.RECORD
        if self.shape.telling and count <= max(2, self.shape.usual // 2):
            return RowKind.CARRIED if after else RowKind.NOTE
        return RowKind.RECORD


def _heading(said: list[str]) -> str:
    """The words of a heading; its number before them where that has a cell of its own."""
    if len(said) > 1 and wordings.is_chinese_number(said[0]):
        return f"{said[0].strip('()（）、.')}、{said[1]}"
    return next(iter(said), "")


def _labels(head: Head) -> dict[int, frozenset[str]]:
    """By column the words over it, as they are compared."""
    return {each.place: frozenset(map(normal, each.path.partition("#")[0].split("/"))) for each in head.columns}


def _shape(sheet: Sheet, flat: Flat, head: Head, end: int) -> Shape:
    """Made once, as long as no row is added."""
    key = f"shape {head.top} {end}"
    known = sheet.found.get(key)
    if not isinstance(known, Shape):
        known = sheet.found[key] = shape_of(flat, head, end)
    return known
