"""Knows the shape of a campaign (专题活动): which projects, from when, what counts as done, which targets by when."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from ledger.dispatch.rules import MatterRule
from ledger.figures.chosen import Projects
from mobile_schema.vocabulary import Category, Level
from oversight.ranking.rule import Key, Named, VersionText

Source = Literal["figures", "visits", "issues", "permits", "complaints"]


def _day_of_a_year(text: str) -> str:
    try:
        date.fromisoformat(f"2019-{text}")
    except ValueError:
        raise ValueError(f"“{text}”不是日期,应如 06-30 / no day of a year: 06-30") from None
    return text


DayOfYear = Annotated[str, Field(pattern=r"^\d{2}-\d{2}$"), AfterValidator(_day_of_a_year)]
"""06-30, of whatever year; not 29 February, which most have not."""


class Part(BaseModel):
    """A part of a campaign: frozen, no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Target(Part):
    """By the end of this day the indicator is to be at least so much."""

    by: DayOfYear
    value: Annotated[Decimal, Field(ge=0, le=1_000_000)]


class BehindRule(MatterRule):
    """What a place opens that is behind: once it is `when` (yellow: or worse), and not before the day `since`."""

    when: Literal["red", "yellow"] = "red"
    since: DayOfYear | None = None


class Indicator(Part):
    """One number of a place: the sum of `done`, over that of `of` where there is one (a share, in per cent if `unit` is
    %). `unknown` says why the ledger cannot answer it yet: it then has no number, never 0.

    `pace: even` expects it to grow from 0 at the campaign's beginning to each target in turn; `level` expects the next
    target's value all along. `per` is how many of what is summed make one of the unit: of 分 in 万元, 1000000.
    `matters` opens a matter for each place that is behind; without it none is opened.
    """

    key: Key
    name: Named
    name_en: Named | None = None
    source: Source = "figures"
    done: Annotated[tuple[Key, ...], Field(max_length=10)] = ()
    of: Annotated[tuple[Key, ...], Field(max_length=10)] = ()
    unit: Annotated[str, Field(max_length=12)] = ""
    per: Annotated[int, Field(strict=True, ge=1, le=10**9)] = 1
    decimals: Annotated[int, Field(ge=0, le=6)] = 0
    targets: Annotated[tuple[Target, ...], Field(max_length=24)] = ()
    pace: Literal["even", "level"] = "even"
    unknown: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    matters: BehindRule | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if (self.unknown is None) == (not self.done):
            raise ValueError("done 与 unknown 须恰写一个 / exactly one of done and unknown")
        days = [each.by for each in self.targets]
        if days != sorted(set(days)):
            raise ValueError("目标须按日期先后 / targets stand in the order of their days")
        if self.matters is not None and not self.targets:
            raise ValueError("没有目标就没有落后,不立项 / without targets nothing is behind, and opens a matter")
        return self


class Campaign(Part):
    """A campaign of every year. `categories` are those of the issues that it counts; all where none is named.

    `slack`: behind the pace by no more than so many per cent of it is yellow, by more is red.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    version: VersionText
    title: Named
    title_en: Named | None = None
    about: Annotated[str, Field(max_length=500)] = ""
    begins: DayOfYear = "01-01"
    ends: DayOfYear = "12-31"
    level: Level = Level.CITY
    projects: Projects = Projects()
    categories: tuple[Category, ...] = ()
    slack: Annotated[int, Field(strict=True, ge=0, le=100)] = 10
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _begins_first(self) -> Self:
        if self.ends < self.begins:
            raise ValueError("结束日期早于开始日期 / it ends before it begins")
        return self

    def indicator(self, key: str) -> Indicator:
        """The indicator of a key. Raises KeyError."""
        return next((each for each in self.indicators if each.key == key), None) or _none(key)

    def days(self, year: int) -> tuple[date, date]:
        """The first and the last day of it in a year."""
        return date.fromisoformat(f"{year}-{self.begins}"), date.fromisoformat(f"{year}-{self.ends}")

    @property
    def sources(self) -> frozenset[Source]:
        """What has to be read for it."""
        return frozenset(each.source for each in self.indicators if each.done)


def _none(key: str) -> Indicator:
    raise KeyError(key)
