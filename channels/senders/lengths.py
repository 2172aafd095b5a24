"""Knows how a text's length is told in a service's own unit, and how it is cut between characters."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import regex

_CHARACTERS: Final = regex.compile(r"\X")
"""What a reader takes for one character: an emoji with its skin tone, a letter with its accents, a flag (UAX #29)."""
_ELLIPSIS: Final = "…"


def utf8(text: str) -> int:
    """Its bytes in UTF-8."""
    return len(text.encode())


def json_bytes(text: str) -> int:
    """Its bytes in a JSON body."""
    return len(json.dumps(text, ensure_ascii=False).encode())


@dataclass(frozen=True, slots=True)
class Cap:
    """At most so many of a unit."""

    most: int
    measure: Callable[[str], int]

    def holds(self, text: str) -> bool:
        """Whether a text is short enough."""
        return self.measure(text) <= self.most

    def cut(self, text: str) -> str:
        """The text, or its beginning and an ellipsis; what a reader takes for one character stays whole."""
        if self.holds(text):
            return text
        ends = [0, *(match.end() for match in _CHARACTERS.finditer(text))]
        low, high = 0, len(ends) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self.holds(text[: ends[middle]] + _ELLIPSIS):
                low = middle
            else:
                high = middle - 1
        return text[: ends[low]].rstrip() + _ELLIPSIS
