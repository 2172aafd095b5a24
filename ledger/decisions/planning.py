"""Knows when a plan drawn backwards from the deadline (倒排工期, notice item 9) fits."""

from datetime import datetime
from itertools import pairwise

from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.policy.policy import Policy
from mobile_schema.events.facts import Milestone
from mobile_schema.faults import Fault
from mobile_schema.vocabulary import ObligationCode


def check_plan(issue: Issue, milestones: tuple[Milestone, ...], at: datetime, policy: Policy) -> None:
    """Raises CommandRefused unless the milestones come in order, from today on, and end by the resolve deadline."""
    today = at.astimezone(policy.zone).date()
    resolve = issue.obligation(ObligationCode.RESOLVE)
    deadline = resolve.due_at.astimezone(policy.zone).date() if resolve else None
    faults = []
    if any(later.due_on < earlier.due_on for earlier, later in pairwise(milestones)):
        faults.append(Fault("$.milestones", "节点日期须由近及远 / milestones must be in date order", "not_in_order"))
    if milestones[0].due_on < today:
        message = f"节点不得早于今日 {today} / a milestone lies before today"
        faults.append(Fault("$.milestones[0].due_on", message, "before_today"))
    if deadline and milestones[-1].due_on > deadline:
        message = f"最后节点须不晚于解决时限 {deadline} / the last milestone lies after the deadline"
        faults.append(Fault(f"$.milestones[{len(milestones) - 1}].due_on", message, "after_deadline"))
    if faults:
        raise CommandRefused(
            Refusal.PLAN_DOES_NOT_FIT,
            ";".join(fault.message for fault in faults),
            faults=faults,
            deadline=deadline.isoformat() if deadline else None,
        )
