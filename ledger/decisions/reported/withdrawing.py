"""Knows until when a report may be withdrawn (撤回), and what that does to an issue.

An issue on which nobody has done anything yet ends as void, and a supervisor may undo that. One that somebody has
touched, or that is major or overdue, stands: what people work on does not vanish on the word of one, who may have been
pressed for it; its supervisor is told, and decides.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from ledger.access.permissions import is_grave
from ledger.decisions.clock_effects import with_clocks
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.policy.regime import Regime
from mobile_schema.events.facts import Event
from mobile_schema.events.report_events import ReportWithdrawn
from mobile_schema.events.set_aside_events import IssueVoided
from mobile_schema.vocabulary import State

_AT_FIRST: Final = frozenset({State.REPORTED, State.ASSIGNED})


def demand_in_time(received_at: datetime, regimes: Iterable[Regime], at: datetime) -> None:
    """Raises CommandRefused once the shortest of the limits of these policies is over, counted from when it came."""
    latest = min(regime.shift(received_at, regime.policy.withdrawal.within) for regime in regimes)
    if at > latest:
        raise CommandRefused(
            Refusal.WITHDRAWAL_NOT_POSSIBLE,
            "已过规则允许撤回的时限,请联系督办人员 / too late to withdraw it by the policy; ask the supervisor",
            latest=latest,
        )


def withdrawal(issue: Issue, report_id: str, reason: str, at: datetime, regime: Regime) -> Sequence[Event]:
    """What the withdrawal of a report is to an issue that it opened, corrected or rechecked, and the end of one that
    nobody has touched.
    """
    withdrawn = ReportWithdrawn(report_id=report_id, reason=reason)
    if issue.report_id != report_id or not untouched(issue) or is_grave(issue, at):
        return (withdrawn,)
    return withdrawn, with_clocks(issue, IssueVoided(reason=reason), at, regime)


def untouched(issue: Issue) -> bool:
    """Whether nobody has done anything on an issue since it was reported, but look at alerts: no unit signed for it, no
    supervisor assigned it, nobody added anything.
    """
    handed_on = issue.rule == "manual" or bool(issue.fixers or issue.fixing_units)
    spoken_of = issue.comments or issue.instructed or issue.reminders
    return issue.state in _AT_FIRST and not (handed_on or spoken_of) and issue.active_at in (None, issue.reported_at)
