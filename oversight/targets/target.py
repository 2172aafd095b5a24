"""Knows a target of a year as data: its value, who leads it, and how far it should be by each month."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from ledger.groundwork.yaml_lines import YamlFile

Value = Annotated[Decimal, Field(ge=-(10**12), le=10**12, decimal_places=2)]
MonthNumber = Annotated[int, Field(ge=1, le=12)]
Code = Annotated[str, Field(pattern=r"^[A-Z][0-9A-Za-z-]{0,39}$")]


class Target(BaseModel):
    """`kind`: a `total` grows from zero through the year, a `rate` is compared with the same value in every month.
    `path` gives what should be reached at the end of some months, in a straight line between them. `computed` is
    counted from projects' figures where there are any: `conversion`, how many of those in reserve were begun."""

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
    computed: Literal["conversion"] | None = None


class TargetsOfAYear(BaseModel):
    """The file of a year."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    year: Annotated[int, Field(ge=2000, le=2100)]
    targets: tuple[Target, ...]


@cache
def shipped_targets() -> Mapping[int, Mapping[str, Target]]:
    """The targets of each year, by their codes, in the order of the notice."""
    folder = resources.files("oversight.targets") / "years"
    files = sorted((each.name, each) for each in folder.iterdir() if each.name.endswith(".yaml"))
    years = [YamlFile(each.read_text(encoding="utf-8")).parse(TargetsOfAYear) for _, each in files]
    return MappingProxyType({one.year: MappingProxyType({each.code: each for each in one.targets}) for one in years})
