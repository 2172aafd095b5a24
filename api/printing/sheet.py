"""Knows a sheet: the title of a list, its columns, and the rows that its JSON answer has."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from api.printing.cells import Look, found, shown
from api.printing.headings import HEADINGS

Row = Mapping[str, Any]
Rows = Callable[[dict[str, Any], Look], Iterable[Row]]
_SAYS: Final = "="
_UNPRINTED: Final = " | "


@dataclass(frozen=True, slots=True)
class Column:
    """What stands at `path` of a row, under `heading`."""

    path: str
    heading: str
    printed: bool = True
    """Otherwise it is in the CSV file alone: A4 is not wide."""

    @property
    def name(self) -> str:
        """The last word of the path, by which its value is written."""
        return self.path.rpartition(".")[2]

    def text(self, row: Row, look: Look) -> str:
        """The cell of a row."""
        return shown(self.name, found(row, self.path), look)


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a list looks. `page`, where there is one, writes it as HTML where a table is not what it looks like."""

    title: str
    columns: tuple[Column, ...]
    rows: Rows
    page: Callable[[dict[str, Any], Look], str] | None = None

    @property
    def printed(self) -> tuple[Column, ...]:
        """The columns on paper."""
        return tuple(column for column in self.columns if column.printed)


def items(body: dict[str, Any], _: Look) -> Iterable[Row]:
    """The rows of most lists."""
    found: list[Row] = body["items"]
    return found


def sheet(title: str, columns: str, rows: Rows = items) -> Sheet:
    """The sheet with these columns in their order, each `path`, or `path=heading` where the usual one is not its own.

    Those behind ` | ` are not printed. Raises KeyError where a name has no usual heading.
    """
    printed, _, others = columns.partition(_UNPRINTED)
    made = [_column(said) for said in printed.split()]
    made += [replace(_column(said), printed=False) for said in others.split()]
    return Sheet(title, tuple(made), rows)


def _column(said: str) -> Column:
    path, own, heading = said.partition(_SAYS)
    return Column(path, heading if own else HEADINGS[path.rpartition(".")[2]])
