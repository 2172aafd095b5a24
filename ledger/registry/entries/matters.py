"""Knows the shapes of entries about what is inspected and who is given it: projects, categories, evidence, rules."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from ledger.registry.days import LocalDay
from mobile_schema.fields import ProjectCode
from mobile_schema.vocabulary import Category, Level, Severity

_STRICT = ConfigDict(extra="forbid")
_LevelOrOwn = Literal["county", "city", "province", "own"]
_Order = Annotated[int, Field(ge=-1_000_000_000, le=1_000_000_000)]
"""Between what every database and every spreadsheet keeps as a whole number."""
_Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
_Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]


@dataclass(frozen=True, slots=True)
class Project:
    """项目: `regions` are all it crosses, `region` (the first) is the one it is filed under.

    `latitude` and `longitude` (WGS-84, degrees) are one point of it, such as its gate: two columns that a clerk fills
    in a table, where a place would be a text that each writes in another way.

    `due_start`, `due_complete` and `due_produce` are the days planned for its start, completion and production,
    `leader` is its lead leader (包联领导) in words, `key_project` and `transition` say whether it is a 重点工程, a
    转型项目. What its last figure says of them goes before.
    """

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
    latitude: _Latitude | None = None
    longitude: _Longitude | None = None
    due_start: LocalDay | None = None
    due_complete: LocalDay | None = None
    due_produce: LocalDay | None = None
    leader: Annotated[str, Field(max_length=200)] | None = None
    key_project: bool | None = None
    transition: bool | None = None

    def __post_init__(self) -> None:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("经度与纬度须一并给出 / give latitude and longitude both, or neither")

    @property
    def region(self) -> str:
        """The region it is filed under."""
        return self.regions[0]

    @property
    def location(self) -> dict[str, float] | None:
        """Where it is; None where nobody said."""
        if self.latitude is None or self.longitude is None:
            return None
        return {"latitude": self.latitude, "longitude": self.longitude}


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
    those that ship have theirs in `mobile_schema.labels`, unless the office calls them something else. One that was
    retired is none to choose, and its issues keep it.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    code: Category
    evidence: Annotated[tuple[str, ...], Field(min_length=1)]
    bureau: str | None = None
    source: str | None = None
    name_zh: str | None = None
    name_en: str | None = None
    retired_on: LocalDay | None = None


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
