"""Knows how offices write days: what is certain is read, what could be two things is asked, nothing is guessed."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from exchange.ledgers.tables.flat import is_blank, text_of
from exchange.workbooks.cells import Value

_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 2100
_SERIAL_EPOCH: Final = date(1899, 12, 30)
_SERIALS: Final = range(32_874, 73_051)  # 1990 to 2099
_CENTURY: Final = 2000
_MONTHS_A_YEAR: Final = 12
_MARKS: Final = r"[-./年,、]"
_CLOCK: Final = r"(?:\s*T?\s*\d{1,2}(?::\d\d(?::\d\d(?:\.\d+)?)?Z?|[时点](?:\d{1,2}分?)?))?"
_FULL: Final = re.compile(
    rf"(\d{{4}})\s*{_MARKS}\s*(\d{{1,2}})\s*[-./月,、]\s*(\d{{1,2}})\s*[日号]?{_CLOCK}\s*(?:\(?(?:星期|周).\)?)?[.。]?"
)
_YEAR_FIRST: Final = re.compile(r"(\d{2})[./-](\d{1,2})[./-](\d{1,2})[日号]?")
_ENGLISH: Final = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s\-./]*(?P<month>[a-z]{3,9})"
    r"|(?P<first>[a-z]{3,9})\.?\s*(?P<then>\d{1,2})(?:st|nd|rd|th)?)"
    rf"\.?[\s,\-./']*(?P<year>\d{{4}}|\d{{2}}){_CLOCK}",
    re.IGNORECASE,
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMERALS: Final = "[一二三四五六七八九十]{1,3}"
_IN_CHINESE: Final = re.compile(rf"([〇○零一二三四五六七八九]{{4}})年({_NUMERALS})月(?:({_NUMERALS})[日号])?")
_DIGITS: Final = {mark: place for place, mark in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
_SHORT_YEAR: Final = re.compile(r"[''’]?(\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_DAY: Final = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_MONTH: Final = re.compile(
    rf"(?:(\d{{4}})\s*{_MARKS}\s*)?(\d{{1,2}})\s*月?\s*(?:份)?\s*(上旬|中旬|下旬|底|末|初)?(?:前|之前)?"
)
_YEAR_END: Final = re.compile(r"(?:(\d{4})\s*年)?\s*(?:年)?\s*(?:底|末)(?:前|之前)?")
_SPAN: Final = re.compile(r"(.+?\d[日号]?)\s*(?:至|到|—|——|~|～|－|-(?=\d{4}))\s*(.+)")
_AMERICAN: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
_BEFORE: Final = re.compile(
    r"(?:(?:之前|以前|前)(?:全部)?(?:完成整改|整改完成|完成|办结|整改到位|整改|销号)?|完成整改|整改完成|完成|办结)[.。]?\Z"
)
_SAID_BEFORE: Final = re.compile(r"\A(?:限期?|拟?于|预计|计划|截至|截止|至迟)\s*(?=[\d'’〇二])")
_ATONCE: Final = frozenset(
    {
        "asap",
        "immediate",
        "immediately",
        "at once",
        "即刻",
        "当日",
        "当天",
        "现场整改",
        "立即完成",
        "立即",
        "即时",
        "马上",
        "当场",
        "立刻",
        "即知即改",
        "立行立改",
        "立即整改",
    }
)
_ALWAYS: Final = frozenset(
    {
        "ongoing",
        "长期整改",
        "持续推进",
        "持续保持",
        "常态化推进",
        "长期保持",
        "长期",
        "长期坚持",
        "持续",
        "常态化",
        "长期推进",
        "持续整改",
    }
)
_NOTHING: Final = frozenset(
    {"", "-", "—", "/", "无", "null", "none", "n/a", "待定", "——", "暂无", "未定", "tbc", "tbd", "nil", "na"}
)
_PART_ENDS: Final = {"初": 10, "上旬": 10, "中旬": 20}


@dataclass(frozen=True, slots=True)
class Day:
    """What a cell says of a day: the day, or a doubt in one word with the day it would most likely be.

    Doubts: `year` (no year stands there), `order` (day and month could be swapped), `month` (a whole month or ten
    days of it: the last is offered), `span` (from … to: the last day is offered), `at-once`, `always` (no day at all),
    `serial` (the number of a day in a sheet), `time` (a time without a day), `impossible` (no such day), `unread`.
    """

    day: date | None
    doubt: str | None = None
    also: date | None = None

    @property
    def is_certain(self) -> bool:
        """Whether nothing has to be asked."""
        return self.doubt is None


EMPTY: Final = Day(None)


def read_day(value: Value, found_on: date | None = None) -> Day:
    """The day that a cell names; where no year stands there, `found_on` says which year is the likeliest."""
    if is_blank(value):
        return EMPTY
    if isinstance(value, date):
        return _bounded(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, time | timedelta | bool):
        return Day(None, "unread" if isinstance(value, bool) else "time")
    if isinstance(value, int | float):
        return _of_number(value, found_on)
    return _of_text(unicodedata.normalize("NFKC", text_of(value)).strip(), found_on)


def _bounded(day: date) -> Day:
    return Day(day) if _FIRST_YEAR <= day.year <= _LAST_YEAR else Day(None, "impossible")


def _of_number(value: float, found_on: date | None) -> Day:
    if value == int(value):
        compact = _COMPACT.fullmatch(str(int(value)))
        if compact:
            return _exact(*compact.groups())
        if int(value) in _SERIALS:
            return Day(_SERIAL_EPOCH + timedelta(days=int(value)), "serial")
        return Day(None, "unread")
    if int(value) in _SERIALS:
        return Day(_SERIAL_EPOCH + timedelta(days=int(value)), "serial")
    # 7.1 typed into a sheet is a number, and so is 7.10: the first of July, or the tenth?
    return _of_text(f"{value}", found_on)


def _of_text(text: str, found_on: date | None) -> Day:
    told = _of_words(text, found_on)
    if told is not None:
        return told
    span = _SPAN.fullmatch(text)
    if span:
        return Day(_of_text(span[2], found_on).day, "span", _of_text(span[1], found_on).day)
    plain = _IN_CHINESE.sub(_in_digits, _SAID_BEFORE.sub("", _BEFORE.sub("", text)))
    return _of_digits(plain) or _without_a_day(plain, found_on)


def _in_digits(found: re.Match[str]) -> str:
    """二〇二五年三月五日 as 2025年3月5日."""
    year = "".join(str(_DIGITS[mark]) for mark in found[1])
    return f"{year}年{_small(found[2])}月" + (f"{_small(found[3])}日" if found[3] else "")


def _small(number: str) -> int:
    """A number below a hundred, as it is said: 二十一."""
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return _DIGITS[number[-1]]
    return _DIGITS.get(tens, 1) * 10 + (_DIGITS[ones] if ones else 0)


def _of_words(text: str, found_on: date | None) -> Day | None:
    if text.casefold() in _NOTHING:
        return EMPTY
    if text.casefold() in _ATONCE:
        return Day(found_on, "at-once")
    return Day(None, "always") if text.casefold() in _ALWAYS else None


def _of_digits(text: str) -> Day | None:
    """A day with its year, in whatever order."""
    full = _FULL.fullmatch(text) or _COMPACT.fullmatch(text)
    if full:
        return _exact(*full.groups()[:3])
    short = _SHORT_YEAR.fullmatch(text)
    if short:
        return _exact(str(_CENTURY + int(short[1])), short[2], short[3])
    english = _ENGLISH.fullmatch(text)
    if english:
        return _in_english(english)
    american = _AMERICAN.fullmatch(text)
    if american and len(american[3]) == 4:
        return _either_order(american)
    year_first = _YEAR_FIRST.fullmatch(text)
    if year_first and (american is None or int(year_first[1]) > _MONTHS_A_YEAR):
        return _of_short_year(year_first, american)
    return _either_order(american) if american else None


def _in_english(found: re.Match[str]) -> Day | None:
    """5 Mar 2025, Mar 5, 2025, 05-Mar-25: a month that is named cannot be taken for a day."""
    name = (found["month"] or found["first"]).casefold()
    month = _MONTHS.index(name[:3]) + 1 if name[:3] in _MONTHS else None
    if month is None:
        return None
    year = found["year"] if len(found["year"]) == 4 else str(_CENTURY + int(found["year"]))
    return _exact(year, str(month), found["day"] or found["then"])


def _of_short_year(found: re.Match[str], other: re.Match[str] | None) -> Day | None:
    """25.3.5 begins with the year, as one figure is none; 25.3.15 may, and is asked."""
    day = _made(_CENTURY + int(found[1]), int(found[2]), int(found[3]))
    if other is None:
        return Day(day) if day else Day(None, "impossible")
    turned = _either_order(other)
    if day is None:
        return turned
    return Day(day, "order", turned.day) if turned.day != day else Day(day)


def _without_a_day(text: str, found_on: date | None) -> Day:
    month_day = _MONTH_DAY.fullmatch(text) or re.fullmatch(r"(\d{1,2})[./](\d{1,2})", text)
    if month_day:
        return _of_some_year(int(month_day[1]), int(month_day[2]), found_on)
    month = _MONTH.fullmatch(text)
    if month and (month[1] or "月" in text):
        return _end_of_month(month, found_on)
    year_end = _YEAR_END.fullmatch(text)
    if year_end and ("年" in text or text in ("底", "末")):
        year = int(year_end[1]) if year_end[1] else (found_on.year if found_on else None)
        return Day(date(year, 12, 31) if year else None, None if year_end[1] else "year")
    return Day(None, "unread")


def _exact(year: str, month: str, day: str) -> Day:
    try:
        return _bounded(date(int(year), int(month), int(day)))
    except ValueError:
        return Day(None, "impossible")


def _either_order(found: re.Match[str]) -> Day:
    first, second = int(found[1]), int(found[2])
    year = int(found[3]) if len(found[3]) == 4 else _CENTURY + int(found[3])
    month_first, day_first = _made(year, first, second), _made(year, second, first)
    if month_first and day_first and month_first != day_first:
        return Day(month_first, "order", day_first)
    sound = month_first or day_first
    return Day(sound, None) if sound and len(found[3]) == 4 else Day(sound, "order" if sound else "impossible")


def _of_some_year(month: int, day: int, found_on: date | None) -> Day:
    """The next such day from when it was found: a deadline lies ahead of it."""
    if not any(_made(year, month, day) for year in (2024, 2025)):
        return Day(None, "impossible")
    if found_on is None:
        return Day(None, "year")
    this_year = _made(found_on.year, month, day)
    chosen = this_year if this_year and this_year >= found_on else _made(found_on.year + 1, month, day) or this_year
    return Day(chosen, "year")


def _end_of_month(found: re.Match[str], found_on: date | None) -> Day:
    month = int(found[2])
    if not 1 <= month <= 12:
        return Day(None, "impossible")
    year = int(found[1]) if found[1] else _likely_year(month, found_on)
    if year is None:
        return Day(None, "year")
    day = date(year, month, _PART_ENDS.get(found[3] or "", monthrange(year, month)[1]))
    if not found[1]:
        return Day(day, "year")
    return Day(day, None if found[3] in ("底", "末") else "month")


def _likely_year(month: int, found_on: date | None) -> int | None:
    if found_on is None:
        return None
    return found_on.year if month >= found_on.month else found_on.year + 1


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
