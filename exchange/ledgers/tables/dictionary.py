"""Knows what the words over the columns of a ledger mean: for certain, nearly, one of two things, or nothing here."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from rapidfuzz import fuzz, process

from exchange.texts.yaml_once import load_once

# A near word is offered from here on, and never taken: of 57 unseen heads a third came nearest to a wrong field.
_NEAR: Final = 82.0
_OFFERED: Final = 3
# Of several responsible units side by side, which one a column names.
ROLES: Final = {"建设": "build", "业主": "build", "设计": "design", "施工": "work", "监理": "watch"}
_DROPPED: Final = re.compile(r"[\s  *※★☆:：]+")
_BRACKETS: Final = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]\Z")
_NUMBER: Final = re.compile(r"\A\s*(?:\d{1,2}|[①-⑳]|[(（]\d{1,2}[)）])\s*[.、．)）]?\s*(?=\D)")
_LATIN: Final = re.compile(r"[\sA-Za-z/().:#*-]+\Z")
_OTHER: Final = re.compile(r"[^\x00-\x7f]+")
_LONGEST: Final = 40


class Sure(StrEnum):
    """How a field was found: `certain` is filled in, `ask` and `near` are only offered, `unknown` is kept as it is."""

    CERTAIN = "certain"
    ASK = "ask"
    NEAR = "near"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a head means: the field where that is certain, and what is offered, the likeliest first."""

    sure: Sure
    field: str | None = None
    offered: tuple[str, ...] = ()


UNKNOWN: Final = Meaning(Sure.UNKNOWN)


@lru_cache(maxsize=20_000)
def meaning_of(path: str) -> Meaning:
    """What a head's path (its words from the top, joined by `/`) means: by the whole, else by its last word."""
    last = path.rpartition("/")[2]
    for words in dict.fromkeys((path.replace("/", ""), last, *_barer(last))):
        found = _listed(normal(words))
        if found is not None:
            return found
    role = _role_of(path)
    if role is not None:
        return Meaning(Sure.CERTAIN, role, (role,))
    near = process.extract(
        normal(last), list(_fields()), scorer=fuzz.ratio, limit=_OFFERED, score_cutoff=_NEAR, processor=None
    )
    offered = tuple(dict.fromkeys(_fields()[word] for word, _, _ in near))
    return Meaning(Sure.NEAR, None, offered) if offered else UNKNOWN


def _barer(word: str) -> tuple[str, ...]:
    """A word without what stands in brackets behind it, its number before it, or what it is in another language."""
    bare = _NUMBER.sub("", _BRACKETS.sub("", word))
    return bare, _LATIN.sub("", bare), _OTHER.sub("", bare)


@lru_cache(maxsize=20_000)
def is_listed(word: str) -> bool:
    """Whether a word is one of those over columns, certain or to be asked."""
    return len(word) <= _LONGEST and _listed(normal(word)) is not None


def is_role(word: str) -> bool:
    """Whether a word parts responsible units: builds, designs, works, watches."""
    return normal(word).removesuffix("单位") in ROLES


def normal(words: str) -> str:
    """A head without what means nothing: blanks, stars, colons, width, case."""
    return _DROPPED.sub("", unicodedata.normalize("NFKC", words)).casefold()


def fields() -> tuple[str, ...]:
    """Every field there is, in the order of a ledger."""
    return (*_read()["fields"], *(f"lead_unit.{role}" for role in dict.fromkeys(ROLES.values())))


def _role_of(path: str) -> str | None:
    """The unit that builds, designs, works or watches: its word under the one of the responsible units."""
    above, _, last = path.rpartition("/")
    part = ROLES.get(normal(last).removesuffix("单位"))
    over = _listed(normal(above.rpartition("/")[2])) if above else None
    return f"lead_unit.{part}" if part and over and over.field == "lead_unit" else None


def _listed(word: str) -> Meaning | None:
    if not word:
        return None
    if word in _asked():
        return Meaning(Sure.ASK, None, _asked()[word])
    field = _fields().get(word)
    return Meaning(Sure.CERTAIN, field, (field,)) if field else None


@cache
def _fields() -> dict[str, str]:
    return {normal(word): field for field, words in _read()["fields"].items() for word in words}


@cache
def _asked() -> dict[str, tuple[str, ...]]:
    return {normal(word): tuple(fields) for word, fields in _read()["ask"].items()}


@cache
def _read() -> dict[str, dict[str, list[str]]]:
    text = (resources.files("exchange.ledgers.tables") / "dictionary.yaml").read_text(encoding="utf-8")
    read: dict[str, dict[str, list[str]]] = load_once(text)
    return read
