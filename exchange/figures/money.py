"""Knows how an amount of money in a cell becomes a whole number of 分, whatever unit it was written in."""

import re
import unicodedata
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from exchange.figures.dictionary import PLAN_MONTHS
from exchange.ledgers.tables.flat import text_of
from exchange.workbooks.cells import Value

UNITS: Final = {"亿元": 10**10, "千万元": 10**9, "百万元": 10**8, "万元": 10**6, "千元": 10**5, "元": 100}
"""How many 分 one of each is."""
_IN_WORDS: Final = re.compile(r"(亿元|千万元|百万元|万元|千元|元|亿|万)")
_NUMBER: Final = re.compile(r"([-+]?[\d,，]*\.?\d+(?:e[-+]?\d{1,3})?)\s*(亿元|千万元|百万元|万元|千元|元|亿|万)?", re.I)
_NOTHING: Final = frozenset({"", "-", "--", "—", "——", "/", "\\", "null", "none", "n/a", "无", "暂无"})
_SHORT: Final = {"亿": "亿元", "万": "万元"}
MOST_FEN: Final = 10**17


class NoMoney(ValueError):
    """The cell holds no amount; `slug` and the message (zh / en) say why."""

    def __init__(self, slug: str, message: str) -> None:
        super().__init__(message)
        self.slug = slug


def unit_in(words: str) -> str | None:
    """The unit of money that a head or a line over it names, such as 总投资(亿元) or 单位:万元."""
    found = _IN_WORDS.findall(unicodedata.normalize("NFKC", words))
    return _SHORT.get(found[-1], found[-1]) if found else None


def months_of(money: Mapping[str, int | None]) -> list[int] | None:
    """The plan of a year by month, where a table has a column of each and any says an amount; a blank one is 0."""
    said = [money.get(name) for name in PLAN_MONTHS]
    if not set(PLAN_MONTHS) <= money.keys() or all(each is None for each in said):
        return None
    return [each or 0 for each in said]


def fen_of(cell: Value, unit: str | None) -> int | None:
    """A cell's amount in 分, half up; None of a blank one. Raises NoMoney."""
    if cell is None:
        return None
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise NoMoney("no-number", f"“{text_of(cell)[:40]}”不是金额 / is no amount")
    if isinstance(cell, str):
        return _of_text(unicodedata.normalize("NFKC", cell).strip(), unit)
    return _fen(Decimal(repr(cell)), unit)


def _of_text(text: str, unit: str | None) -> int | None:
    if text.casefold() in _NOTHING:
        return None
    bare = text.replace(" ", "")
    negative = bare.startswith("(") and bare.endswith(")")
    found = _NUMBER.fullmatch(bare.strip("()") if negative else bare)
    if found is None:
        raise NoMoney("no-number", f"“{text[:40]}”不是金额 / is no amount")
    said = _SHORT.get(found[2], found[2]) if found[2] else unit
    try:
        amount = Decimal(found[1].replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise NoMoney("no-number", f"“{text[:40]}”不是金额 / is no amount") from None
    return _fen(-amount if negative else amount, said)


def _fen(amount: Decimal, unit: str | None) -> int:
    if unit is None:
        raise NoMoney(
            "money-unit",
            "没有写明金额单位,请在表头或“单位:”一行写明,或指明单位(命令行 --money 亿元) / no unit of money is told: "
            "write it in the head, in a line 单位:…, or say it (--money)",
        )
    if not amount.is_finite() or abs(amount) > MOST_FEN:
        raise _too_much(amount)
    fen = (amount * UNITS[unit]).quantize(Decimal(1), ROUND_HALF_UP)
    if abs(fen) > MOST_FEN:
        raise _too_much(amount)
    return int(fen)


def _too_much(amount: Decimal) -> NoMoney:
    return NoMoney(
        "too-much", f"金额 {amount:.6g} 大得不可能,请核对单位 / too much to be true ({amount:.6g}): check the unit"
    )
