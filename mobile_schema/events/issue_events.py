"""Knows each thing that can happen to an issue: one frozen model each, past tense.

They are facts: once published, a type never changes its meaning; a new meaning is a new version.
All moments are aware and UTC.
"""

from typing import Literal

from pydantic import AwareDatetime

from mobile_schema.events.facts import AlertRaised, Code, Event, EvidenceItem, Milestone, Obligation, Point
from mobile_schema.vocabulary import (
    Category,
    Grade,
    IncidentKind,
    Instrument,
    Level,
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
    works_stopped: bool = False


class IssueAssigned(Event):
    """交办: a unit has it, others (配合单位) support it, and its clocks run under a frozen policy version."""

    unit_id: str
    supervising_region: str
    supervising_level: Level
    rule: str
    policy: str
    policy_version: int
    supporting_unit_ids: tuple[str, ...] = ()


class IssueTriaged(Event):
    """No routing rule matched: it waits for a person, on a clock of its own."""

    reason: str
    policy: str
    policy_version: int
    supervising_region: str | None = None
    supervising_level: Level | None = None


class IssueDeclined(Event):
    """退回: the unit said it is not its own; it waits for a new unit on the triage clock."""

    reason: str


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
    works_resumed: bool = False


class ClosureRequested(Event):
    """申请销号: the unit says it is solved, with evidence; the clock to verify it starts."""

    statement: str
    evidence: tuple[EvidenceItem, ...]


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


class IssueVoided(Event):
    """误报: taken off the ledger as reported in error."""

    reason: str


class ReferralLogged(Event):
    """移送: the allegation was referred to a body; nothing is said about its outcome."""

    body: ReferralBody
    referred_at: AwareDatetime
    case_number: str | None


class ExtensionRequested(Event):
    """申请延期: the unit asks for a later deadline, and says why."""

    obligation: Code
    due_at: AwareDatetime
    reason: str


class ExtensionApproved(Event):
    """延期: a new deadline beside the original, which stands."""

    obligation: Code
    due_at: AwareDatetime
    original_due_at: AwareDatetime
    note: str | None


class ExtensionRefused(Event):
    """The deadline stays, and why."""

    reason: str


class SuspensionRequested(Event):
    """申请挂起: the unit asks that the clocks rest until a moment, and says why."""

    reason: str
    until: AwareDatetime


class SuspensionRefused(Event):
    """The clocks go on, and why."""

    reason: str


class IssueSuspended(Event):
    """挂起: the clocks rest, each with the time it has left, until that moment or an earlier resumption."""

    reason: str
    until: AwareDatetime


class IssueResumed(Event):
    """恢复: the clocks run on with the time they had left, counted from `resumed_at`."""

    resumed_at: AwareDatetime
    reason: str | None = None


class IssueMerged(Event):
    """并案: a duplicate of another issue, whose fate it shares until it is parted again."""

    into: str
    into_serial: str
    reason: str


class DuplicateAbsorbed(Event):
    """并案: a duplicate was merged into this issue; where its clock was earlier, that one is kept."""

    issue_id: str
    serial: str
    adopted: tuple[Obligation, ...]


class IssueParted(Event):
    """撤销并案: no duplicate after all; every clock is as it would have been."""

    reason: str


class DuplicateReleased(Event):
    """撤销并案: what was merged into this issue stands for itself again; this one's clocks are its own."""

    issue_id: str
    serial: str


class PolicyMoved(Event):
    """The issue moved to another policy version; `clocks` says what that did."""

    policy: str
    policy_version: int
    reason: str


class ClocksRecomputed(Event):
    """A year's working days were published: what was provisional is so no more."""

    calendar: str


class _OfStep(Event):
    """What identifies a step of the ladder on its issue."""

    obligation: Code
    round: int
    policy: str
    policy_version: int
    step: Code
    occurrence: int


class EscalationFired(_OfStep):
    """督办升级: a ladder step fell due and its alerts were raised. `due_at` is the step's, lateness in ms.

    `deferred` names what it had to wait for. `channels` are those the step names, in order.
    """

    light: Code
    light_zh: str
    light_en: str
    instrument: Instrument
    due_at: AwareDatetime
    late_ms: int
    alerts: tuple[AlertRaised, ...]
    channels: tuple[str, ...] = ()
    deferred: str | None = None


class EscalationDeferred(_OfStep):
    """A step fell due in hours that its policy keeps quiet: it fires at `until`."""

    due_at: AwareDatetime
    until: AwareDatetime
    reason: Literal["quiet_hours"]


class EscalationFailed(_OfStep):
    """A step fell due and there was nobody to tell, up to the province."""

    due_at: AwareDatetime
    late_ms: int
    reason: Literal["nobody"]
    vacant_posts: tuple[str, ...]


class AlertAcknowledged(Event):
    """A recipient confirmed an alert: its repeats end, the clock goes on."""

    alert_id: str
    obligation: Code
    round: int
    step: Code
    occurrence: int
