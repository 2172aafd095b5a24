"""Knows how a file that a person named is read as text: whatever its encoding, within a bound."""

from pathlib import Path

from stack.processes.faults import StackError


def text_of(file: Path) -> str:
    """Its text. Raises StackError with the file, what is wrong, and the cure."""
    from exchange.tables.faults import PlayError  # noqa: PLC0415
    from exchange.texts.reading import read_text  # noqa: PLC0415

    try:
        return read_text(file)
    except PlayError as error:
        raise StackError(str(error)) from None
