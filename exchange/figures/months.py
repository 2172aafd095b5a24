"""Knows the month that a table is of: from its title, its heads, its sheet or file; and days written as months."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from exchange.ledgers.tables.flat import text_of
from exchange.ledgers.values.dates import read_day
from exchange.workbooks.cells import Value

_TO: Final = r"(?:-|—|–|~|～|至|到)"
_FILLED_IN: Final = re.compile(r"填报|填表|制表|打印|印发|报送(?:日期|时间)|日期[::]|时间[::]")
_SPAN: Final = re.compile(rf"((?:19|20)\d\d)\s*年?[./]?\s*0?1\s*月?\s*{_TO}{{1,2}}\s*(\d{{1,2}})\s*月")
_MONTH: Final = re.compile(r"((?:19|20)\d\d)\s*(?:年|[-./])\s*(1[0-2]|0?[1-9])(?!\d)(?!\s*(?:月\s*\d|[-./]\d))")
_UP_TO: Final = re.compile(r"截[至止]\D{0,4}((?:19|20)\d\d)\s*(?:年|[-./])\s*(1[0-2]|0?[1-9])(?!\d)")
_PARTS: Final = (
    (re.compile(r"((?:19|20)\d\d)\s*年?\s*(?:第?一季度|一季|Q1)", re.I), 3),
    (re.compile(r"((?:19|20)\d\d)\s*年?\s*(?:上半年|前二季度|第?二季度|Q2)", re.I), 6),
    (re.compile(r"((?:19|20)\d\d)\s*年?\s*(?:前三季度|第?三季度|Q3)", re.I), 9),
    (re.compile(r"((?:19|20)\d\d)\s*年?\s*(?:全年|四季度|第四季度|Q4)", re.I), 12),
)
_YEAR: Final = re.compile(r"((?:19|20)\d\d)\s*年?")
_HEAD_SPAN: Final = re.compile(rf"(?<!\d)1\s*月?\s*{_TO}{{1,2}}\s*(1[0-2]|[1-9])\s*月")
_HEAD_UP_TO: Final = re.compile(r"截[至止]\s*(1[0-2]|[1-9])\s*月")
_COMPACT: Final = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])")
_ONLY_MONTH: Final = re.compile(r"(1[0-2]|0?[1-9])\s*月?份?")
_DAY_ENDS: Final = re.compile(r"((?:19|20)\d\d)\s*(?:年|[-./])\s*(1[0-2]|0?[1-9])\s*月?(?:份|底|末|初|以前|之前|前)*")
_SEASONS: Final = (
    *(("一季度", 3), ("二季度", 6), ("上半年", 6), ("三季度", 9)),
    *(("四季度", 12), ("下半年", 12), ("年底", 12)),
)
_FIRST: Final = 1900
_LAST: Final = 2100


def month_in(texts: Iterable[str]) -> str | None:
    """The month that the first of these that names one names; days on which a form was filled in are none."""
    for text in texts:
        flat = unicodedata.normalize("NFKC", text)
        found = _SPAN.search(flat) or _UP_TO.search(flat)
        if found is None and not _FILLED_IN.search(flat):
            found = _MONTH.search(flat)
        if found is not None and 1 <= int(found[2]) <= 12:
            return f"{found[1]}-{int(found[2]):02}"
        for pattern, month in _PARTS:
            if part := pattern.search(flat):
                return f"{part[1]}-{month:02}"
    return None


def month_of_heads(heads: Iterable[str], texts: Iterable[str]) -> str | None:
    """The month of heads such as 1-8月累计完成投资, with the year that a head or a title names."""
    flat = [unicodedata.normalize("NFKC", head) for head in heads]
    # 1-12月分月计划 tells how far the plan goes, not what was done.
    done = [head for head in flat if "计划" not in head]
    months = _spans(done) or _spans(flat)
    planned = [head for head in flat if "计划" in head and "底" not in head]
    titles = [unicodedata.normalize("NFKC", text) for text in texts]
    years = [found[1] for text in (*titles, *planned) if not _FILLED_IN.search(text) and (found := _YEAR.search(text))]
    return f"{years[0]}-{max(months):02}" if months and years else None


def _spans(heads: Iterable[str]) -> list[int]:
    return [int(found[1]) for head in heads if (found := _HEAD_SPAN.search(head) or _HEAD_UP_TO.search(head))]


def month_of_cell(cell: Value, year: int | None = None) -> str | None:
    """The month that a cell names: 2019-08, 2019年8月, 201908, a day, or 8月 with the year known; None of any other."""
    if isinstance(cell, date | datetime):
        return f"{cell.year}-{cell.month:02}"
    flat = unicodedata.normalize("NFKC", text_of(cell))
    compact = _COMPACT.fullmatch(flat)
    if compact:
        return f"{compact[1]}-{compact[2]}"
    only = _ONLY_MONTH.fullmatch(flat)
    if only and year is not None:
        return f"{year}-{int(only[1]):02}"
    return month_in([flat])


def last_day_in(cell: Value, year: int) -> date | None:
    """The day that a cell names, the last of a month or season that it names alone; None where it names none."""
    return _of_text(cell, year) if isinstance(cell, str) else _of_value(cell, year)


def _of_value(cell: Value, year: int) -> date | None:
    if isinstance(cell, float) and _FIRST <= int(cell) <= _LAST:
        return _of_decimal(cell)
    if isinstance(cell, int) and not isinstance(cell, bool):
        if _FIRST <= cell <= _LAST:
            return _end(cell, 12)
        if compact := _COMPACT.fullmatch(str(cell)):
            return _end(int(compact[1]), int(compact[2]))
    return _of_ledgers(cell, year)


def _of_text(cell: str, year: int) -> date | None:
    flat = unicodedata.normalize("NFKC", cell).strip()
    whole = _DAY_ENDS.fullmatch(flat) or _COMPACT.fullmatch(flat)
    if whole:
        return _end(int(whole[1]), int(whole[2]))
    only = _ONLY_MONTH.fullmatch(flat.rstrip("底末前初")) if "月" in flat else None
    if only:
        return _end(year, int(only[1]))
    said = _YEAR.search(flat)
    season = next((month for word, month in _SEASONS if word in flat), None)
    if season is not None or _YEAR.fullmatch(flat):
        return _end(int(said[1]) if said else year, season or 12)
    return _of_ledgers(cell, year)


def _of_ledgers(cell: Value, year: int) -> date | None:
    """As days in ledgers of issues are read."""
    read = read_day(cell, date(year, 1, 1))
    return read.day if read.doubt in {None, "month", "year", "serial"} else None


def _of_decimal(cell: float) -> date | None:
    """2019.6 typed into a sheet is a number: June 2019; 2019.1 may be October, and is no day."""
    month = round((cell - int(cell)) * 100)
    single = round((cell - int(cell)) * 10)
    if abs((cell - int(cell)) * 10 - single) < 1e-6 and 2 <= single <= 9:
        return _end(int(cell), single)
    return _end(int(cell), month) if month in {11, 12} else None


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
