"""Knows whether what is said to people is said in both languages; names, numbers and lists of them need neither."""

import re
from typing import Final

_WORDS: Final = re.compile(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}")
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")


def in_both_languages(said: str) -> bool:
    """Whether a text that has an English phrase of three words has Chinese too."""
    return _WORDS.search(said) is None or _CHINESE.search(said) is not None
