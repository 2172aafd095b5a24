"""Knows the verdict of every row of a table of projects: exactly one each, before the ledger is asked."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from pydantic import ValidationError

from exchange.figures.mapping import FigureMapping
from exchange.figures.record import ReadRow
from exchange.figures.rows import rows_of
from exchange.figures.tables import FigureTable, tables_in
from exchange.ledgers.checking import Verdict, counts_of
from exchange.ledgers.values.reading import Fault
from exchange.workbooks.cells import Book
from exchange.workbooks.refused import FileRefused
from mobile_schema.faults import json_path, message_of
from mobile_schema.reports.figure import NewFigure

_BLANKS: Final = re.compile(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """A row with its verdict: NEW is one that may come in, whose `figure` the ledger is asked about."""

    row: ReadRow
    verdict: Verdict
    reason: str = ""
    figure: NewFigure | None = None
    faults: tuple[Fault, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableWords:
    """A table's sheet, the row that ends its head (from 1), the unit of money of its columns by their paths, and the
    path of its months, None where no column says them."""

    sheet: str
    head: int
    units: Mapping[str, str]
    months: str | None


@dataclass(frozen=True, slots=True)
class CheckedFigures:
    """Every row read, in order, and the tables that they are of."""

    rows: tuple[CheckedFigure, ...]
    tables: tuple[TableWords, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """`rows`, and the number of each verdict; their sum is `rows`."""
        return counts_of(row.verdict for row in self.rows)


def check_figures(book: Book, mapping: FigureMapping, sha256: str) -> CheckedFigures:
    """Every row of a book's tables. Raises FileRefused where there is no table of projects in it."""
    mapping.sheets.demand_one(book)
    tables = list(tables_in(book, mapping))
    if not tables:
        raise FileRefused(
            "no-table",
            f"{book.name}: 没有找到项目报表的表头(须有项目名称与投资),请指明表头所在行(命令行 --header) / "
            f"{book.name}: no head of a table of projects (a name, investments) is found: say its rows (--header)",
        )
    read = [row for table in tables for row in rows_of(table, mapping)]
    return CheckedFigures(tuple(_judged(read, sha256, book.name)), tuple(map(_words, tables)))


def _words(table: FigureTable) -> TableWords:
    paths = {column.place: column.path for column in table.head.columns}
    units = {paths[place]: unit for place, unit in table.units.items()}
    return TableWords(table.sheet.name, table.head.bottom + 1, units, paths.get(table.places.get("month", -1)))


def _judged(rows: list[ReadRow], sha256: str, filename: str) -> Iterator[CheckedFigure]:
    met: dict[tuple[Any, ...], list[ReadRow]] = {}
    for row in rows:
        if row.skipped is None and not row.faults:
            met.setdefault(_key(row.figure), []).append(row)
    for row in rows:
        if row.skipped is not None:
            yield CheckedFigure(row, Verdict.SKIPPED, row.skipped)
            continue
        if row.faults:
            yield CheckedFigure(row, Verdict.FAULT, row.faults[0].sentence, faults=row.faults)
            continue
        of_one = met[_key(row.figure)]
        other = next((each for each in of_one if each.figure != row.figure), None)
        first = next(each for each in of_one if each.figure == row.figure)
        if first is not row:
            yield CheckedFigure(row, Verdict.DUPLICATE, f"{first.sheet}!{first.row}")
        elif other is not None:
            yield _contradicted(row, other)
        else:
            yield _taken(row, sha256, filename)


def _key(figure: Mapping[str, Any]) -> tuple[Any, ...]:
    """Whose figure of which month: by the code, else by the name and where it lies."""
    if figure["project"]:
        return figure["project"], figure["month"]
    name = _BLANKS.sub("", unicodedata.normalize("NFKC", figure["name"])).casefold()
    return name, tuple(figure["regions"]), figure["month"]


def _contradicted(row: ReadRow, other: ReadRow) -> CheckedFigure:
    """The same project and month said otherwise in another row: which of the two holds, nobody here can tell."""
    name = next((each for each in row.places if row.figure.get(each) != other.figure.get(each)), "name")
    at = f"{other.sheet}!{other.places.get(name, other.row)}"
    sentence = f"{at} 也报本项目本月数据,且内容不同,都不入账 / {at} has this project and month too, and says otherwise"
    fault = Fault(row.places.get(name, f"{row.row}"), "two-reports", sentence)
    return CheckedFigure(row, Verdict.CONFLICT, at, faults=(fault,))


def _taken(row: ReadRow, sha256: str, filename: str) -> CheckedFigure:
    source = {"sha256": sha256, "filename": filename[:200], "sheet": row.sheet[:200], "row": row.row}
    regions = tuple(row.figure["regions"])
    try:
        figure = NewFigure.model_validate({**row.figure, "regions": regions, "source": source}, strict=False)
    except ValidationError as error:
        faults = tuple(_fault(row, dict(each)) for each in error.errors())
        return CheckedFigure(row, Verdict.FAULT, faults[0].sentence, faults=faults)
    return CheckedFigure(row, Verdict.NEW, figure=figure)


def _fault(row: ReadRow, error: dict[str, Any]) -> Fault:
    name = str(error["loc"][0]) if error["loc"] else ""
    return Fault(
        row.places.get(name, f"{row.row}"), str(error["type"]), f"{json_path(error['loc'])} {message_of(error)}"
    )


def answered(row: CheckedFigure, told: Mapping[str, Any]) -> CheckedFigure:
    """A row as the ledger judged it: {verdict, slug, reason, field, flags}."""
    verdict = Verdict(told["verdict"])
    faults = row.faults
    if verdict in {Verdict.FAULT, Verdict.CONFLICT}:
        at = row.row.places.get(_COLUMN.get(told["field"], told["field"]), f"{row.row.row}")
        faults = (*faults, Fault(at, told["slug"], told["reason"]))
    return replace(row, verdict=verdict, reason=told["reason"], faults=faults, flags=tuple(told["flags"]))


_COLUMN: Final = {"project": "name"}
