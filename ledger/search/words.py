"""Knows how text is cut into pieces that an index finds: Chinese into pairs of characters, letters and digits as whole
words; and what somebody who types words looks for.

Chinese has no spaces between words: a word of any length is found as its pairs, one right after another. Each run of
characters ends in its last one alone, so that a single character is found as the beginning of a piece.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

from ledger.groundwork.seen_text import one_line

MOST_WORDS: Final = 10
MOST_LETTERS: Final = 200
"""Of what somebody types."""
_LONGEST: Final = 100
_UNSPACED: Final = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"  # 々 to 〇, kana
    "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
)
_VARIANTS: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_RUN: Final = re.compile(f"([{_UNSPACED}]+)|[^\\W_{_UNSPACED}]+")


class Word(NamedTuple):
    """A word that is looked for: these pieces in a row; `start` is a single character at its end, alone or not."""

    pieces: tuple[str, ...]
    start: str = ""


def cut(text: str) -> list[str]:
    """The pieces of a text in order, whatever its width and case; what nobody sees in it is not there."""
    pieces: list[str] = []
    for run in _RUN.finditer(_plain(text)):
        found = run[0]
        if run[1] is None:
            pieces.append(found[:_LONGEST])
        else:
            pieces.extend(found[place : place + 2] for place in range(len(found)))
    return pieces


def words_of(typed: str) -> tuple[Word, ...]:
    """The words that somebody typed, with blanks between, each once; of signs alone there is none.

    Raises ValueError when they are too many.
    """
    words = tuple(dict.fromkeys(word for part in _plain(typed).split() if (word := _word(cut(part))) is not None))
    if len(words) > MOST_WORDS:
        raise ValueError(f"至多 {MOST_WORDS} 个词 / {MOST_WORDS} words at most")
    return words


def row(pieces: Iterable[str]) -> str:
    """Pieces as one text in which another such text is found exactly where its pieces stand in a row."""
    return f" {' '.join(pieces)} "


def stands_in(word: Word, pieces: str) -> bool:
    """Whether a word is in a text that was cut, as a `row`."""
    return (not word.pieces or row(word.pieces) in pieces) and f" {word.start}" in pieces


def _plain(text: str) -> str:
    return one_line(_VARIANTS.sub("", unicodedata.normalize("NFKC", text))).casefold()


def _word(pieces: list[str]) -> Word | None:
    """After the last pair of a run its last character says nothing: the text may go on there."""
    if not pieces:
        return None
    *before, last = pieces
    if len(last) > 1 or not _is_unspaced(last):
        return Word(tuple(pieces))
    if before and len(before[-1]) == 2 and before[-1][1] == last and _is_unspaced(before[-1]):
        return Word(tuple(before))
    return Word(tuple(before), last)


def _is_unspaced(piece: str) -> bool:
    run = _RUN.fullmatch(piece)
    return run is not None and run[1] is not None
