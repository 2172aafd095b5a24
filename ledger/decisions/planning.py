"""Knows when a plan drawn backwards from the deadline (倒排工期, notice item 9) fits."""

from itertools import pairwise

from ledger.decisions.case import Case
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.solving import FilePlan
from mobile_schema.events.solving_events import PlanFiled
from mobile_schema.faults import Fault
from mobile_schema.vocabulary import ObligationCode


def file_plan(case: Case, command: FilePlan) -> PlanFiled:
    """The plan. Raises CommandRefused unless its milestones come in order, from today on, the last by the deadline.

    Once the deadline has passed a plan is late, and ends when it can.
    """
    milestones, zone = command.milestones, case.regime.policy.zone
    today = case.at.astimezone(zone).date()
    resolve = case.issue.obligation(ObligationCode.RESOLVE)
    deadline = resolve.due_at.astimezone(zone).date() if resolve else None
    late = resolve is not None and resolve.due_at < case.at
    faults = []
    if any(later.due_on < earlier.due_on for earlier, later in pairwise(milestones)):
        faults.append(Fault("$.milestones", "节点日期须由近及远 / milestones must be in date order", "not_in_order"))
    if milestones[0].due_on < today:
        message = f"节点不得早于今日 {today} / a milestone lies before today"
        faults.append(Fault("$.milestones[0].due_on", message, "before_today"))
    if deadline and not late and milestones[-1].due_on > deadline:
        message = f"最后节点须不晚于解决时限 {deadline} / the last milestone lies after the deadline"
        faults.append(Fault(f"$.milestones[{len(milestones) - 1}].due_on", message, "after_deadline"))
    if faults:
        raise CommandRefused(
            Refusal.PLAN_DOES_NOT_FIT,
            ";".join(fault.message for fault in faults),
            faults=faults,
            deadline=deadline.isoformat() if deadline else None,
        )
    return PlanFiled(milestones=milestones, late=late)
