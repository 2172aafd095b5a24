"""Knows a target of a year as data: its value, who leads it, and how far it should be by each month."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Annotated, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ledger.figures.chosen import ProgrammeWord
from ledger.groundwork.yaml_lines import YamlFile
from ledger.mongo.rule_files.kinds import RuleKind, texts_in
from ledger.registry.entries import Zone
from oversight.ranking.rule import VersionText

Value = Annotated[Decimal, Field(ge=-(10**12), le=10**12, decimal_places=2)]
MonthNumber = Annotated[int, Field(ge=1, le=12)]
Code = Annotated[str, Field(pattern=r"^[A-Z][0-9A-Za-z-]{0,39}$")]


class BegunInZones(BaseModel):
    """新开工: how many projects begun this year there are in the zone of these (by id, or all of a tier) that has the
    fewest, of a whole investment of more than `above`, from `at_least`, up to `at_most` 亿元, in all of `programmes`:
    the notice counts transition projects (转型项目).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    zones: Literal["key", "provincial"] | Annotated[tuple[str, ...], Field(min_length=1, max_length=200)]
    above: Value | None = None
    at_least: Value | None = None
    at_most: Value | None = None
    programmes: tuple[ProgrammeWord, ...] = ()

    def is_of(self, zone: Zone) -> bool:
        """Whether a zone is one of them."""
        return zone.tier == self.zones if isinstance(self.zones, str) else zone.id in self.zones


class Target(BaseModel):
    """`kind`: a `total` grows from zero through the year, a `rate` is compared with the same value in every month.
    `path` gives what should be reached at the end of some months, in a straight line between them. `computed` is
    counted from projects' figures where there are any: `conversion`, how many of those in reserve were begun; or how
    many were begun in development zones."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    item: str
    name_zh: str
    name_en: str
    unit_id: str
    kind: Literal["total", "rate"]
    measure: str
    value: Value
    path: Mapping[MonthNumber, Value] = {}
    computed: Literal["conversion"] | BegunInZones | None = None


class TargetsOfAYear(BaseModel):
    """The file of a year: each code once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    year: Annotated[int, Field(ge=2000, le=2100)]
    version: VersionText
    targets: Annotated[tuple[Target, ...], Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _each_code_once(self) -> Self:
        codes = [each.code for each in self.targets]
        if len(set(codes)) < len(codes):
            raise ValueError("目标代码重复 / a code stands twice")
        return self

    def by_code(self) -> Mapping[str, Target]:
        """The targets by their codes, in the order of the notice."""
        return MappingProxyType({each.code: each for each in self.targets})


def parse_targets(text: str) -> TargetsOfAYear:
    """The targets of a year from their YAML. Raises DataFileRefused."""
    return YamlFile(text).parse(TargetsOfAYear)


def _texts() -> list[str]:
    return texts_in(resources.files("oversight.targets") / "years")


TARGETS: Final = RuleKind("target", parse_targets, lambda targets: (str(targets.year), targets.version), _texts)


@cache
def shipped_targets() -> Mapping[int, Mapping[str, Target]]:
    """The targets of each year, by their codes, in the order of the notice."""
    return MappingProxyType({each.year: each.by_code() for each in map(parse_targets, _texts())})
