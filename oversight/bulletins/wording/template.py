"""Knows the sentences of a bulletin as a rule writes them: text with places in braces; it is read, never run.

{period} {year} {month}: the period in words. {rate@全省}: a figure of a row. {list:rate}: the subjects from the best to
the last. {named:late}, {named:late@跨市}: the projects, or issues, behind a count. {red} {black} {exempt} {unranked}:
who stands there. {count:red}: how many do.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

WORDS: Final = ("period", "year", "month")
GROUPS: Final = ("red", "black", "exempt", "unranked")
WHOLES: Final = ("全省", "全市", "全县")
"""How a rule may call the sum of all; which of them a ledger is does not matter."""
LONGEST: Final = 2_000
_KEY: Final = "[a-z][a-z0-9_]{0,39}"
_PLACE: Final = re.compile(r"\{([^{}]*)\}")
_FIGURE: Final = re.compile(rf"({_KEY})@([^@:]{{1,60}})", re.ASCII)
_ASKED: Final = re.compile(rf"(list|named|count):({_KEY})(?:@([^@:]{{1,60}}))?", re.ASCII)

Kind = Literal["word", "group", "figure", "list", "named", "count"]


class TemplateRefused(ValueError):
    """A text whose braces hold what nobody knows (zh / en)."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a text: what is put there, of which key, of which row."""

    kind: Kind
    name: str
    subject: str = WHOLES[0]


@lru_cache(maxsize=1024)
def template(text: str) -> tuple[str | Slot, ...]:
    """The pieces of a text. Raises TemplateRefused."""
    pieces: list[str | Slot] = []
    for number, piece in enumerate(_PLACE.split(text)):
        if number % 2:
            pieces.append(_slot(piece.strip()))
        elif "{" in piece or "}" in piece:
            raise TemplateRefused(f"花括号没有成对:“{piece.strip()[:30]}” / a brace without its other half")
        elif piece:
            pieces.append(piece)
    return tuple(pieces)


def slots(text: str) -> list[Slot]:
    """The places of a text alone. Raises TemplateRefused."""
    return [piece for piece in template(text) if isinstance(piece, Slot)]


def _slot(said: str) -> Slot:
    if said in WORDS:
        return Slot("word", said)
    if said in GROUPS:
        return Slot("group", said)
    if figure := _FIGURE.fullmatch(said):
        return Slot("figure", figure[1], figure[2])
    asked = _ASKED.fullmatch(said)
    if asked and asked[1] == "list" and asked[3] is None:
        return Slot("list", asked[2])
    if asked and asked[1] == "named":
        return Slot("named", asked[2], asked[3] or WHOLES[0])
    if asked and asked[1] == "count" and asked[3] is None and asked[2] in GROUPS:
        return Slot("count", asked[2])
    raise TemplateRefused(f"不认识 {{{said[:40]}}} / {{{said[:40]}}} is none: {{rate@全省}}, {{list:rate}}, {{red}}")
