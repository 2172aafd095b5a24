"""Knows how a milestone of a plan (倒排工期) is ticked off, and which are late."""

from datetime import date

from ledger.decisions.case import Case
from ledger.issue.issue import Issue
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.handling import TickMilestone
from ledger.registry.days import local_day
from mobile_schema.events.handling_events import MilestoneReached
from mobile_schema.faults import Fault


def tick_milestone(case: Case, command: TickMilestone) -> MilestoneReached:
    """The tick. Raises CommandRefused: no such milestone, ticked already, a day to come or before the unit had it."""
    issue, zone = case.issue, case.regime.policy.zone
    today = local_day(case.at, zone)
    reached_on = command.reached_on or today
    since = local_day(issue.assigned_at or issue.reported_at, zone)
    if command.number > len(issue.milestones):
        raise _does_not_fit(
            "number", f"计划只有 {len(issue.milestones)} 个节点 / the plan has {len(issue.milestones)} milestones"
        )
    if command.number in {each.number for each in issue.reached}:
        raise _does_not_fit("number", f"第 {command.number} 个节点已完成 / milestone {command.number} is ticked off")
    if not since <= reached_on <= today:
        raise _does_not_fit(
            "reached_on", f"完成日期须在 {since} 至 {today} 之间 / the day lies between {since} and {today}"
        )
    milestone = issue.milestones[command.number - 1]
    return MilestoneReached(
        number=command.number,
        name=milestone.name,
        due_on=milestone.due_on,
        reached_on=reached_on,
        late=reached_on > milestone.due_on,
    )


def one_is_left(case: Case) -> None:
    """Raises CommandRefused where no plan was filed, or all of it is done."""
    issue = case.issue
    if not issue.milestones:
        raise CommandRefused(Refusal.PLAN_DOES_NOT_FIT, "尚未报送倒排计划 / no plan was filed")
    if len(issue.reached) >= len(issue.milestones):
        raise CommandRefused(Refusal.PLAN_DOES_NOT_FIT, "计划节点均已完成 / every milestone is ticked off")


def late_milestones(issue: Issue, today: date) -> tuple[int, ...]:
    """The numbers of the milestones of an open issue whose day is over and that nobody ticked off."""
    if not issue.is_open or not issue.milestones:
        return ()
    done = {each.number for each in issue.reached}
    return tuple(
        number
        for number, milestone in enumerate(issue.milestones, start=1)
        if number not in done and milestone.due_on < today
    )


def _does_not_fit(field: str, message: str) -> CommandRefused:
    return CommandRefused(Refusal.PLAN_DOES_NOT_FIT, message, faults=[Fault(f"$.{field}", message, "does_not_fit")])
