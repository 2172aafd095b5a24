"""Knows what a project, a visit or an issue counts as in a campaign: whole numbers, so that a place's are their sum."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from ledger.issue.issue import Issue
from ledger.issue.lights import light_of
from ledger.registry.days import local_day
from mobile_schema.events.assigning_events import IssueAccepted
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.vocabulary import Light, State
from oversight.campaigns.campaign import Source
from oversight.ranking.measures import COUNTS

_OF_VISITS: Final = frozenset(
    {"projects", "visited", "not_visited", "project_months", "visited_months", "visits", "found", "answered", "solved"}
)
_OF_ISSUES: Final = frozenset({"found", "answered", "not_answered", "solved", "not_solved", "overdue", "referred"})
MEASURES: Final[Mapping[Source, frozenset[str]]] = {
    "figures": frozenset(COUNTS),
    "visits": _OF_VISITS,
    "issues": _OF_ISSUES,
}
"""What `done` and `of` may name, by the indicator's source.

- figures: the counts of a ranking, of each project's last figure of the year that was known.
- visits: projects: those on the registry; visited: with a visit since the campaign began; project_months: the months of
  it that have begun, of each project; visited_months: those with a visit. found, answered, solved: problems of visits.
- issues: problems of the campaign's categories that came in since it began: answered once somebody signed for it,
  solved once struck off, referred where the police or another body was told.
"""
_NO_PROBLEM: Final = frozenset({State.VOIDED, State.MERGED})


@dataclass(frozen=True, slots=True)
class Counted:
    """One project, visit or issue: where it lies, and what it counts as."""

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
