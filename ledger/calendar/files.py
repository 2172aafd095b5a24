"""Knows what a calendar file says: a year's national notice that the library lacks, and a region's own days.

A published year is the State Council's notice (国务院办公厅关于部分节假日安排的通知) as a whole; local days are
closings and make-up days that a province, city or county orders for itself.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from ledger.groundwork.yaml_lines import YamlFile
from ledger.registry.regions import level_of

Day = Annotated[date, Field(strict=True)]
Year = Annotated[int, Field(strict=True, ge=2000, le=2100)]
Reason = Annotated[str, Field(strict=True, min_length=1, max_length=200)]

_MAX_CLOSED: Final = 366
# The three statutory holidays (全国年节及纪念日放假办法) that have the same date every year.
_ALWAYS_CLOSED: Final = ((1, 1), (5, 1), (10, 1))


class PublishedYear(BaseModel):
    """A year's notice: every day of its holidays, and the days worked in their place (调休), which are weekend days.

    Days of the December before may stand in it: holidays of New Year can begin there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    closed: tuple[Day, ...] = Field(min_length=1)
    working: tuple[Day, ...] = ()

    @model_validator(mode="after")
    def _each_day_once(self) -> "PublishedYear":
        doubled = _doubled((*self.closed, *self.working))
        if doubled:
            raise ValueError(f"日期重复 / a day stands twice: {doubled}")
        return self

    @field_validator("working")
    @classmethod
    def _made_up_on_weekends(cls, working: tuple[date, ...]) -> tuple[date, ...]:
        for index, day in enumerate(working):
            if day.weekday() < 5:
                message = f"{day} 本是工作日,不是调休上班 / is a weekday and needs no making up"
                raise PydanticCustomError("weekday", message, {"at": [index]})
        return working


class ClosedDays(BaseModel):
    """Days, first and last included, on which a region's offices are closed; `to` may be left out for one day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: Day = Field(alias="from")
    to: Day | None = None
    reason: Reason

    @property
    def last(self) -> date:
        """Its last day."""
        return self.to or self.first

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "ClosedDays":
        if self.last < self.first:
            raise ValueError(f"{self.last} 早于 {self.first} / `to` lies before `from`")
        if (self.last - self.first).days >= _MAX_CLOSED:
            raise ValueError(f"最多 {_MAX_CLOSED} 天 / longer than {_MAX_CLOSED} days")
        return self

    def days(self) -> list[date]:
        """Every day of it."""
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


class WorkingDay(BaseModel):
    """A day on which a region works although it would be closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: Day = Field(alias="date")
    reason: Reason


class CalendarFile(BaseModel):
    """An immutable version of one calendar file. `region` is a GB/T 2260 code; null speaks for the whole country."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(strict=True, pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")
    version: int = Field(strict=True, ge=1, le=1_000_000)
    region: str | None = Field(strict=True)
    years: Mapping[Year, PublishedYear] = Field(default_factory=dict)
    closed: tuple[ClosedDays, ...] = Field(default=(), max_length=1000)
    working: tuple[WorkingDay, ...] = Field(default=(), max_length=1000)

    @field_validator("region")
    @classmethod
    def _is_a_region(cls, region: str | None) -> str | None:
        if region is not None:
            try:
                level_of(region)
            except ValueError:
                raise ValueError(f"不是行政区划代码 / not a GB/T 2260 region code: {region[:20]}") from None
        return region

    @field_validator("years")
    @classmethod
    def _no_hole(cls, years: Mapping[int, PublishedYear]) -> Mapping[int, PublishedYear]:
        for year, after in pairwise(sorted(years)):
            if year + 1 not in years:
                message = f"{year} 与 {after} 之间缺年份 / a hole: no year between {year} and {after}"
                raise PydanticCustomError("hole", message, {"at": [after]})
        return years

    @field_validator("years")
    @classmethod
    def _whole_years(cls, years: Mapping[int, PublishedYear]) -> Mapping[int, PublishedYear]:
        for year, published in years.items():
            for kind, days in (("closed", published.closed), ("working", published.working)):
                _all_within(year, kind, days)
            missing = [day for month_day in _ALWAYS_CLOSED if (day := date(year, *month_day)) not in published.closed]
            if missing:
                named = ", ".join(str(day) for day in missing)
                message = f"{year} 年不完整,缺法定假日 {named} / the year is not whole: {named} must be closed"
                raise PydanticCustomError("not_whole", message, {"at": [year, "closed"]})
        return years

    @model_validator(mode="after")
    def _says_something_once(self) -> "CalendarFile":
        if not (self.years or self.closed or self.working):
            raise ValueError("文件没有任何日期 / the file names no day")
        if self.region is not None and self.years:
            message = "全国年份只能写在 region: null 的文件里 / national years belong into a file with region: null"
            raise PydanticCustomError("regional_year", message, {"at": ["years"]})
        doubled = _doubled((*self.local_closed(), *self.local_working()))
        if doubled:
            raise ValueError(f"日期重复或自相矛盾 / a day stands twice: {doubled}")
        return self

    def local_closed(self) -> list[date]:
        """Every day that the region closes by itself."""
        return [day for closed in self.closed for day in closed.days()]

    def local_working(self) -> list[date]:
        """Every day that the region works by itself."""
        return [working.day for working in self.working]


def parse_calendar(text: str) -> CalendarFile:
    """A calendar file from its YAML. Raises DataFileRefused."""
    return YamlFile(text).parse(CalendarFile)


def calendar_schema() -> dict[str, Any]:
    """The JSON Schema of a calendar file, for editors."""
    return CalendarFile.model_json_schema(by_alias=True)


def _all_within(year: int, kind: str, days: Iterable[date]) -> None:
    for index, day in enumerate(days):
        if day.year != year and (day.year, day.month) != (year - 1, 12):
            message = f"{day} 不在 {year} 年 / lies outside {year}"
            raise PydanticCustomError("other_year", message, {"at": [year, kind, index]})


def _doubled(days: Iterable[date]) -> str:
    count = Counter(days)
    return ", ".join(str(day) for day in count - Counter(set(count)))
