"""Knows what the answers look like, for OpenAPI: the routes build plain data, and tests hold them to these models."""

from datetime import UTC, date, datetime
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from xiaohao.ledger.registry import PostCode
from xiaohao.mobile_schema.facts import Code, EventActor
from xiaohao.mobile_schema.vocabulary import (
    Category,
    Instrument,
    Level,
    Light,
    Role,
    Severity,
    State,
)


class View(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(extra="forbid")


class FaultView(View):
    path: str = Field(examples=["$.findings[0].category"])
    message: str
    type: str


class ProblemView(BaseModel):
    """RFC 9457; further members carry the facts that help to do better, such as `allowed` or `version`."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:xiaohao:problem:wrong-state",
                    "title": "Conflict",
                    "status": 409,
                    "detail": "问题处于 closed 状态,不能执行 accept / accept is not allowed in state closed",
                    "faults": [],
                    "state": "closed",
                    "allowed": ["reopen"],
                }
            ]
        },
    )

    type: str
    title: str
    status: int
    detail: str
    faults: list[FaultView]


class IssueRef(View):
    id: str
    serial: str


class RecheckOutcome(View):
    """What became of one recheck of a visit; `refused` says why it did not count."""

    issue_id: str
    serial: str | None = None
    refused: str | None


class TakenReceipt(View):
    """The broker has the report; `in_ledger` when a report that came again is on the ledger already."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "report_id": "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57",
                    "status": "waiting",
                    "received_at": "2025-03-02T01:20:01.123+00:00",
                    "sha256": "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9",
                }
            ]
        }
    )

    report_id: str
    status: Literal["waiting", "in_ledger"]
    received_at: AwareDatetime
    sha256: str


class ReceiptView(View):
    """What became of a report. `reason`, `detail` and `faults` come with "refused"; the rest with the other two."""

    report_id: str
    status: Literal["waiting", "in_ledger", "refused"]
    received_at: AwareDatetime | None = None
    sha256: str | None = None
    issues: list[IssueRef]
    flags: list[str]
    rechecks: list[RecheckOutcome]
    reason: str | None = None
    detail: str | None = None
    faults: list[FaultView] | None = None


class SyncResult(View):
    """The answer for one report of the queue; a refused, conflicting or untaken one says why."""

    index: int
    report_id: str | None
    status: Literal["accepted", "already", "conflict", "refused", "unavailable"]
    problem: ProblemView | None = None


class SyncAnswer(View):
    results: list[SyncResult]


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
    project_code: str
    region: str
    unit_id: str | None
    person_id: str | None
    person_name: str | None
    supervising_region: str | None
    supervising_level: Level | None
    flags: list[str]
    reported_at: AwareDatetime
    updated_at: AwareDatetime


class IssuePage(View):
    items: list[IssueSummary]
    next_cursor: str | None


class EventView(View):
    """One event; `data` is as the published schema named like `type` says."""

    version: int
    type: str = Field(examples=["issue.accepted.v1"])
    at: AwareDatetime
    actor: EventActor
    data: dict[str, object]


class History(View):
    items: list[EventView]


class AlertView(View):
    """One alert (督办提醒) to one recipient, and whether it was acknowledged. `vacant_posts` are those it passed by.

    A policy names its obligations, steps and lights itself; `light_zh` and `light_en` are the light's word. `deferred`
    says what the step had to wait for, `channels` which ways its policy sends it, in order.
    """

    id: str
    issue_id: str
    serial: str
    project_code: str
    obligation: Code
    round: int
    policy: str
    policy_version: int
    step: Code
    occurrence: int
    light: Code
    light_zh: str
    light_en: str
    instrument: Instrument
    due_at: AwareDatetime
    late_ms: int
    recipient_person_id: str | None
    recipient_post: str
    recipient_level: Level | None
    recipient_region: str
    text_zh: str
    text_en: str
    vacant_posts: list[str]
    channels: list[str]
    deferred: str | None
    fired_at: AwareDatetime
    acknowledged_at: AwareDatetime | None
    acknowledged_by: str | None


def alert_view(document: dict[str, Any]) -> dict[str, Any]:
    """An alert as it is answered. Raises KeyError when the document is none."""
    return {name: document["_id"] if name == "id" else document[name] for name in AlertView.model_fields}


class AlertPage(View):
    items: list[AlertView]
    next_cursor: str | None


class PersonView(View):
    """Whom the token speaks for."""

    id: str
    name: str
    role: Role
    role_label: str
    unit_id: str | None
    region: str
    level: Level | None
    sample: bool


class ProjectView(View):
    code: str
    name_zh: str
    name_en: str
    level: Level
    region: str
    regions: list[str]
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

    `open_issues` counts the open issues with an alert that was passed by it.
    """

    post: PostCode
    place: str = Field(examples=["140105", "140105-approval"])
    region: str
    name_zh: str
    name_en: str
    since: date | None
    open_issues: int
    passes_to: StandInView | None


class VacancyPage(View):
    items: list[VacancyView]
    next_cursor: str | None


class ClockView(View):
    """The ledger's time; `next_due_at` is when the next step of any ladder falls due."""

    now: AwareDatetime
    kind: Literal["system", "movable"]
    next_due_at: AwareDatetime | None


class ClockSetting(BaseModel):
    """Where to move the clock to."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"now": "2026-04-01T08:00:00+08:00"}]})

    # Dates far off would leave no room for deadlines after them, and stop every process.
    now: AwareDatetime = Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2200, 1, 1, tzinfo=UTC))


class AttachmentView(View):
    sha256: str
    media_type: str
    bytes: int


class Readiness(View):
    """Which parts answer; `workers` counts the stream workers that live and read partitions.

    `instance` is what XIAOHAO_INSTANCE says to this process, empty without it.
    """

    ready: bool
    mongo: bool
    kafka: bool
    workers: int
    instance: str
