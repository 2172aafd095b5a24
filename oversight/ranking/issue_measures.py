"""Knows what an issue counts as in a period, from its events up to the period's end: closed in time, returned, back.

closed: struck off in the period and still so at its end; on_time: no clock's last round was late; on_time_original: nor
by the deadlines as they were before any extension (延期). returned, reopened: how often in the period. Closed on paper
(账面销号) is no closure, and what was reported in error or merged is no issue here.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from ledger.issue.issue import Issue
from ledger.issue.lights import light_of
from ledger.registry.days import local_day
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.events.solving_events import ClosureReturned, IssueReopened
from mobile_schema.vocabulary import Light, State

COUNTS: Final = (
    *("issues", "closed", "on_time", "on_time_original", "closed_late", "extended", "returned", "reopened"),
    *("open", "overdue", "came_in"),
)
OF_ISSUES: Final = frozenset(COUNTS)
MEDIANS: Final = frozenset({"days"})
"""`days`: from the day it came in to that of its closure."""
_ENDED: Final = frozenset({State.VOIDED, State.MERGED})


def measures_of_issue(
    issue: Issue, events: Sequence[EventEnvelope], first: date, cut: datetime, zone: ZoneInfo
) -> tuple[dict[str, int], dict[str, int]] | None:
    """Counts and series of an issue as it stood at `cut`, in the period from `first`; None of what is no issue."""
    if issue.state in _ENDED:
        return None
    since = [each for each in events if local_day(each.at, zone) >= first]
    closed = issue.state is State.CLOSED and issue.grade is not None and issue.closed_at is not None
    closed_at = issue.closed_at or cut
    inside = closed and local_day(closed_at, zone) >= first
    ended = issue.state is State.CLOSED
    in_time, as_first_set = _in_time(issue)
    found = {
        "issues": True,
        "closed": inside,
        "on_time": inside and in_time,
        "on_time_original": inside and as_first_set,
        "closed_late": inside and not in_time,
        "extended": inside and any(clock.original_due_at is not None for clock in issue.obligations),
        "open": not ended,
        "overdue": not ended and light_of(issue.state, issue.due_at, cut) is Light.RED,
        "came_in": local_day(issue.reported_at, zone) >= first,
    }
    counts = {name: int(holds) for name, holds in found.items()}
    counts["returned"] = sum(isinstance(each.data, ClosureReturned) for each in since)
    counts["reopened"] = sum(isinstance(each.data, IssueReopened) for each in since)
    if ended and not inside and not counts["reopened"] and not counts["returned"]:
        return None
    days = (local_day(closed_at, zone) - local_day(issue.reported_at, zone)).days
    return counts, {"days": days} if inside else {}


def _in_time(issue: Issue) -> tuple[bool, bool]:
    """Whether the last round of each clock that was satisfied was in time; and whether before any extension."""
    last = {clock.code: clock for clock in issue.obligations if clock.outcome == "satisfied" and clock.ended_at}
    ends: Mapping[str, tuple[datetime, datetime, datetime]] = {
        code: (clock.ended_at or clock.due_at, clock.due_at, clock.original_due_at or clock.due_at)
        for code, clock in last.items()
    }
    return (
        all(ended <= due for ended, due, _ in ends.values()),
        all(ended <= original for ended, _, original in ends.values()),
    )
