"""Knows what a page of issues and a history look like, for OpenAPI; tests hold the answers to these."""

from pydantic import AwareDatetime, Field

from api.http.views import View
from mobile_schema.events.facts import EventActor
from mobile_schema.vocabulary import Category, Level, Light, Severity, State


class IssueSummary(View):
    """One line of the ledger."""

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
    unit_id: str | None
    person_id: str | None
    person_name: str | None
    supervising_region: str | None
    supervising_level: Level | None
    flags: list[str]
    works_stopped: bool
    reported_at: AwareDatetime
    updated_at: AwareDatetime
    archived: bool


class IssuePage(View):
    items: list[IssueSummary]
    next_cursor: str | None


class UnitName(View):
    name_zh: str
    name_en: str


class EventView(View):
    """One event; `data` is as the published schema named like `type` says; `units` it names, as they were called then
    (null: the registry does not know it)."""

    version: int
    type: str = Field(examples=["issue.accepted.v1"])
    at: AwareDatetime
    actor: EventActor
    data: dict[str, object]
    units: dict[str, UnitName | None]


class History(View):
    items: list[EventView]
