"""Knows which known names of projects another is so near to that one of them may be meant: it is only ever offered."""

import re
from collections.abc import Iterable
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

# What tells the parts of a series apart: 一期 and 二期, 东段 and 西段, a and b are projects of their own.
_MARKS: Final = re.compile(r"[0-9甲乙丙丁东西南北]|(?<![a-z])[a-z](?![a-z])")
_NUMERALS: Final = str.maketrans(dict(zip("一二三四五六七八九十", map(str, range(1, 11)), strict=True)))
_ROMANS: Final = ("i", "ii", "iii", "iv", "v")
_ROMAN: Final = re.compile(r"(?<![a-z])(?:iii|ii|iv|i|v)(?=期)")
_AROUND: Final = re.compile(r"[\W_]+")
_TAILS: Final = re.compile(r"(?:建设|项目|工程)+\Z")
_ONE_OFF: Final = 4
_TWO_OFF: Final = 8
"""So long is a name of which one character may be mistaken, or two."""


class KnownNames:
    """Names made ready to be compared: those of a series lie apart, by what numbers them."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_marks: dict[str, dict[str, str]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """One more."""
        bare = _bare(name)
        self._by_marks.setdefault(_marks(bare), {}).setdefault(bare, name)

    def near(self, name: str) -> tuple[str, ...]:
        """Those, the nearest first; as they were given."""
        bare = _bare(name)
        known = self._by_marks.get(_marks(bare), {})
        most = 2 if len(bare) >= _TWO_OFF else 1 if len(bare) >= _ONE_OFF else 0
        found = process.extract(bare, list(known), scorer=Levenshtein.distance, score_cutoff=most, limit=None)
        return tuple(known[one] for one, _, _ in found)


def _bare(name: str) -> str:
    """Without signs, and without 建设, 项目 or 工程 at its end; 一期, 1期 and Ⅰ期 are one."""
    plain = _ROMAN.sub(lambda found: str(_ROMANS.index(found[0]) + 1), _AROUND.sub("", name)).translate(_NUMERALS)
    return _TAILS.sub("", plain) or plain


def _marks(bare: str) -> str:
    return "".join(_MARKS.findall(bare))
