"""Knows each thing that can happen to an issue: one frozen model each, past tense.

They are facts: once published, a type never changes its meaning; a new meaning is a new version.
All moments are aware and UTC.
"""

from typing import Final, Literal

from pydantic import AwareDatetime

from mobile_schema.events.facts import (
    AlertRaised,
    Code,
    Deed,
    Event,
    EvidenceItem,
    Milestone,
    Obligation,
    Point,
    StepDone,
    ToldAtOnce,
)
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

BY_HAND: Final = "manual"
"""In the place of a routing rule, where a person gave the issue to its unit."""


class IssueReported(Event):
    """A finding or an incident came onto the ledger and got its 编号."""

    TYPE = "issue.reported.v1"
    TITLE = ("上报", "reported")
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


class IssueAssigned(Deed):
    """交办: a unit has it, others (配合单位) support it, and its clocks run under a frozen policy version.

    `vacant_posts` are the heads of units in which nobody is: those that a routing rule named before, and the one to
    which a person gave it all the same: `unit_head@…`.
    """

    TYPE = "issue.assigned.v1"
    TITLE = ("交办", "assigned")
    unit_id: str
    supervising_region: str
    supervising_level: Level
    rule: str
    policy: str
    policy_version: int
    supporting_unit_ids: tuple[str, ...] = ()
    vacant_posts: tuple[str, ...] = ()


class IssueTriaged(Event):
    """It waits for a person, on a clock of its own: no routing rule names a unit (`no-rule`), or nobody is in any that
    they name (`nobody-there`), whose empty heads are `vacant_posts`.
    """

    TYPE = "issue.triaged.v1"
    TITLE = ("转人工分派", "handed to triage")
    reason: str
    policy: str
    policy_version: int
    supervising_region: str | None = None
    supervising_level: Level | None = None
    vacant_posts: tuple[str, ...] = ()


class IssueDeclined(Deed):
    """退回: the unit said it is not its own; it waits for a new unit on the triage clock."""

    TYPE = "issue.declined.v1"
    TITLE = ("退回", "declined")
    reason: str


class IssueAccepted(Deed):
    """签收: the unit signed and named its person."""

    TYPE = "issue.accepted.v1"
    TITLE = ("签收", "accepted")
    person_id: str
    person_name: str


class PersonChanged(Deed):
    """换人: the unit named another responsible person."""

    TYPE = "person.changed.v1"
    TITLE = ("更换责任人", "responsible person changed")
    person_id: str
    person_name: str
    reason: str


class SupportChanged(Deed):
    """调整配合单位: `supporting_unit_ids` are all that support the lead from now on."""

    TYPE = "support.changed.v1"
    TITLE = ("调整配合单位", "supporting units changed")
    supporting_unit_ids: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    reason: str


class IssueTransferred(Deed):
    """改派: another unit has it, supported as said here, and has yet to sign; the policy stays as it was.

    `dropped` is what was asked for and not answered: the unit that asked has it no more. What becomes of the clocks,
    the policy says: `clocks` is empty of what is kept. `vacant_posts`: its head, where nobody is in the unit.
    """

    TYPE = "issue.transferred.v1"
    TITLE = ("改派", "transferred")
    unit_id: str
    from_unit_id: str
    supporting_unit_ids: tuple[str, ...]
    supervising_region: str
    supervising_level: Level
    reason: str
    dropped: tuple[Literal["closure", "extension", "suspension"], ...] = ()
    vacant_posts: tuple[str, ...] = ()


class PlanFiled(Deed):
    """倒排工期: the milestones, in date order; `late` when the deadline to resolve had passed."""

    TYPE = "plan.filed.v1"
    TITLE = ("报送倒排计划", "plan filed")
    milestones: tuple[Milestone, ...]
    late: bool = False


class ProgressReported(Deed):
    """反馈: what was done."""

    TYPE = "progress.reported.v1"
    TITLE = ("反馈进展", "progress reported")
    note: str
    measures: str | None
    percent: int | None
    works_resumed: bool = False


class ClosureRequested(Deed):
    """申请销号: the unit says it is solved, with evidence; the clock to verify it starts."""

    TYPE = "closure.requested.v1"
    TITLE = ("申请销号", "closure requested")
    statement: str
    evidence: tuple[EvidenceItem, ...]


class RecheckRecorded(ToldAtOnce, Deed):
    """复核、回头看: someone looked, wherever the issue stood; `report_id` when it came from a site visit, `duplicate`
    when a merged issue was looked at, `attachments` the photos of it.

    That a supervisor found it solved is no news to that same one.
    """

    TYPE = "recheck.recorded.v1"
    TITLE = ("复核", "rechecked")
    result: RecheckResult
    on_site: bool
    note: str | None
    report_id: str | None
    duplicate: str | None = None


class IssueClosed(Deed):
    """销号: struck off with a grade."""

    TYPE = "issue.closed.v1"
    TITLE = ("销号", "struck off")
    grade: Grade
    note: str | None


class ClosureReturned(Deed):
    """不合格: the request was returned, and why."""

    TYPE = "closure.returned.v1"
    TITLE = ("不合格退回", "returned")
    reasons: tuple[str, ...]


class IssueReopened(Deed):
    """反弹: a struck-off problem came back, with clocks of its own."""

    TYPE = "issue.reopened.v1"
    TITLE = ("反弹", "reopened")
    reason: str


class IssueVoided(Deed):
    """误报: taken off the ledger as reported in error."""

    TYPE = "issue.voided.v1"
    TITLE = ("认定误报", "voided")
    reason: str


