"""Knows what the registry's answers look like, for OpenAPI."""

from datetime import date

from pydantic import Field

from api.http.views import View
from ledger.registry.entries import PostCode
from mobile_schema.events.facts import Point
from mobile_schema.vocabulary import Category, Level, Role


class ListedPerson(View):
    """Someone to choose."""

    id: str
    name: str
    title: str | None
    role: Role
    unit_id: str | None
    region: str
    level: Level | None


class ListedPersonPage(View):
    items: list[ListedPerson]
    next_cursor: str | None


class ProjectView(View):
    """A project; `location` is one point of it, null where the registry has none."""

    code: str
    name_zh: str
    name_en: str
    level: Level
    region: str
    regions: list[str]
    location: Point | None
    code_is_sample: bool
    sample: bool


class ProjectPage(View):
    items: list[ProjectView]
    next_cursor: str | None


class UnitView(View):
    id: str
    name_zh: str
    name_en: str
    bureau: str
    level: Level
    region: str


class UnitPage(View):
    items: list[UnitView]
    next_cursor: str | None


class RegionView(View):
    """`full_name_zh` names a county with its city; empty where that is not needed."""

    code: str
    level: Level
    name_zh: str
    name_en: str
    full_name_zh: str


class RegionPage(View):
    items: list[RegionView]
    next_cursor: str | None


class EvidenceView(View):
    """A kind of evidence (销号材料); as a `photo`, only a stored picture shows it."""

    code: str
    name_zh: str
    name_en: str
    photo: bool


class CategoryView(View):
    """A problem category (问题类别), and the evidence that striking off demands."""

    code: Category
    name_zh: str
    name_en: str
    evidence: list[EvidenceView]


class CategoryList(View):
    items: list[CategoryView]


class StandInView(View):
    """Who is told in place of an empty post: the next supervisor up, perhaps a deputy (代理)."""

    person_id: str
    person_name: str
    post: PostCode
    level: Level
    region: str
    deputy: bool


class VacancyView(View):
    """An empty post. `since` is null when nobody is known to have held it, `passes_to` when nobody is there above.

    `open_issues` counts the open issues with an alert that was passed by it, or that a routing rule or a person meant
    for the unit; `nobody`: the whole unit has no one there, so that it is routed nothing.
    """

    post: PostCode
    place: str = Field(examples=["140105", "140105-approval"])
    region: str
    name_zh: str
    name_en: str
    since: date | None
    nobody: bool
    open_issues: int
    passes_to: StandInView | None


class VacancyPage(View):
    items: list[VacancyView]
    next_cursor: str | None
