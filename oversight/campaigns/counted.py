"""Knows what a project, a visit, an issue, a permit or a complaint counts as in a campaign: a place's are their sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from ledger.complaints.complaint import Complaint, ComplaintKind
from ledger.figures.figure import MonthFigure
from ledger.figures.milestones import PRODUCING, Milestone, planned_day
from ledger.issue.issue import Issue
from ledger.issue.lights import light_of
from ledger.permits.standing import Standing
from ledger.registry.days import local_day
from ledger.registry.entries import Project
from mobile_schema.events.assigning_events import IssueAccepted
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.reports.figure import Stage
from mobile_schema.reports.permit import PermitKind, PermitState
from mobile_schema.vocabulary import Light, State
from oversight.campaigns.campaign import Source
from oversight.ranking.measures import COUNTS

_OF_VISITS: Final = frozenset(
    {"projects", "visited", "not_visited", "project_months", "visited_months", "visits", "found", "answered", "solved"}
)
OF_RESERVE: Final = frozenset({"reserve", "begun", "not_begun"})
_OF_PRODUCTION: Final = frozenset({"due_production", "produced", "production_late"})
_OF_PERMITS: Final = frozenset(
    {"permits", "granted", "not_granted", "late", "granted_late", "acceptance", "acceptance_parallel"}
)
_OF_ISSUES: Final = frozenset({"found", "answered", "not_answered", "solved", "not_solved", "overdue", "referred"})
_OF_KINDS: Final = {kind: kind.value.replace("-", "_") for kind in ComplaintKind}
_OF_COMPLAINTS: Final = frozenset({"complaints", *_OF_KINDS.values(), "fees", "days", "timed"})
MEASURES: Final[Mapping[Source, frozenset[str]]] = {
    "figures": frozenset({*COUNTS, *OF_RESERVE, *_OF_PRODUCTION}),
    "visits": _OF_VISITS,
    "issues": _OF_ISSUES,
    "permits": _OF_PERMITS,
    "complaints": _OF_COMPLAINTS,
}
"""What `done` and `of` may name, by the indicator's source.

- figures: the counts of a ranking, of each project's last figure of the year that was known; reserve (储备): those that
  were in it this year, begun and not_begun what became of them; due_production: those that were to
  produce (投产) by the day, produced and production_late what became of those whose stage is known.
- visits: projects: those on the registry; visited: with a visit since the campaign began; project_months: the months of
  it that have begun, of each project; visited_months: those with a visit. found, answered, solved: problems of visits.
- issues: problems of the campaign's categories that came in since it began: answered once somebody signed for it,
  solved once struck off, referred where the police or another body was told.
- permits: those that projects need, whenever they were applied for: granted or not, late where the limit is over and
  nothing decided, granted_late where it was over by then. acceptance: 竣工验收 granted, acceptance_parallel in a set.
- complaints: those about intermediaries that were received since it began and not withdrawn, each as its kind too; fees
  asked, in 分; days taken, and timed, of how many that is known.
"""
SAID_BY_SOME: Final = frozenset({"fees"})
"""Measures that not everything says: where nothing does, their sum is not known, and no 0."""
_NO_PROBLEM: Final = frozenset({State.VOIDED, State.MERGED})


@dataclass(frozen=True, slots=True)
class Counted:
    """One project, visit, issue, permit or complaint: where it lies, and what it counts as."""

    id: str
    name: str
    source: Source
    regions: tuple[str, ...]
    measures: Mapping[str, int]


def issue_counts(
    issue: Issue, events: Sequence[EventEnvelope], since: date, at: datetime, zone: ZoneInfo
) -> dict[str, int] | None:
    """An issue as it stood at a moment; None of what came in before the campaign, or is no problem."""
    if issue.state in _NO_PROBLEM or local_day(issue.reported_at, zone) < since:
        return None
    solved = issue.state in {State.CLOSED, State.ON_PAPER}
    answered = solved or any(isinstance(each.data, IssueAccepted) for each in events)
    return {
        "found": 1,
        "answered": int(answered),
        "not_answered": int(not answered),
        "solved": int(solved),
        "not_solved": int(not solved),
        "overdue": int(not solved and light_of(issue.state, issue.due_at, at) is Light.RED),
        "referred": int(bool(issue.referrals)),
    }


def production_counts(figure: MonthFigure, project: Project | None, day: date) -> dict[str, int]:
    """A project by the day on which it was to produce (计划投产); nothing of one without such a day, or terminated.

    Of one whose figure names no stage nobody knows whether it produces: it is due, and not late.
    """
    planned, _ = planned_day(Milestone.PRODUCE, figure, project)
    due = planned is not None and planned <= day.isoformat() and figure.stage != Stage.TERMINATED
    produces = due and figure.stage in PRODUCING
    late = due and not produces and figure.stage is not None
    return {"due_production": int(due), "produced": int(produces), "production_late": int(late)}


def permit_counts(standing: Standing) -> dict[str, int] | None:
    """A permit as it stands on a day; None of one that is not needed."""
    if standing.state is PermitState.NOT_NEEDED:
        return None
    granted = standing.state is PermitState.GRANTED
    acceptance = granted and standing.permit.kind is PermitKind.ACCEPTANCE
    return {
        "permits": 1,
        "granted": int(granted),
        "not_granted": int(not granted),
        "late": int(standing.overdue),
        "granted_late": int(granted and standing.late),
        "acceptance": int(acceptance),
        "acceptance_parallel": int(acceptance and bool(standing.permit.parallel)),
    }


def complaint_counts(complaint: Complaint) -> dict[str, int]:
    """A complaint about an intermediary, by its last version."""
    kinds = {name: int(kind is complaint.kind) for kind, name in _OF_KINDS.items()}
    timed = int(complaint.days is not None)
    fees = {} if complaint.fee is None else {"fees": complaint.fee}
    return {"complaints": 1, **kinds, **fees, "days": complaint.days or 0, "timed": timed}
