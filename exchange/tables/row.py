"""Knows what one row of a table is once it is read, and how it is refused."""

from dataclasses import dataclass


class RowRefused(Exception):
    """A row that makes no report; its text says which cell and why, in both languages."""


@dataclass(frozen=True, slots=True)
class Row:
    """The line it ends on, its cells by column, why it cannot be read when it cannot, its text and how
    many cells it had as it stood."""

    line: int
    cells: dict[str, str]
    unreadable: str | None = None
    text: str = ""
    width: int = 0
