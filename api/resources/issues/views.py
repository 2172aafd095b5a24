"""Knows what a page of issues and a history look like, for OpenAPI; tests hold the answers to these."""

from typing import Literal

from pydantic import AwareDatetime, Field

from api.http.views import View
from api.shown.ahead import WhoIsTold
from mobile_schema.events.facts import EventActor, Point
from mobile_schema.vocabulary import Category, Level, Light, Severity, State, VoidCause


class Named(View):
    name_zh: str
    name_en: str | None


class LineNames(View):
    """What the ids of a line are called now; null of what the registry does not know."""

    state: Named
    category: Named
    region: Named | None
    unit: Named | None
    project: Named | None


class LineClock(View):
    """One clock (时限节点) and how it stands."""

    code: str
    round: int
    title_zh: str
    title_en: str
    due_at: AwareDatetime
    condition: Literal["running", "overdue", "resting", "merged", "satisfied", "cancelled", "extended"]


class NextStep(View):
    """What fires next if nothing happens, when, and to whom as of now."""

    obligation: str
    step: str
    at: AwareDatetime
    title_zh: str
    title_en: str
    light: str | None
    light_zh: str | None
    light_en: str | None
    to: list[WhoIsTold]


class IssueSummary(View):
    """One line of the ledger. `next_step` is null where nothing fires, `location` where the report had none."""

    id: str
    serial: str
    version: int
    state: State
    light: Light
    due_at: AwareDatetime | None
    source: str
    category: Category
    severity: Severity
    description: str
    project_code: str | None
    region: str
    location: Point | None
    unit_id: str | None
    person_id: str | None
    person_name: str | None
    supervising_region: str | None
    supervising_level: Level | None
    flags: list[str]
    works_stopped: bool
    reported_at: AwareDatetime
    updated_at: AwareDatetime
    closed_at: AwareDatetime | None
    archived: bool
    void_cause: VoidCause | None = None
    names: LineNames
    clocks: list[LineClock]
    next_step: NextStep | None


class MarksView(View):
    """`total` is the length of the list, `cursors` stand `every` lines apart: with a `bound` only in the first so many
    lines."""

    total: int
    every: int
    cursors: list[str]
    bound: int | None = None


class IssuePage(View):
    """`jump` is there with `q`: the id of the issue whose 编号 that is."""

    items: list[IssueSummary]
    next_cursor: str | None
    jump: str | None = None


class UnitName(View):
    name_zh: str
    name_en: str


class EventView(View):
    """One event; `data` is as the published schema named like `type` says; `units` it names, as they were called then
    (null: the registry does not know it); `persons` who did it or are named in it, as they are called now."""

    version: int
    type: str = Field(examples=["issue.accepted.v1"])
    at: AwareDatetime
    actor: EventActor
    data: dict[str, object]
    units: dict[str, UnitName | None]
    persons: dict[str, str]


class History(View):
    items: list[EventView]
