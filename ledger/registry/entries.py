"""Knows the shape of each entry of the registry; all of them are plain, frozen facts."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from ledger.registry.days import LocalDay
from mobile_schema.fields import ProjectCode
from mobile_schema.vocabulary import Category, Level, Role, Severity

_STRICT = ConfigDict(extra="forbid")
_LevelOrOwn = Literal["county", "city", "province", "own"]
_Count = Annotated[int, Field(ge=0, le=1_000_000)]
_Order = Annotated[int, Field(ge=-1_000_000_000, le=1_000_000_000)]
"""Between what every database and every spreadsheet keeps as a whole number."""


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

    Routing finds it by its `bureau`; without one only people hand it anything. `leads` and `shares` are the notice's
    items (T12) that name it first and after the first. One that was split or merged into others says which
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


@dataclass(frozen=True, slots=True)
class Project:
    """项目: `regions` are all it crosses, `region` (the first) is the one it is filed under."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    code: ProjectCode
    name_zh: str
    name_en: str
    level: Level
    regions: Annotated[tuple[str, ...], Field(min_length=1)]
    code_is_sample: bool = False
    sample: bool = False
    sector: str | None = None
    stage: Literal["advance", "continued", "new", "preliminary", "finishing"] | None = None
    placed_by: Literal["name", "site", "course", "nowhere"] | None = None
    lead_unit: str | None = None
    zone: str | None = None
    notice_item: str | None = None
    retired_on: LocalDay | None = None

    @property
    def region(self) -> str:
        """The region it is filed under."""
        return self.regions[0]


@dataclass(frozen=True, slots=True)
class ZoneTarget:
    """How many new projects a year, of at least (and at most) so many 亿元 of investment."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    projects: _Count
    at_least: _Count
    at_most: _Count | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """开发区: a development zone, which GB/T 2260 does not know; it lies in the city or county `region`."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    id: str
    name_zh: str
    name_en: str
    region: str
    targets: tuple[ZoneTarget, ...] = ()
    retired_on: LocalDay | None = None


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """销号材料: one kind of evidence that striking off may demand; as a `photo`, only a stored picture shows it."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    code: str
    name_zh: str
    name_en: str
    photo: bool = False


@dataclass(frozen=True, slots=True)
class CategoryEntry:
    """问题类别: the evidence that striking off demands, and the bureau that leads by the notice's item `source`.

    Without a bureau nobody can know whose it is before reading it. A category of the office's own has a name here;
    those that ship have theirs in `mobile_schema.labels`, unless the office calls them something else.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    code: Category
    evidence: Annotated[tuple[str, ...], Field(min_length=1)]
    bureau: str | None = None
    source: str | None = None
    name_zh: str | None = None
    name_en: str | None = None


@dataclass(frozen=True, slots=True)
class RoutingRule:
    """分派规则: one rule as written; the one of the lowest `order` that matches wins.

    `bureau` overrides the category's own lead; `own` is the matter's own level. What is not named is not asked.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    id: str
    lead: _LevelOrOwn
    supervise: _LevelOrOwn
    source: str
    order: _Order = 0
    categories: tuple[Category, ...] = ()
    severity: Severity | None = None
    level: Level | None = None
    within: str | None = None
    bureau: str | None = None
    retired_on: LocalDay | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """请假、外出: from one local day to another, both included; a post held by someone absent passes on."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    since: LocalDay
    until: LocalDay
    reason: str


@dataclass(frozen=True, slots=True)
class Duty:
    """职责: one role of a person, and where; `level` is given for supervisors only."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    role: Role
    region: str
    unit_id: str | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who may act, until the day they left.

    `level` is given for supervisors only; `also` are further duties beside the first.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    id: str
    name: str
    role: Role
    unit_id: str | None
    region: str
    level: Level | None = None
    sample: bool = False
    absences: tuple[Absence, ...] = ()
    also: tuple[Duty, ...] = ()
    title: str | None = None
    phone: str | None = None
    email: str | None = None
    left_on: LocalDay | None = None

    @property
    def duties(self) -> tuple[Duty, ...]:
        """All duties, the first one first."""
        return (Duty(self.role, self.region, self.unit_id, self.level), *self.also)

    def has(self, *roles: Role) -> bool:
        """Whether any duty is of one of these roles."""
        return self.role in roles or any(duty.role in roles for duty in self.also)

    def is_of(self, unit_id: str | None) -> bool:
        """Whether any duty is in this unit."""
        return unit_id is not None and unit_id in (self.unit_id, *(duty.unit_id for duty in self.also))


class PostCode(StrEnum):
    """岗位: the posts that have holders. An issue's responsible person is named on the issue, not here."""

    UNIT_HEAD = "unit_head"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class Holding:
    """任职: someone in a post from one local day to another, both included; a deputy (代理) stands in for others."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    person_id: str
    since: LocalDay | None = None
    until: LocalDay | None = None
    deputy: bool = False


def _as_holding(value: Any) -> Any:
    """A bare person id, as files may say it and older registries have it stored: in office without end."""
    return Holding(value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Post:
    """A post in a unit (unit_head) or a region (supervisor). Who holds it on a day is `Catalogue.holder`'s to say."""

    code: PostCode
    place: str
    holders: tuple[Annotated[Holding, BeforeValidator(_as_holding)], ...] = ()

    @property
    def id(self) -> str:
        """For example `unit_head:140105-approval`, `supervisor:140105`."""
        return post_id(self.code, self.place)


def post_id(code: PostCode, place: str) -> str:
    """The id of a post: its code and the unit or region it is in."""
    return f"{code}:{place}"


def unit_id(region: str, bureau: str) -> str:
    """The id of a bureau's unit in a region, for example `140105-natural-resources`."""
    return f"{region}-{bureau}"
