"""Knows that a table goes to a program whole: where the output is no terminal, no line is broken."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from cli.terminal.shown import as_line

if TYPE_CHECKING:
    from rich.console import Console

WIDE: Final = 1000


def console() -> "Console":
    """A console on standard output."""
    from rich.console import Console  # noqa: PLC0415

    made = Console()
    if not made.is_terminal:
        made.width = WIDE
    return made


def as_cell(text: object) -> str:
    """What others wrote, in a table: text, neither markup nor a line break."""
    from rich.markup import escape  # noqa: PLC0415

    return escape(as_line(text))


def tell_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table on standard output; what others wrote in it is text."""
    from rich.table import Table  # noqa: PLC0415

    table = Table(*columns)
    for row in rows:
        table.add_row(*map(as_cell, row))
    console().print(table)
