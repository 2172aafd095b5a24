"""倒排工期: a plan is drawn backwards from the deadline, or refused with what does not fit."""

from datetime import date, timedelta

import pytest

from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.solving import FilePlan
from mobile_schema.events.facts import Milestone
from mobile_schema.events.solving_events import PlanFiled
from mobile_schema.vocabulary import ObligationCode, Severity, State
from tests.ledger.factories import SHANGHAI, START
from tests.ledger.stories import Story, in_state, reported

TODAY = START.astimezone(SHANGHAI).date()
DEADLINE = TODAY + timedelta(days=7)


def plan(*days: date) -> FilePlan:
    return FilePlan(milestones=tuple(Milestone(name=f"节点{n}", due_on=day) for n, day in enumerate(days, 1)))


def after(*days: int) -> FilePlan:
    """A plan whose milestones lie so many days after today."""
    return plan(*(TODAY + timedelta(days=count) for count in days))


def faults(story: Story, command: FilePlan) -> list[tuple[str, str]]:
    before = story.issue
    with pytest.raises(CommandRefused) as refused:
        story.do(command)
    assert refused.value.reason is Refusal.PLAN_DOES_NOT_FIT
    assert story.issue is before
    return [(fault.path, fault.type) for fault in refused.value.facts["faults"]]


@pytest.mark.parametrize("days", [(0,), (7,), (1, 3, 7), (2, 2, 5), (0, 7)])
def test_milestones_in_order_from_today_to_the_deadline_fit(days: tuple[int, ...]) -> None:
    issue = in_state(State.ACCEPTED).do(after(*days))
    assert [milestone.due_on for milestone in issue.milestones] == [TODAY + timedelta(days=n) for n in days]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((8,), [("$.milestones[0].due_on", "after_deadline")]),
        ((1, 3, 8), [("$.milestones[2].due_on", "after_deadline")]),
        ((3, 1), [("$.milestones", "not_in_order")]),
        ((-1,), [("$.milestones[0].due_on", "before_today")]),
        ((-1, 9), [("$.milestones[0].due_on", "before_today"), ("$.milestones[1].due_on", "after_deadline")]),
        ((9, 1), [("$.milestones", "not_in_order")]),
        ((1, -1, 2), [("$.milestones", "not_in_order")]),
    ],
)
def test_a_plan_that_does_not_fit_is_refused_with_every_fault(
    days: tuple[int, ...], expected: list[tuple[str, str]]
) -> None:
    assert faults(in_state(State.ACCEPTED), after(*days)) == expected


def test_the_deadline_is_told() -> None:
    with pytest.raises(CommandRefused) as refused:
        in_state(State.ACCEPTED).do(after(30))
    assert refused.value.facts["deadline"] == DEADLINE.isoformat()
    assert DEADLINE.isoformat() in refused.value.detail


def test_a_major_issue_has_a_month_for_its_plan() -> None:
    story = in_state(State.ACCEPTED, Severity.MAJOR)
    assert faults(story, plan(date(2026, 4, 3))) == [("$.milestones[0].due_on", "after_deadline")]
    assert story.do(plan(date(2026, 4, 2))).milestones[0].due_on == date(2026, 4, 2)


def test_today_is_the_day_in_shanxi() -> None:
    """At half past midnight in Shanxi it is still yesterday in UTC."""
    story = reported(at=START.replace(hour=16, minute=30)).to(State.ACCEPTED)
    assert faults(story, plan(TODAY)) == [("$.milestones[0].due_on", "before_today")]
    story.do(plan(TODAY + timedelta(days=1)))


def test_once_overdue_a_plan_is_late_and_ends_when_it_can() -> None:
    """Who missed the deadline still has to say by when."""
    story = in_state(State.ACCEPTED).wait(days=8)
    assert faults(story, after(7)) == [("$.milestones[0].due_on", "before_today")]
    assert story.do(after(8, 30)).plan_is_late
    assert story.happened(PlanFiled)[0].late


def test_a_plan_is_in_time_to_the_very_moment_of_the_deadline() -> None:
    story = in_state(State.ACCEPTED)
    story.clock.moment = story.clock_of("resolve").due_at
    assert faults(story, after(8)) == [("$.milestones[0].due_on", "after_deadline")]
    assert not story.do(after(7)).plan_is_late
    assert story.wait(milliseconds=1).do(after(8)).plan_is_late


def test_after_a_return_the_plan_still_has_to_meet_the_first_deadline() -> None:
    story = in_state(State.RETURNED)
    assert faults(story, after(8)) == [("$.milestones[0].due_on", "after_deadline")]


def test_after_a_reopening_the_plan_has_the_new_deadline() -> None:
    story = in_state(State.CLOSED).wait(days=30)
    story.to(State.REOPENED)
    resolve = story.issue.obligation(ObligationCode.RESOLVE)
    assert resolve is not None
    assert resolve.round == 2
    story.do(after(30, 37))
    assert faults(story, after(30, 38)) == [("$.milestones[1].due_on", "after_deadline")]


def test_a_new_plan_takes_the_place_of_the_old() -> None:
    story = in_state(State.ACCEPTED)
    story.do(after(1, 3))
    assert [milestone.due_on for milestone in story.do(after(5)).milestones] == [TODAY + timedelta(days=5)]
