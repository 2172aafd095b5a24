"""Knows what one issue looks like in an answer: `ledger.issue.Issue` with its light and what its state allows."""

from pydantic import AwareDatetime

from xiaohao.api.views import View
from xiaohao.mobile_schema.facts import EvidenceItem, Milestone, Point
from xiaohao.mobile_schema.issue_events import ReferralLogged
from xiaohao.mobile_schema.vocabulary import (
    Category,
    Grade,
    IncidentKind,
    Level,
    Light,
    ObligationCode,
    RecheckResult,
    Severity,
    State,
)


class StepView(View):
    """What a ladder step has done so far on one obligation."""

    occurrence: int
    fired_at: AwareDatetime
    acknowledged: bool


class ObligationView(View):
    """One clock (时限节点); `outcome` is null while it runs, then "satisfied" or "cancelled"."""

    code: ObligationCode
    round: int
    started_at: AwareDatetime
    due_at: AwareDatetime
    ended_at: AwareDatetime | None
    outcome: str | None
    steps: dict[str, StepView]


class ClosureView(View):
    """The last request to strike the issue off (申请销号)."""

    statement: str
    evidence: tuple[EvidenceItem, ...]
    requested_by: str
    requested_at: AwareDatetime


class RecheckView(View):
    """A look at the result (复核)."""

    result: RecheckResult
    on_site: bool
    note: str | None
    report_id: str | None
    by: str
    at: AwareDatetime


class IssueView(View):
    """One issue (问题) as it stands."""

    id: str
    serial: str
    version: int
    state: State
    light: Light
    due_at: AwareDatetime | None
    allowed: tuple[str, ...]

    source: str
    report_id: str
    finding_index: int
    project_code: str
    region: str
    category: Category
    severity: Severity
    description: str
    measure_proposed: str | None
    incident_kind: IncidentKind | None
    reporter: str
    captured_at: AwareDatetime
    reported_at: AwareDatetime
    location: Point | None
    attachments: tuple[str, ...]
    flags: tuple[str, ...]
    updated_at: AwareDatetime

    unit_id: str | None
    supervising_region: str | None
    supervising_level: Level | None
    rule: str | None
    policy: str | None
    policy_version: int | None
    assigned_at: AwareDatetime | None

    person_id: str | None
    person_name: str | None
    fixers: tuple[str, ...]
    fixing_units: tuple[str, ...]
    milestones: tuple[Milestone, ...]
    measures: str | None
    percent: int | None
    last_progress_at: AwareDatetime | None

    closure: ClosureView | None
    recheck: RecheckView | None
    return_reasons: tuple[str, ...]
    times_returned: int
    times_reopened: int
    grade: Grade | None
    closed_at: AwareDatetime | None
    closed_by: str | None

    referrals: tuple[ReferralLogged, ...]
    vacant_posts: tuple[str, ...]
    obligations: tuple[ObligationView, ...]
