"""Knows a table of somebody's file as it is read: sheets, rows and cells, each with the place where it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final, TypeAlias

Value: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None

IN_FILE: Final = " › "
"""Between the name of a file in a ZIP and that of its sheet."""
_LETTERS: Final = 26


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range: first and last row and column, from 0, both within."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One sheet: rows from the first of the sheet on, columns from A; what stands nowhere is None.

    `fills`, `errors` and `unvalued` are by (row, column) from 0; a fill is RRGGBB.
    """

    name: str
    visible: bool = True
    rows: list[tuple[Value, ...]] = field(default_factory=list)
    merged: tuple[Merged, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unvalued: frozenset[tuple[int, int]] = frozenset()
    fills: dict[tuple[int, int], str] = field(default_factory=dict)
    found: dict[str, object] = field(default_factory=dict, compare=False, repr=False)
    """What others made of it and ask for again."""

    @property
    def width(self) -> int:
        """The number of columns that the widest row has."""
        return max((len(row) for row in self.rows), default=0)

    @property
    def own_name(self) -> str:
        """What its own file calls it."""
        return self.name.rpartition(IN_FILE)[2]


@dataclass(frozen=True, slots=True)
class Book:
    """A file as read: its name, its kind's word, its sheets in order, and what has to be said of it (zh / en)."""

    name: str
    kind: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()


@cache
def letters_of(column: int) -> str:
    """What people call a column: 2 is C."""
    letters, rest = "", column + 1
    while rest:
        rest, place = divmod(rest - 1, _LETTERS)
        letters = chr(65 + place) + letters
    return letters


class Places(Mapping[str, str]):
    """The cells of one row by what stands in them, made as they are asked for: of most rows none is."""

    __slots__ = ("_letters", "_row")

    def __init__(self, letters: Mapping[str, str], row: int) -> None:
        self._letters, self._row = letters, row

    def __getitem__(self, name: str) -> str:
        return f"{self._letters[name]}{self._row + 1}"

    def __iter__(self) -> Iterator[str]:
        return iter(self._letters)

    def __len__(self) -> int:
        return len(self._letters)

    def __contains__(self, name: object) -> bool:
        return name in self._letters


def reference(row: int, column: int) -> str:
    """What people call a cell: (4, 2) is C5."""
    return f"{letters_of(column)}{row + 1}"
