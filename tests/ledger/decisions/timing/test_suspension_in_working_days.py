"""A rest under working days gives back the working time that was lost, and nothing else."""

from datetime import date, timedelta

from ledger.escalation.due import pending_steps
from ledger.issue.words.timing import Suspend
from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.factories import SHANGHAI, START, local
from tests.ledger.stories import Story, due, in_state


def until(day: date) -> Suspend:
    return Suspend(resume_on=day, reason="冬季停工")


def suspended(story: Story, days: int, who: str | None = None) -> Story:
    story.do(until(story.now.astimezone(SHANGHAI).date() + timedelta(days=days)), who)
    return story


def friday() -> Story:
    """An issue in working days as it stands on the Friday at six in the evening; it is due on the Wednesday after."""
    story = in_state(State.IN_PROGRESS, rules=policies.rules(policies.shipped("13710-working-days")))
    story.clock.moment = START + timedelta(days=4, hours=8)
    return story


def test_a_weekend_at_rest_moves_no_due_time_in_working_days() -> None:
    story = friday()
    before = due(story)
    suspended(story, 3).wait(days=3).sweep()
    assert story.issue.state is State.IN_PROGRESS
    assert due(story) == before


def test_working_days_at_rest_are_given_back() -> None:
    story = friday()
    suspended(story, 6).wait(days=6).sweep()
    assert due(story)["resolve.1"] == "2026-03-16 23:59:59"


def test_a_lapse_in_working_days_rests_by_working_days_too() -> None:
    policy = policies.policy(
        policies.step("first", "feedback"),
        policies.step("second", "feedback", needs="first", lapse={"working_days": 2}),
        obligations=policies.due(feedback={"working_days": 3}),
    )
    story = in_state(State.ACCEPTED, rules=policies.rules(policy))
    story.clock.moment = story.clock_of("feedback").due_at
    assert [event.step for event in story.sweep()] == ["first"]
    suspended(story.wait(days=1), 3).wait(days=2, seconds=1).sweep()
    (second,) = pending_steps(story.issue, story.rules.regime_of(story.issue))
    assert local(second.due_at) == "2026-03-09 23:59:59"
