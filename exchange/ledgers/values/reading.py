"""Knows how one cell is read as the field it stands for: text, a day, one of our words, people."""

import re
import unicodedata
from datetime import date
from typing import Final

from msgspec import Struct

from exchange.ledgers.mapping import LedgerMapping
from exchange.ledgers.tables.flat import text_of
from exchange.ledgers.values.dates import Day, read_day
from exchange.ledgers.values.words import FIELDS, is_bare_yes, listed, near_of
from exchange.workbooks.cells import Value

DAYS: Final = frozenset({"found_on", "due_on", "done_on", "recheck_on"})
"""Fields that are days; one without a year goes by when it was found."""
_NOTHING: Final = frozenset({"", "-", "—", "——", "/", "null", "none", "n/a", "无"})
_LONGEST_NOTHING: Final = max(map(len, _NOTHING))
_PHONE: Final = re.compile(r"(?<!\d)(1\d{10}|0\d{2,3}-?\d{7,8})(?!\d)")
_NUMBERED: Final = re.compile(r"(?:^|[\n;；。])\s*(?:\d{1,2}\s*[、.．)）]|[(（]\d{1,2}[)）]|[①-⑳])")
# Without one of these there is one number at most, and nearly every text has none.
_PARTED: Final = re.compile(r"[\n;；。]")
_PEOPLE: Final = re.compile(r"[、,,;;/\n]+|\s{2,}")
_AROUND: Final = re.compile(r"^[\s():]+|[\s():]+$")
_ASKED: Final = {
    "year": "没有写明年份 / has no year",
    "order": "日与月可以互换 / could have day and month swapped",
    "month": "只写到月份或旬 / is a month or a part of one",
    "span": "是一段时间,不是一天 / is a span of time, no day",
    "at-once": "不是日期 / is no day",
    "always": "不是日期 / is no day",
    "serial": "像是日期的序列号 / looks like the serial number of a day",
    "time": "只有时刻,没有日期 / is a time without a day",
    "impossible": "没有这一天 / is no day that there is",
    "unread": "不是能读懂的日期 / is no day that can be read",
}
_FATAL: Final = frozenset({"impossible", "unread", "time"})


class Fault(Struct, frozen=True):
    """What is wrong with a cell, or has to be asked of it: the cell (C5), a stable word, a sentence (zh / en)."""

    cell: str
    slug: str
    sentence: str


class Found(Struct, frozen=True):
    """A cell's text as found, what it is read as (None: nothing), and its doubts as (word, sentence)."""

    text: str
    value: str | date | None
    doubts: tuple[tuple[str, str], ...] = ()


def read_value(field: str, cell: Value, mapping: LedgerMapping, found_on: date | None = None) -> Found:
    """A cell as `field`; what is doubtful has its best reading as value, and says why it is doubted."""
    text = text_of(cell)
    return _day(field, cell, text, mapping, found_on) if field in DAYS else read_text(field, text, mapping)


def read_text(field: str, text: str, mapping: LedgerMapping) -> Found:
    """The same of a field that is no day: its text is all that matters."""
    if len(text) <= _LONGEST_NOTHING and unicodedata.normalize("NFKC", text).casefold() in _NOTHING:
        return Found(text, None)
    own = mapping.values.get(field, {})
    if field in FIELDS:
        meaning = listed(field, text, own)
        return Found(text, meaning) if meaning else Found(text, None, (_unmeant(field, text),))
    if field in ("project", "region", "lead_unit", "person") and text in own:
        return Found(text, own[text]) if own[text] != "ask" else Found(text, None, (_unlisted(text),))
    if field == "description" and _PARTED.search(text) and len(_NUMBERED.findall(text)) > 1:
        several = "一格里有多个编号的问题 / several numbered problems in one cell"
        return Found(text, text, (("several-problems", several),))
    return Found(text, text)


def unless_bare_yes(found: Found, mapping: LedgerMapping) -> Found:
    """A state as read; a bare yes is asked for, as the head does not say of what it is one."""
    if not is_bare_yes(found.text) or found.text in mapping.values.get("status", {}):
        return found
    return Found(found.text, None, (_unlisted(found.text),))


def _unmeant(field: str, text: str) -> tuple[str, str]:
    """A word that is none of ours, and the one that it comes nearest to."""
    near = near_of(field, text)
    if near is None:
        return _unlisted(text)
    zh = f"“{text[:60]}”台账上没有,相近的是 {near},请指定"
    return "unlisted-value", f"{zh} / “{text[:60]}” is not on the ledger, {near} is near: say which"


def _unlisted(text: str) -> tuple[str, str]:
    return "unlisted-value", f"“{text[:60]}”没有对应的取值,请在映射中指定 / no meaning given for “{text[:60]}”"


def _day(field: str, cell: Value, text: str, mapping: LedgerMapping, found_on: date | None) -> Found:
    word = mapping.dates.words.get(text)
    if word is not None:
        return Found(text, _of_word(word, found_on))
    day = read_day(cell, found_on if field != "found_on" else None)
    if day.doubt == "year" and day.day is None and mapping.dates.year is not None:
        return _of_year(cell, text, mapping.dates.year)
    # Where the year of the file is said, the day found has its year by that, and the deadline by the day found.
    if day.doubt == "year" and (mapping.dates.year_from or mapping.dates.year) and day.day is not None:
        return Found(text, day.day)
    if day.doubt == "order" and mapping.dates.order in ("mdy", "dmy") and day.also is not None:
        return Found(text, day.day if mapping.dates.order == "mdy" else day.also)
    if day.doubt is None:
        return Found(text, day.day)
    return Found(text, None if day.doubt in _FATAL else day.day, ((f"day-{day.doubt}", _sentence(text, day)),))


def _of_year(cell: Value, text: str, year: int) -> Found:
    day = read_day(cell, date(year, 1, 1)).day
    if day is not None and day.year == year:
        return Found(text, day)
    return Found(text, None, (("day-impossible", _sentence(text, Day(None, "impossible"))),))


def _of_word(word: str, found_on: date | None) -> date | None:
    """What a mapping says of a word: another field (when it was found), or a day of that year (12-31)."""
    if word == "none":
        return None
    if word == "found_on" or found_on is None:
        return found_on
    month, _, day = word.partition("-")
    return read_day(f"{found_on.year}-{month}-{day}").day


def _sentence(text: str, day: Day) -> str:
    zh, _, en = _ASKED[day.doubt or "unread"].partition(" / ")
    guess_zh = f",是 {day.day} 吗?" if day.day else ""
    guess_en = f": is it {day.day}?" if day.day else ""
    return f"“{text[:40]}”{zh}{guess_zh} / “{text[:40]}” {en}{guess_en}"


def people_in(text: str) -> tuple[str, ...]:
    """The names in a cell of people, without their telephone numbers."""
    bare = _PHONE.sub(" ", unicodedata.normalize("NFKC", text))
    return tuple(name for each in _PEOPLE.split(bare) if (name := _AROUND.sub("", each)))
