"""Knows where on a sheet a table of projects stands, in which unit of money each column is, and of which month."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from exchange.figures.dictionary import MONEY, PLAN_MONTHS, meaning_of, word_of
from exchange.figures.mapping import FigureMapping
from exchange.figures.money import unit_in
from exchange.figures.months import month_in, month_of_heads
from exchange.ledgers.tables.dictionary import Sure
from exchange.ledgers.tables.flat import flatten, is_blank, text_of
from exchange.ledgers.tables.heads import Head, Sought, find_heads, said_head
from exchange.ledgers.tables.headwords import may_name
from exchange.ledgers.tables.rows import LedgerRow
from exchange.workbooks.cells import Book, Sheet

_NEEDED: Final = frozenset({"plan_year", "done_year", "done_all", "done_month", "total"})
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?=\D|\Z)")
_ABOVE: Final = 12
_LOOKED_AT: Final = 200


def _knows(word: str) -> bool:
    return may_name(word, whole=False) and meaning_of(word).sure in (Sure.CERTAIN, Sure.ASK)


_PROJECTS: Final = Sought(meaning_of, _knows, lambda _columns: True)
"""Tables of projects: which of them have figures, their fields tell."""


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table: each field's column, the unit of each column of money, and the month that it says it is of; `doubt` is
    why nobody can tell it (zh / en). `plan_years` are those that the heads of a plan by month name; None where there
    is none: of fewer than twelve columns, what is to be done may stand in words.
    """

    sheet: Sheet
    head: Head
    places: dict[str, int]
    units: dict[int, str]
    month: str | None
    until: int | None = None
    doubt: str | None = None
    plan_years: frozenset[int] | None = None

    def texts(self, row: LedgerRow) -> dict[str, str]:
        """What the cells of a row say, by the path of their heads."""
        return {column.path: text for column in self.head.columns if (text := row.texts[column.place])}

    def field_at(self, place: int) -> str | None:
        """What a column is."""
        return next((name for name, at in self.places.items() if at == place), None)


def tables_in(book: Book, mapping: FigureMapping) -> Iterator[FigureTable]:
    """Every table of a book that the mapping includes."""
    for sheet in book.sheets:
        if mapping.sheets.has(sheet):
            yield from _of_sheet(sheet, mapping, book.name)


def _of_sheet(sheet: Sheet, mapping: FigureMapping, filename: str) -> Iterator[FigureTable]:
    if mapping.header == "auto":
        heads = find_heads(sheet, _PROJECTS)
    else:
        said = said_head(sheet, mapping.header, _PROJECTS)
        heads = () if said is None else (said,)
    ends = (*(head.top for head in heads[1:]), None)
    above = 0
    for head, end in zip(heads, ends, strict=False):
        table = _table(sheet, head, mapping, filename, above, end)
        above = head.bottom + 1
        if table is not None:
            yield table


def _table(  # noqa: PLR0917 - a head of which sheet of which file, read how, from and to which row
    sheet: Sheet, head: Head, mapping: FigureMapping, filename: str, above: int, end: int | None
) -> FigureTable | None:
    places: dict[str, int] = {}
    for column in head.columns:
        field = column.field_by(mapping.columns)
        if field is not None:
            places.setdefault(field, column.place)
    if not {"name", "code"} & places.keys() or not _NEEDED & places.keys():
        return None
    if "kind" not in places and (found := _kinds(sheet, head, places, mapping)) is not None:
        places["kind"] = found
    titles = list(_titles(sheet, head, max(above, head.top - _ABOVE)))
    said = next((unit for text in titles if "元" in text and (unit := unit_in(text))), None)
    units: dict[int, str] = {}
    paths = {column.place: column.path for column in head.columns}
    for field, place in places.items():
        unit = (unit_in(paths[place]) if field in MONEY else None) or said or mapping.money
        if field in MONEY and unit is not None:
            units[place] = unit
    names = [sheet.own_name, filename]
    told = {month for month in (month_in(titles), month_of_heads(paths.values(), [*titles, *names])) if month}
    month = mapping.month or next(iter(sorted(told)), None) or month_in(names)
    return FigureTable(sheet, head, places, units, month, end, _doubt(told, mapping.month), _plan_years(places, paths))


def _plan_years(places: Mapping[str, int], paths: Mapping[int, str]) -> frozenset[int] | None:
    if any(name not in places for name in PLAN_MONTHS):
        return None
    return frozenset(int(year) for name in PLAN_MONTHS for year in _YEAR.findall(paths[places[name]]))


def _doubt(told: set[str], said: str | None) -> str | None:
    """Why the month is not sure: title and heads name two, or neither of them the one that is said (zh / en)."""
    several = "、".join(sorted(told))
    if said is None and len(told) > 1:
        zh = f"标题与列名写的月份不同({several}),请指明(命令行 --period)"
        return f"{zh} / title and heads name {several}: say which (--period)"
    if said is not None and told and said not in told:
        return f"表中写的是 {several},指明的是 {said},请改正其一 / the table is of {several}, and {said} is said"
    return None


def _kinds(sheet: Sheet, head: Head, places: dict[str, int], mapping: FigureMapping) -> int | None:
    """The column that says 新建 or 续建 of every project under a word that nobody knows, such as 项目类别."""
    taken = set(places.values())
    rows = flatten(sheet).rows[head.bottom + 1 : head.bottom + 1 + _LOOKED_AT]
    for column in head.columns:
        words = {text_of(row[column.place]) for row in rows if not is_blank(row[column.place])}
        free = column.place not in taken and column.path not in mapping.columns
        if free and words and all(word_of("kinds", word) for word in words):
            return column.place
    return None


def _titles(sheet: Sheet, head: Head, first: int) -> Iterator[str]:
    """What stands over the head."""
    flat = flatten(sheet)
    for row in range(first, head.top):
        yield from (text_of(value) for _, value in flat.filled(row) if not is_blank(value))
