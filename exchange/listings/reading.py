"""Knows how a list of projects, units or people is read: its head found by its kind's own words, one entry a row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from exchange.ledgers.tables.blocks import bottom_of
from exchange.ledgers.tables.dictionary import is_listed, normal
from exchange.ledgers.tables.flat import flatten
from exchange.ledgers.tables.heads import Head, head_of
from exchange.ledgers.tables.rows import RowKind, rows_below
from exchange.texts.yaml_once import load_once
from exchange.workbooks.cells import Book, Sheet
from exchange.workbooks.refused import FileRefused

KINDS: Final = ("projects", "units", "persons")
_NAMES: Final = ("name", "name_zh")
_ROWS_LOOKED_AT: Final = 40
_MOST_ROWS: Final = 4
_LEAST: Final = 2


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry as it is written: its row as people count, and the text of each field that a column has."""

    row: int
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries of the first sheet that holds such a list, and the sheets that were not read."""

    sheet: str
    entries: tuple[Listed, ...]
    unread: tuple[str, ...] = ()


def listing_of(book: Book, kind: str) -> Listing:
    """The list of a kind in a book. Raises FileRefused where no sheet has one."""
    for sheet in book.sheets:
        head = _head(sheet, kind)
        if head is not None:
            unread = tuple(other.name for other in book.sheets if other is not sheet)
            return Listing(sheet.name, tuple(_entries(sheet, head, kind)), unread)
    words = "、".join(next(iter(words)) for words in _words(kind).values())
    raise FileRefused(
        "no-table",
        f"{book.name}: 没有找到含有名称的表头,认得的列如:{words} / {book.name}: no head with names is found",
    )


def told_listing(book: Book) -> tuple[str, Listing]:
    """The list in a book whose kind nobody said, and its kind: the one of which the head has most words.

    Raises FileRefused where no sheet has a head of any kind, or one that is as much of another.
    """
    found = {kind: max((_words_in(sheet, kind) for sheet in book.sheets), default=0) for kind in KINDS}
    most = max(found.values())
    kinds = [kind for kind, words in found.items() if words == most]
    if not most or len(kinds) > 1:
        known = ";".join("、".join(next(iter(words)) for words in _words(kind).values()) for kind in KINDS)
        raise FileRefused(
            "no-table",
            f"{book.name}: 表头看不出是单位、人员还是项目,认得的列如:{known} / "
            f"{book.name}: its head does not tell whether it lists units, people or projects",
        )
    return kinds[0], listing_of(book, kinds[0])


def _words_in(sheet: Sheet, kind: str) -> int:
    head = _head(sheet, kind)
    return 0 if head is None else len(_fields(head, kind))


def _head(sheet: Sheet, kind: str) -> Head | None:
    """The block of rows with the most words of this kind, a name among them."""
    flat = flatten(sheet)
    words = {normal(word) for words in _words(kind).values() for word in words}
    best: tuple[int, Head] | None = None
    for top in range(min(_ROWS_LOOKED_AT, len(flat.rows))):
        bottom = bottom_of(flat, top, _MOST_ROWS, lambda word: normal(word) in words or is_listed(word))
        if bottom is None:
            continue
        head = head_of(sheet, top, bottom)
        known = _fields(head, kind)
        if len(known) >= _LEAST and set(_NAMES) & set(known.values()) and (best is None or len(known) > best[0]):
            best = len(known), head
    return None if best is None else best[1]


def _fields(head: Head, kind: str) -> dict[int, str]:
    """By column the field it means; of two columns of one field the first."""
    fields = {normal(word): field for field, words in _words(kind).items() for word in words}
    found: dict[int, str] = {}
    for column in head.columns:
        field = fields.get(normal(column.names[1]))
        if field is not None and field not in found.values():
            found[column.place] = field
    return found


def _entries(sheet: Sheet, head: Head, kind: str) -> Iterator[Listed]:
    fields = _fields(head, kind)
    for row in rows_below(sheet, head):
        said = {field: text for place, field in fields.items() if (text := row.texts[place])}
        if row.kind is RowKind.RECORD and said:
            yield Listed(row.row + 1, said)


@cache
def _words(kind: str) -> Mapping[str, list[str]]:
    text = (resources.files("exchange.listings") / "words.yaml").read_text(encoding="utf-8")
    read: dict[str, dict[str, list[str]]] = load_once(text)
    return read[kind]
