"""Knows how long a text may be for each service, in the service's own unit, and how to cut it between characters.

WeCom: 2048 bytes of UTF-8 in a text message. DingTalk: 20,000 bytes a message. Feishu: 20 KB a request. Both of them
count the request's JSON, where a quote is two bytes. Standard Webhooks asks for less than 20 kB.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import regex

from channels.endpoints.endpoint import ChannelKind

_CHARACTERS: Final = regex.compile(r"\X")
"""What a reader takes for one character: an emoji with its skin tone, a letter with its accents, a flag (UAX #29)."""
_ELLIPSIS: Final = "…"
_AROUND: Final = 400
"""Bytes for the JSON around a text, with a signature."""


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


CAPS: Final = {
    ChannelKind.WECOM: Cap(2048, utf8),
    ChannelKind.DINGTALK: Cap(20_000 - _AROUND, json_bytes),
    ChannelKind.FEISHU: Cap(20_000 - _AROUND, json_bytes),
    ChannelKind.WEBHOOK: Cap(20_000, utf8),
    ChannelKind.EMAIL: Cap(100_000, utf8),
}
SUBJECT: Final = Cap(120, len)
