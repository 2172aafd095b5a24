"""Knows the periods that are ranked: a month, or from the year's beginning to a month's or a quarter's end."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final, Literal

PeriodKind = Literal["month-to-date", "month", "quarter", "year"]

_MONTH: Final = re.compile(r"((?:19|20)\d{2})-(0[1-9]|1[0-2])", re.ASCII)
_QUARTER: Final = re.compile(r"((?:19|20)\d{2})-Q([1-4])", re.ASCII | re.IGNORECASE)
_YEAR: Final = re.compile(r"(?:19|20)\d{2}", re.ASCII)
_YEARS_LENGTH: Final = 4
_FIRST_YEAR: Final = 1900
_MONTHS: Final = {"month-to-date": None, "month": 1, "quarter": 3, "year": 12}


class NoPeriod(ValueError):
    """The text names no period (zh / en)."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period by its last month, as it was written."""

    name: str
    year: int
    last_month: int

    @property
    def month(self) -> str:
        """The last month, such as 2019-08."""
        return f"{self.year}-{self.last_month:02}"

    @property
    def end(self) -> str:
        """The last day as it is written in figures; a month has no day after its 31st."""
        return f"{self.month}-31"

    @property
    def last_day(self) -> date:
        """The last day."""
        return date(self.year, self.last_month, monthrange(self.year, self.last_month)[1])

    @property
    def quarter(self) -> int:
        """The quarter in which it ends."""
        return (self.last_month + 2) // 3

    @property
    def elapsed(self) -> Fraction:
        """How much of the year is over at its end, in per cent."""
        return Fraction(100 * self.last_month, 12)

    def first_day(self, kind: PeriodKind) -> date:
        """The first day of a period of this kind that ends as this one does."""
        months = _MONTHS[kind]
        return date(self.year, 1 if months is None else max(1, self.last_month - months + 1), 1)

    def before(self, kind: PeriodKind) -> "Period | None":
        """The period before it, of a rule's kind, written as this one is; None before all that are known."""
        is_year, is_quarter = len(self.name) == _YEARS_LENGTH, "Q" in self.name
        steps = max(_MONTHS[kind] or 1, 12 if is_year else 3 if is_quarter else 1)
        year, month = divmod(self.year * 12 + self.last_month - 1 - steps, 12)
        said = f"{year}" if is_year else f"{year}-Q{month // 3 + 1}" if is_quarter else f"{year}-{month + 1:02}"
        return Period(said, year, month + 1) if year >= _FIRST_YEAR else None


def period_of(text: str) -> Period:
    """The period of `2019-08`, `2019-Q3` or `2019`. Raises NoPeriod."""
    month, quarter = _MONTH.fullmatch(text), _QUARTER.fullmatch(text)
    if month:
        return Period(text, int(month[1]), int(month[2]))
    if quarter:
        return Period(text.upper(), int(quarter[1]), 3 * int(quarter[2]))
    if _YEAR.fullmatch(text):
        return Period(text, int(text), 12)
    raise NoPeriod(f"“{text[:20]}”不是时期,应如 2019-08 或 2019-Q3 / no period: 2019-08, 2019-Q3 or 2019")