class IssueUnvoided(Deed):
    """撤销作废: no error after all; it stands as it was voided, suspended if its suspension's day has not come yet.

    `clocks.resumed` are the clocks that the voiding ended; what of the time that it was void would have counted is
    given back by `clocks.moved`.
    """

    TYPE = "issue.unvoided.v1"
    TITLE = ("撤销作废", "voiding undone")
    reason: str


class ReferralLogged(Deed):
    """移送: the allegation was referred to a body; nothing is said about its outcome."""

    TYPE = "referral.logged.v1"
    TITLE = ("移送", "referred")
    body: ReferralBody
    referred_at: AwareDatetime
    case_number: str | None


class ExtensionRequested(Deed):
    """申请延期: the unit asks for a later deadline, and says why."""

    TYPE = "extension.requested.v1"
    TITLE = ("申请延期", "extension requested")
    obligation: Code
    due_at: AwareDatetime
    reason: str


class ExtensionApproved(Deed):
    """延期: a new deadline beside the original, which stands."""

    TYPE = "extension.approved.v1"
    TITLE = ("批准延期", "extension approved")
    obligation: Code
    due_at: AwareDatetime
    original_due_at: AwareDatetime
    note: str | None


class ExtensionRefused(Deed):
    """The deadline stays, and why."""

    TYPE = "extension.refused.v1"
    TITLE = ("不予延期", "extension refused")
    reason: str


class SuspensionRequested(Deed):
    """申请挂起: the unit asks that the clocks rest until a moment, and says why."""

    TYPE = "suspension.requested.v1"
    TITLE = ("申请挂起", "suspension requested")
    reason: str
    until: AwareDatetime


class SuspensionRefused(Deed):
    """The clocks go on, and why."""

    TYPE = "suspension.refused.v1"
    TITLE = ("不予挂起", "suspension refused")
    reason: str


class IssueSuspended(Deed):
    """挂起: the clocks rest, each with the time it has left, until that moment or an earlier resumption."""

    TYPE = "issue.suspended.v1"
    TITLE = ("挂起", "suspended")
    reason: str
    until: AwareDatetime


class IssueResumed(Deed):
    """恢复: the clocks run on from `resumed_at`; `clocks.moved` gives back what of the rest would have counted."""

    TYPE = "issue.resumed.v1"
    TITLE = ("恢复", "resumed")
    resumed_at: AwareDatetime
    reason: str | None = None


class IssueMerged(Deed):
    """并案: a duplicate of another issue, whose fate it shares until it is parted again."""

    TYPE = "issue.merged.v1"
    TITLE = ("并案", "merged")
    into: str
    into_serial: str
    reason: str


class DuplicateAbsorbed(Event):
    """并案: a duplicate was merged into this issue; where its clock was earlier, that one is kept."""

    TYPE = "duplicate.absorbed.v1"
    TITLE = ("并入重复问题", "took in a duplicate")
    issue_id: str
    serial: str
    adopted: tuple[Obligation, ...]


class IssueParted(Deed):
    """撤销并案: no duplicate after all; every clock is as it would have been.

    `told` are the steps that fired for it on the other issue, at the due times that one had taken over.
    """

    TYPE = "issue.parted.v1"
    TITLE = ("撤销并案", "parted")
    reason: str
    told: tuple[StepDone, ...] = ()


class DuplicateReleased(Event):
    """撤销并案: what was merged into this issue stands for itself again; this one's clocks are its own."""

    TYPE = "duplicate.released.v1"
    TITLE = ("重复问题分出", "let a duplicate go")
    issue_id: str
    serial: str


class PolicyMoved(Deed):
    """The issue moved to another policy version; `clocks` says what that did."""

    TYPE = "policy.moved.v1"
    TITLE = ("改用规则", "moved to another policy")
    policy: str
    policy_version: int
    reason: str


class ClocksRecomputed(Event):
    """The calendar changed: a year was published, or a place closed or works by its own order."""

    TYPE = "clocks.recomputed.v1"
    TITLE = ("按新日历重算", "counted again by the new calendar")
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

    `deferred` names what it had to wait for. `channels` are those the step names, in order. `vacant_posts` are the
    empty posts of those recipients for whom nobody was there up to the province. `idle`: nobody did anything since it
    was acknowledged; such an occurrence is none of those that the step repeats.
    """

    TYPE = "escalation.fired.v1"
    TITLE = ("督办升级", "escalated")
    light: Code
    light_zh: str
    light_en: str
    instrument: Instrument
    due_at: AwareDatetime
    late_ms: int
    alerts: tuple[AlertRaised, ...]
    channels: tuple[str, ...] = ()
    deferred: str | None = None
    vacant_posts: tuple[str, ...] = ()
    idle: bool = False


class EscalationDeferred(_OfStep):
    """A step fell due in hours that its policy keeps quiet: it fires at `until`."""

    TYPE = "escalation.deferred.v1"
    TITLE = ("升级暂缓", "escalation put off")
    due_at: AwareDatetime
    until: AwareDatetime
    reason: Literal["quiet_hours"]


class EscalationFailed(_OfStep):
    """A step fell due and there was nobody to tell, up to the province."""

    TYPE = "escalation.failed.v1"
    TITLE = ("无人可督办", "nobody to escalate to")
    due_at: AwareDatetime
    late_ms: int
    reason: Literal["nobody"]
    vacant_posts: tuple[str, ...]
    idle: bool = False


class AlertAcknowledged(Event):
    """A recipient confirmed an alert, and may have said something: its repeats end, the clock goes on."""

    TYPE = "alert.acknowledged.v1"
    TITLE = ("确认提醒", "alert acknowledged")
    alert_id: str
    obligation: Code
    round: int
    step: Code
    occurrence: int
    note: str | None = None
