"""Knows that a table goes to a program whole: where the output is no terminal, no line is broken."""

from typing import TYPE_CHECKING, Final

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
