"""Milestones of a plan are ticked off, once each, on a day that can be; those whose day is over show."""

from datetime import date, timedelta

import pytest

from ledger.decisions.handling.milestones import late_milestones
from ledger.issue.projection import replay
from ledger.issue.refusals import Refusal
from ledger.issue.words.assigning import Transfer
from ledger.issue.words.handling import TickMilestone
from ledger.issue.words.solving import FilePlan
from mobile_schema.events.facts import Milestone
from mobile_schema.vocabulary import State
from tests.ledger.factories import COUNTY, OTHER_UNIT, PROVINCE, STAFF, person
from tests.ledger.stories import Story, in_state, refused

TODAY = date(2026, 3, 2)
FIRST, SECOND, LAST = (
    Milestone(name=name, due_on=TODAY + timedelta(days=days)) for name, days in (("组卷", 1), ("报批", 3), ("批复", 6))
)


def planned(*milestones: Milestone) -> Story:
    story = in_state(State.IN_PROGRESS)
    story.do(FilePlan(milestones=milestones or (FIRST, SECOND, LAST)))
    return story


def test_a_milestone_is_ticked_off_today_unless_it_is_said_when() -> None:
    story = planned().wait(days=2)
    story.do(TickMilestone(number=1, reached_on=TODAY + timedelta(days=1)))
    story.do(TickMilestone(number=2, note="已报市局"))
    assert [(each.number, each.reached_on, each.by) for each in story.issue.reached] == [
        (1, date(2026, 3, 3), STAFF),
        (2, date(2026, 3, 4), STAFF),
    ]
    assert (story.last().late, story.last().note, story.last().name) == (False, "已报市局", "报批")
    assert story.issue.state is State.IN_PROGRESS
    assert replay(story.envelopes) == story.issue


def test_one_that_comes_after_its_day_says_so_and_until_then_it_shows_as_late() -> None:
    story = planned().wait(days=4)
    assert late_milestones(story.issue, date(2026, 3, 3)) == ()
    assert late_milestones(story.issue, date(2026, 3, 6)) == (1, 2)
    story.do(TickMilestone(number=1))
    assert story.last().late is True
    assert late_milestones(story.issue, date(2026, 3, 6)) == (2,)


@pytest.mark.parametrize(
    ("command", "path"),
    [
        (TickMilestone(number=4), "$.number"),
        (TickMilestone(number=1), "$.number"),
        (TickMilestone(number=2, reached_on=TODAY + timedelta(days=1)), "$.reached_on"),
        (TickMilestone(number=2, reached_on=TODAY - timedelta(days=1)), "$.reached_on"),
    ],
    ids=["none such", "ticked already", "to come", "before the unit had it"],
)
def test_what_cannot_be_is_refused_where_it_is_wrong(command: TickMilestone, path: str) -> None:
    story = planned()
    story.do(TickMilestone(number=1))
    caught = refused(story, command)
    assert caught.reason is Refusal.PLAN_DOES_NOT_FIT
    assert [fault.path for fault in caught.facts["faults"]] == [path]


def test_without_a_plan_or_with_all_of_it_done_there_is_nothing_to_tick() -> None:
    assert refused(in_state(State.IN_PROGRESS), TickMilestone(number=1)).reason is Refusal.PLAN_DOES_NOT_FIT
    story = planned(FIRST)
    story.do(TickMilestone(number=1))
    assert "every milestone" in refused(story, TickMilestone(number=1)).detail


def test_a_new_plan_keeps_the_ticks_of_what_it_has_from_the_old_one() -> None:
    story = planned()
    story.do(TickMilestone(number=2))
    story.do(FilePlan(milestones=(SECOND, SECOND, LAST)))
    assert [each.number for each in story.issue.reached] == [1]
    story.do(FilePlan(milestones=(FIRST,)))
    assert story.issue.reached == ()


def test_the_plan_of_the_unit_before_goes_with_its_ticks() -> None:
    story = planned()
    story.do(TickMilestone(number=1))
    assert story.do(Transfer(unit_id=OTHER_UNIT, reason="属其职责")).reached == ()


def test_who_ticked_did_the_work() -> None:
    story = planned()
    colleague = person(f"staff-{story.issue.unit_id}")
    story.do(TickMilestone(number=1), colleague)
    assert colleague.person_id in story.issue.fixers
    assert refused(story, TickMilestone(number=2), COUNTY).reason is Refusal.NOT_PERMITTED
    assert refused(story, TickMilestone(number=2), PROVINCE).reason is Refusal.NOT_PERMITTED
