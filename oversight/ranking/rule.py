"""Knows the shape of a ranking rule: who is compared by what, what stands apart, how places and lists are made."""

from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from ledger.figures.chosen import Projects
from mobile_schema.vocabulary import Level
from oversight.bulletins.wording.shape import ComparisonText, Wording
from oversight.ranking.formulas import formula
from oversight.ranking.periods import PeriodKind

MONEY: Final = {"亿元": 10**10, "万元": 10**6, "元": 100}
"""How many 分 one of each is."""
SEQUENCES: Final[dict[str, dict[str, Any]]] = {
    "县": {"name_en": "Counties", "ends": ["县"]},
    "市": {"name_en": "Cities", "ends": ["市"]},
    "区": {"name_en": "Districts", "ends": ["区"]},
    "开发区": {"name_en": "Development zones", "zones": "all"},
}
"""The sequences that are known by their names."""

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Named = Annotated[str, Field(min_length=1, max_length=60)]
Share = Annotated[Decimal, Field(ge=-1000, le=1000)]


def _formula(text: str) -> str:
    formula(text)
    return text


def _texts_of_numbers(value: Any) -> Any:
    """A version such as 2019.1 is a text, though YAML reads a number."""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


FormulaText = Annotated[str, BeforeValidator(_texts_of_numbers), AfterValidator(_formula)]
VersionText = Annotated[str, BeforeValidator(_texts_of_numbers), Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z.-]{0,19}$")]


