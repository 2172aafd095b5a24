"""Knows the way of an issue from its plan to being struck off (销号), and back."""

from mobile_schema.events.facts import (
    Deed,
    EvidenceItem,
    Milestone,
    ToldAtOnce,
)
from mobile_schema.vocabulary import (
    Grade,
    RecheckResult,
)


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
