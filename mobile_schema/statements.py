"""Knows when a text says something: it shows at least one letter, character or digit of any script."""

from typing import Final

import regex
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

# Punctuation, symbols, blanks, what is never drawn (zero-width, Hangul fillers), a picture that counts as a letter (ℹ)
# and letters that only modify others (ー, 々) say nothing by themselves.
_SAYS: Final = regex.compile(
    r"[[\p{L}\p{N}]--\p{Lm}--\p{Default_Ignorable_Code_Point}--\p{Extended_Pictographic}]", regex.VERSION1
)


def says_something(text: str | None) -> bool:
    """Whether there is anything to read in a text."""
    return text is not None and _SAYS.search(text) is not None


def demand_said(text: str) -> str:
    """The text. Raises the fault `shows_nothing` unless it says something."""
    if not says_something(text):
        raise PydanticCustomError("shows_nothing", "The text says nothing: it needs a word or a number")
    return text


SAID: Final = AfterValidator(demand_said)
"""For the type of a text that is demanded as a statement."""