class Part(BaseModel):
    """A part of a rule: frozen, no unknown key."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PeriodPart(Part):
    """Which span ends with the period asked for; figures are cumulative from January on."""

    kind: PeriodKind = "month-to-date"


class Subjects(Part):
    """Who is compared: regions of a level, or units."""

    by: Literal["region", "unit"] = "region"
    level: Level = Level.CITY


class Separate(Part):
    """What stands in a row of its own and under no subject, such as 跨市."""

    name: Named
    name_en: Named | None = None
    when: ComparisonText


class Exclude(Part):
    """Projects of a status that are counted apart: they are in no rate."""

    status: Named
    show_as: Named | None = None
    show_as_en: Named | None = None


class Indicator(Part):
    """One number of a subject: a sum (`of`), that over another (`over`, in the unit), a count, a median, a formula of
    those. `identity` is what must hold between them; it is told where it does not.
    """

    key: Key
    name: Named
    name_en: Named | None = None
    of: Key | None = None
    over: Key | None = None
    count: Key | None = None
    median: Key | None = None
    formula: FormulaText | None = None
    identity: ComparisonText | None = None
    unit: Annotated[str, Field(max_length=12)] = ""
    decimals: Annotated[int, Field(ge=0, le=6)] = 0
    better: Literal["high", "low"] = "high"

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        said = [name for name in ("of", "count", "median", "formula") if getattr(self, name) is not None]
        if len(said) != 1:
            raise ValueError("of、count、median、formula 须恰写一个 / exactly one of of, count, median, formula")
        if self.over is not None and self.of is None and self.count is None:
            raise ValueError("over 只与 of 或 count 同用 / over goes with of or count alone")
        return self


class Point(Part):
    """Points that are given where `when` holds, at most so many."""

    give: FormulaText
    when: ComparisonText | None = None
    most: Share | None = None


class Score(Part):
    """By what the order is made: an indicator, weights of several, or points."""

    sort: Key | None = None
    weights: dict[Key, Share] | None = None
    points: tuple[Point, ...] | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if sum(each is not None for each in (self.sort, self.weights, self.points)) != 1:
            raise ValueError("sort、weights、points 须恰写一个 / exactly one of sort, weights, points")
        return self


class Sequence(Part):
    """Subjects that are ranked among themselves: regions whose name ends so, or that are named; or development zones,
    all of them or those of a tier. Of a name that is known (`SEQUENCES`) the name alone may stand there.
    """

    name: Named
    name_en: Named | None = None
    ends: tuple[Named, ...] = ()
    regions: tuple[Named, ...] = ()
    zones: Literal["all", "key", "provincial"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _known_by_its_name(cls, value: Any) -> Any:
        said = {"name": value} if isinstance(value, str) else value
        if not isinstance(said, dict) or not said.keys() <= {"name", "name_en"}:
            return said
        if (name := said.get("name")) in SEQUENCES:
            return {"name": name, **SEQUENCES[name], **said}
        known = "、".join(SEQUENCES)
        raise ValueError(
            f"没有序列“{name}”,可写 {known},或写明 ends、regions 或 zones / "
            f"no sequence is called so: {known}, or say its ends, regions or zones"
        )


class Ties(Part):
    """Who shares a place: those of equal value, or of equal printed figure; else the order parts them."""

    place: Literal["shared", "by-order"] = "shared"
    on: Literal["value", "printed"] = "value"
    order: Literal["region_code", "name"] = "region_code"

    @model_validator(mode="before")
    @classmethod
    def _reads_on(cls, value: Any) -> Any:
        """YAML reads the key `on` as a truth."""
        if isinstance(value, dict) and True in value:
            return {("on" if key is True else key): each for key, each in value.items()}
        return value


class ListPart(Part):
    """The first (红榜) or the last (黑榜) so many of those for whom `only_if` holds; an exemption keeps one out."""

    take: Annotated[int, Field(ge=1, le=200)]
    only_if: ComparisonText | None = None
    exempt: Named | None = None


class Lists(Part):
    red: ListPart | None = None
    black: ListPart | None = None


class Exemption(Part):
    """Who is kept out of a list in a period, and why: such as force_majeure."""

    subject: Named
    period: Named
    kind: Named
    reason: Annotated[str, Field(min_length=1, max_length=200)]


class Rule(Part):
    """A ranking rule as people write it (`docs/ranking.md`)."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
    version: VersionText
    title: Annotated[str, Field(max_length=120)] = ""
    title_en: Annotated[str, Field(max_length=120)] | None = None
    about: Annotated[str, Field(max_length=2000)] = ""
    about_en: Annotated[str, Field(max_length=2000)] | None = None
    source: Literal["figures", "issues"] = "figures"
    period: PeriodPart = PeriodPart()
    subjects: Subjects
    projects: Projects = Projects()
    separate: tuple[Separate, ...] = ()
    exclude: tuple[Exclude, ...] = ()
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1, max_length=40)]
    score: Score
    quarters: dict[Annotated[int, Field(ge=1, le=4)], dict[Key, Share]] = {}
    sequences: tuple[Sequence, ...] = ()
    in_zones: Literal["both", "zone"] = "both"
    """Where zones are ranked, what lies in one counts for it and for its region too, or for the zone alone."""
    ties: Ties = Ties()
    lists: Lists = Lists()
    exemptions: tuple[Exemption, ...] = ()
    min_items: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """A subject of fewer projects, or issues, than this is not ranked: small numbers say nothing."""
    min_of: Key | None = None
    """Of which count there must be so many; all projects, or issues, unless it is said."""
    min_subjects: Annotated[int, Field(ge=0, le=10_000)] = 0
    """With fewer subjects than this there are no places at all."""
    bulletin: Wording | None = None
    """What is said of a period (通报); a rule without it makes a ranking alone."""

    @model_validator(mode="after")
    def _chooses_what_it_has(self) -> Self:
        if self.source == "issues" and self.projects != Projects():
            raise ValueError("source: issues 时不能写 projects / projects go with source: figures alone")
        return self

    @property
    def ranks_zones(self) -> bool:
        """Whether development zones are subjects beside the regions."""
        return any(each.zones is not None for each in self.sequences)

    def score_of(self, quarter: int) -> Score:
        """By what the order is made in a quarter."""
        weights = self.quarters.get(quarter)
        return self.score if weights is None else Score(weights=weights)
