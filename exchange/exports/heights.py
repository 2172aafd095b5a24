"""Knows how high a row has to be for all that stands in it: not every program finds that by itself for wrapped text."""

from collections.abc import Sequence
from typing import Final

from exchange.exports.columns import Column, Kind, Value

LINE: Final = 14.0
"""Points of a line of 10 pt."""
HIGHEST: Final = 409.0
"""Points: a row is no higher."""
_BREAK: Final = "\n"


class Heights:
    """Of rows with these columns."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._room = [
            (place, max(2, int(column.width) - 1))
            for place, column in enumerate(columns)
            if column.kind in {Kind.WRAPPED, Kind.TEXT}
        ]

    def of(self, cells: Sequence[Value]) -> float:
        """Points of one row."""
        most = 1
        for place, room in self._room:
            text = cells[place]
            if isinstance(text, str) and (len(text) * 2 > room or _BREAK in text):
                lines = lines_of(text, room)
                most = max(most, lines)
        return min(HIGHEST, most * LINE + 2)


def lines_of(text: str, room: int) -> int:
    """How many lines a text takes in a column of so many digits."""
    if _BREAK not in text:
        return -(-width_of(text) // room) or 1
    return sum(-(-width_of(part) // room) or 1 for part in text.split(_BREAK))


def width_of(text: str) -> int:
    """How many digits wide it is: a Chinese character is as wide as two, and has as many bytes in this encoding."""
    return len(text) if text.isascii() else len(text.encode("gb18030", "replace"))
