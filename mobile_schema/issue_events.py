"""Knows each thing that can happen to an issue: one frozen model each, past tense.

They are facts: once published, a type never changes its meaning; a new meaning is a new version.
All moments are aware and UTC.
"""

from typing import Literal

from pydantic import AwareDatetime

from xiaohao.mobile_schema.facts import (
    AlertRaised,
    Event,
    EvidenceItem,
    Milestone,
    Obligation,
    Point,
)
from xiaohao.mobile_schema.vocabulary import (
    Category,
    Grade,
    IncidentKind,
    Instrument,
    Level,
    Light,
    ObligationCode,
    RecheckResult,
    ReferralBody,
    Severity,
)


class IssueReported(Event):
    """A finding or an incident came onto the ledger and got its 编号."""

    report_id: str
    finding_index: int
    source: Literal["site_visit", "incident"]
    serial: str
    project_code: str
    region: str
    category: Category
    severity: Severity
    description: str
    measure_proposed: str | None
    incident_kind: IncidentKind | None
    reporter: str
    captured_at: AwareDatetime
    location: Point | None
    attachments: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


class IssueAssigned(Event):
    """交办: a responsible unit has it, and its clocks run under a frozen policy version."""

    unit_id: str
    supervising_region: str
    supervising_level: Level
    rule: str
    policy: str
    policy_version: int
    obligations: tuple[Obligation, ...]


class IssueTriaged(Event):
    """No routing rule matched: it waits for a person, on a clock of its own."""

    reason: str
    policy: str
    policy_version: int
    obligations: tuple[Obligation, ...]
    supervising_region: str | None = None
    supervising_level: Level | None = None


class IssueDeclined(Event):
    """退回: the unit said it is not its own; it waits for a new unit on the triage clock."""

    reason: str
    obligations: tuple[Obligation, ...]


class IssueAccepted(Event):
    """签收: the unit signed and named its person."""

    person_id: str
    person_name: str


class PlanFiled(Event):
    """倒排工期: the milestones, in date order."""

    milestones: tuple[Milestone, ...]


class ProgressReported(Event):
    """反馈: what was done."""

    note: str
    measures: str | None
    percent: int | None
    attachments: tuple[str, ...] = ()


class ClosureRequested(Event):
    """申请销号: the unit says it is solved, with evidence; the clock to verify it starts."""

    statement: str
    evidence: tuple[EvidenceItem, ...]
    obligations: tuple[Obligation, ...]


class RecheckRecorded(Event):
    """复核: someone looked; `report_id` when it came from a site visit."""

    result: RecheckResult
    on_site: bool
    note: str | None
    report_id: str | None


class IssueClosed(Event):
    """销号: struck off with a grade."""

    grade: Grade
    note: str | None


class ClosureReturned(Event):
    """不合格: the request was returned, and why."""

    reasons: tuple[str, ...]


class IssueReopened(Event):
    """反弹: a struck-off problem came back, with clocks of its own."""

    reason: str
    obligations: tuple[Obligation, ...]


class IssueVoided(Event):
    """误报: taken off the ledger as reported in error."""

    reason: str


class ReferralLogged(Event):
    """移送: the allegation was referred to a body; nothing is said about its outcome."""

    body: ReferralBody
    referred_at: AwareDatetime
    case_number: str | None


class EscalationFired(Event):
    """督办升级: a ladder step fell due and its alerts were raised. `due_at` is the step's, lateness in ms."""

    obligation: ObligationCode
    round: int
    step: str
    occurrence: int
    light: Light
    instrument: Instrument
    due_at: AwareDatetime
    late_ms: int
    alerts: tuple[AlertRaised, ...]


class AlertAcknowledged(Event):
    """A recipient confirmed an alert: its repeats end, the clock goes on."""

    alert_id: str
    obligation: ObligationCode
    round: int
    step: str
    occurrence: int
