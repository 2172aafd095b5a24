"""Knows what the words over the columns of a table of projects mean, and the words in its cells."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

from exchange.ledgers.tables.dictionary import UNKNOWN, Meaning, Sure
from exchange.texts.yaml_once import load_once
from mobile_schema.reports.figure import Programme

PLAN_MONTHS: Final = tuple(f"plan_{number:02}" for number in range(1, 13))
"""The plan of a year by month: a column of each."""
FIELDS: Final = (
    *("seq", "code", "name", "region", "county", "across", "region_count", "unit", "kind", "stage", "month", "total"),
    *(
        "plan_year",
        "plan_month",
        "done_before",
        "done_month",
        "done_year",
        "done_all",
        "percent",
        "progress",
    ),
    *("due_start", "started_on", "due_resume", "resumed", "due_complete", "due_produce", "due_end", "leader", "note"),
    *("zone", "key_project", "transition", *PLAN_MONTHS),
)
MONEY: Final = frozenset(
    {"total", "plan_year", "plan_month", "done_before", "done_month", "done_year", "done_all", *PLAN_MONTHS}
)
_MONTHS: Final = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_A_MONTH: Final = re.compile(rf"(?:(?:19|20)\d\d年)?(?:0?([1-9]|1[0-2])|({'|'.join(reversed(_MONTHS))}))月份?")
_NO: Final = "(?P<no>非|不是|不属于|未列入)?"
_IN_PROGRAMME: Final = {
    Programme.KEY_PROJECT: re.compile(f"{_NO}(?:(?:国家|省|市|县|区)级?(?:重点)?|重点)(?:建设)?(?:项目|工程)*"),
    Programme.TRANSITION: re.compile(f"{_NO}转型(?:发展|升级)?(?:项目|工程)*"),
}
_BLANKS: Final = re.compile(r"[\s\u200b\ufeff*※★☆:：、]+")
_BRACKETS: Final = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_UNITS: Final = re.compile(r"[,，/]?(?:单位)?(?:亿元|万元|百万元|千元|元|亿|billion|million|yuan|cny|rmb)\Z")


@cache
def meaning_of(path: str) -> Meaning:
    """What a head's path (its words from the top, joined by `/`) means."""
    parts = [_plain(part) for part in (_BRACKETS.sub("", path) or path).split("/")]
    last = parts[-1]
    whole = "".join(parts)
    if (of_month := _of_a_month(parts)) is not None:
        return Meaning(Sure.CERTAIN, of_month, (of_month,))
    asked = [whole] if last in _open() and len(parts) > 1 else [last, whole]
    for words in [*asked, last]:
        found = _field(words)
        if found is not None:
            return Meaning(Sure.CERTAIN, found, (found,))
    return UNKNOWN


def _of_a_month(parts: Sequence[str]) -> str | None:
    """Under the name of a month alone, what was planned or done is of that month, and not of the year."""
    month = next((found for part in parts[:-1] if (found := _A_MONTH.fullmatch(part))), None)
    if month is None:
        return None
    field = _field(f"{month[1] or _MONTHS.index(month[2]) + 1}月{parts[-1]}")
    return field if field in {*PLAN_MONTHS, "done_month"} else None


def word_of(kind: str, text: str) -> str | None:
    """What a cell's word means as a `kinds`, a `stages`, a `yes` or a `no`; None where it is none of them."""
    return _words(kind).get(_said(text))


def stage_in(text: str) -> str | None:
    """The stage that a longer text tells of; None where it tells of none."""
    return next((stage for word, stage in _read()["told_by"] if word in text), None)


def is_no_stage(text: str) -> bool:
    """Whether a word of a column of stages says nothing of one."""
    return _said(text) in map(_said, _read()["no_stage"])


def truth_of(text: str) -> bool | None:
    """Yes or no; None of anything else."""
    said = _said(text)
    return True if said in _yes("yes") else False if said in _yes("no") else None


def is_in_programme(programme: Programme, text: str) -> bool | None:
    """Whether a cell of a column such as 重点工程 says yes, in that word or as 省级, 省级重点 or 转型项目 do, or no;
    None where it says neither: a name, a year, a longer sentence.
    """
    said = truth_of(text)
    named = _IN_PROGRAMME[programme].fullmatch(_said(text)) if said is None else None
    return said if named is None else named["no"] is None


def _said(text: str) -> str:
    return _BRACKETS.sub("", _BLANKS.sub("", unicodedata.normalize("NFKC", text)).casefold())


def _plain(words: str) -> str:
    flat = _BLANKS.sub("", unicodedata.normalize("NFKC", words)).casefold()
    return _UNITS.sub("", _BRACKETS.sub("", flat)) or flat


def _field(words: str) -> str | None:
    return next((field for field, pattern in _patterns() if words and pattern.fullmatch(words)), None)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    said = [(each["field"], each["is"]) for each in _read()["fields"]]
    return tuple((field, re.compile(pattern)) for one in said for field, pattern in _of_months(*one))


def _of_months(field: str, pattern: str) -> Iterator[tuple[str, str]]:
    """The same; what is of each month once for every one, with its number in digits or in words."""
    if "{month}" not in field:
        yield field, pattern
        return
    for number, word in enumerate(_MONTHS, 1):
        yield field.format(month=f"{number:02}"), pattern.replace("{month}", f"(?:0?{number}|{word})")


@cache
def _open() -> frozenset[str]:
    return frozenset(map(_plain, _read()["open"]))


@cache
def _words(kind: str) -> dict[str, str]:
    return {_said(str(word)): meaning for meaning, words in _read()[kind].items() for word in words}


@cache
def _yes(kind: str) -> frozenset[str]:
    return frozenset(_said(str(word)) for word in _read()[kind])


@cache
def _read() -> dict[str, Any]:
    text = (resources.files("exchange.figures") / "dictionary.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = load_once(text)
    return read
