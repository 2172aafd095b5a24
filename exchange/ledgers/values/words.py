"""Knows what offices write for a state, a grade, a category; what is not listed is asked, never guessed."""

import re
import unicodedata
from functools import cache
from importlib import resources
from typing import Any, Final

from exchange.texts.yaml_once import load_once
from mobile_schema.labels import label
from mobile_schema.vocabulary import Category, Severity

FIELDS: Final = ("status", "severity", "category")
DITTO: Final = frozenset({"同上", "〃", "″", "〞", "同前", "同上。", "ditto", "Ditto"})
"""What a cell says that says what the one above it does."""
MEANINGS: Final[dict[str, tuple[str, ...]]] = {
    "status": ("open", "done", "closed"),
    "severity": tuple(Severity),
    "category": tuple(Category),
}
"""What each of these fields may be."""
_WHETHER: Final = re.compile(r"销号|是否.*(?:完成|办结|闭环|关闭)|closed|completed")
_YES: Final = frozenset({"是", "yes", "y"})
_BLANKS: Final = re.compile(r"\s+")


def listed(field: str, text: str, own: dict[str, str]) -> str | None:
    """What a cell's text means as `field`: by the mapping's own values first; None where it has to be asked."""
    if text in own:
        return None if own[text] == "ask" else own[text]
    found = _shipped(field).get(plain(text)) or _labelled(field).get(plain(text))
    if found is not None:
        return found
    rest = own.get("*")
    return None if rest in (None, "ask") else rest


def says_whether(head: str) -> bool:
    """Whether a head asks if a problem is struck off, so that a yes below it says that."""
    return _WHETHER.search(plain(head)) is not None


def is_bare_yes(text: str) -> bool:
    """Whether a cell says yes and nothing else."""
    return plain(text) in _YES


def plain(text: str) -> str:
    """A word as people mean it: no blanks, one width, no case, without what stands in brackets behind it."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def near_of(field: str, text: str) -> str | None:
    """The meaning that a word comes nearest to without being it: to be offered, never taken."""
    return _near(field).get(plain(text))


@cache
def _labelled(field: str) -> dict[str, str]:
    """What the ledger itself calls grades and categories."""
    codes = {"severity": Severity, "category": Category}.get(field, ())
    return {plain(label(code, language)): code.value for code in codes for language in ("zh", "en")}


@cache
def _shipped(field: str) -> dict[str, str]:
    return _by_word(_read().get(field, {}))


@cache
def _near(field: str) -> dict[str, str]:
    return _by_word(_read()["near"].get(field, {}))


def _by_word(meanings: dict[str, list[str]]) -> dict[str, str]:
    return {plain(word): meaning for meaning, words in meanings.items() for word in words}


def _read() -> dict[str, Any]:
    read: dict[str, Any] = load_once(
        (resources.files("exchange.ledgers.values") / "words.yaml").read_text(encoding="utf-8")
    )
    return read
