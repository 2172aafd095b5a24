"""Knows the shapes of entries about where things are and who answers there: regions, townships, units, zones."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from ledger.registry.days import LocalDay
from mobile_schema.vocabulary import Level

_STRICT = ConfigDict(extra="forbid")
_Count = Annotated[int, Field(ge=0, le=1_000_000)]


@dataclass(frozen=True, slots=True)
class Region:
    """行政区划: a province, city or county of GB/T 2260. `full_name_zh` names a county with its city."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    code: str
    level: Level
    name_zh: str
    name_en: str
    full_name_zh: str = ""


@dataclass(frozen=True, slots=True)
class Township:
    """乡镇街道: a town, township or street below a county, by nine digits of which the first six are the county's."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    code: Annotated[str, Field(pattern=r"^[0-9]{9}$")]
    name_zh: str
    name_en: str = ""
    kind: Literal["town", "township", "street"] = "town"
    retired_on: LocalDay | None = None

    @property
    def region(self) -> str:
        """The county that it lies in."""
        return self.code[:6]


@dataclass(frozen=True, slots=True)
class Unit:
    """责任单位: a bureau in a region, or whatever else answers for issues there.

    Routing finds it by its `region` and `bureau`; without one only people hand it anything. `leads` and `shares` are
    the notice's items (T12) that name it first and after the first. One that was split or merged into others says which
    (`succeeded_by`); who had it retired, it keeps its name.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    id: str
    bureau: str
    region: str
    level: Level
    name_zh: str
    name_en: str
    leads: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    kind: Literal["bureau", "government", "township", "zone", "enterprise", "other"] = "bureau"
    parent: str | None = None
    zone: str | None = None
    township: str | None = None
    phone: str | None = None
    retired_on: LocalDay | None = None
    succeeded_by: tuple[str, ...] = ()

    @property
    def called(self) -> frozenset[str]:
        """How it is named: forms write its id, tables one of its names."""
        return frozenset({self.id, self.name_zh, self.name_en})


@dataclass(frozen=True, slots=True)
class ZoneTarget:
    """How many new projects a year, of at least (and at most) so many 亿元 of investment."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    projects: _Count
    at_least: _Count
    at_most: _Count | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """开发区: a development zone, which GB/T 2260 does not know; it lies in the city or county `region`.

    `tier`: one of the 重点开发区 (key), or any other of the province's (省级); None where nobody said, as of what
    was kept before there were tiers.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    id: str
    name_zh: str
    name_en: str
    region: str
    targets: tuple[ZoneTarget, ...] = ()
    retired_on: LocalDay | None = None
    tier: Literal["key", "provincial"] | None = None


def unit_id(region: str, bureau: str) -> str:
    """The id of a bureau's unit in a region, for example `140105-natural-resources`."""
    return f"{region}-{bureau}"
