"""Knows a sheet as a CSV file: UTF-8 with its mark, Chinese headings, no cell that a spreadsheet would run."""

from collections.abc import Iterable, Mapping

from api.printing.cells import Look
from api.printing.sheet import Row, Sheet
from ledger.registry.own_files.csv_lines import BOM, guarded, line


def head(sheet: Sheet, _: Mapping[str, str]) -> str:
    """What a file begins with: its headings, and nothing that is no table."""
    return BOM + line([column.heading for column in sheet.columns])


def lines(sheet: Sheet, rows: Iterable[Row], look: Look) -> str:
    """The lines of some rows."""
    return "".join(line([guarded(column.text(row, look)) for column in sheet.columns]) for row in rows)


def foot(_: int, goes_on: str | None) -> str:
    """What a file ends with: nothing, or the address of what no longer went into it."""
    return "" if goes_on is None else line(["未完,续见 / goes on at", goes_on])
