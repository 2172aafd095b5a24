"""The last day that is still allowed, and the first that no longer is, of an extension and of a suspension."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ledger.decisions.clock_effects import next_round
from ledger.issue.clocks import ObligationState
from ledger.issue.refusals import Refusal
from ledger.issue.words.timing import RequestExtension, Suspend
from mobile_schema.events.timing_events import IssueResumed
from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.factories import SHANGHAI, START
from tests.ledger.stories import Story, in_state, refused

DUE = date(2026, 3, 9)
"""The last day of an ordinary issue of the second of March under 13710's limits."""


def asking(day: date) -> RequestExtension:
    return RequestExtension(obligation="resolve", due_on=day, reason="待上级批复")


def until(day: date) -> Suspend:
    return Suspend(resume_on=day, reason="冬季停工")


def under(**approvals: Any) -> Story:
    """An issue in progress under a policy with these approvals."""
    policy = policies.policy(policies.step("late"), approvals=approvals)
    return in_state(State.IN_PROGRESS, rules=policies.rules(policy))


def at_midnight(story: Story, day: date) -> Story:
    """The story at the very moment a local day begins."""
    story.clock.moment = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
    return story


def round_of(number: int, code: str = "resolve") -> ObligationState:
    return ObligationState(code=code, round=number, due_at=START, started_at=START)


def test_the_latest_day_of_an_extension_is_still_allowed() -> None:
    rules = {"extension": {"longest": {"days": 10}}}
    assert under(**rules).do(asking(DUE + timedelta(days=10)))
    assert refused(under(**rules), asking(DUE + timedelta(days=11))).reason is Refusal.EXTENSION_NOT_POSSIBLE


def test_an_extension_is_later_than_the_deadline_that_holds_by_a_day_at_least() -> None:
    assert refused(in_state(State.IN_PROGRESS), asking(DUE)).reason is Refusal.EXTENSION_NOT_POSSIBLE
    assert in_state(State.IN_PROGRESS).do(asking(DUE + timedelta(days=1)))


@pytest.mark.parametrize(("before", "possible"), [(timedelta(milliseconds=1), True), (timedelta(), False)])
def test_an_extension_to_exactly_now_lies_in_the_past(before: timedelta, possible: bool) -> None:
    story = in_state(State.IN_PROGRESS)
    story.clock.moment = datetime(2026, 3, 12, 23, 59, 59, tzinfo=SHANGHAI) - before
    if possible:
        assert story.do(asking(date(2026, 3, 12)))
    else:
        assert "in the past" in refused(story, asking(date(2026, 3, 12))).detail


def test_the_latest_day_of_a_suspension_is_still_allowed() -> None:
    rules, today = {"suspension": {"longest": {"days": 10}}}, date(2026, 3, 3)
    assert at_midnight(under(**rules), today).do(until(today + timedelta(days=10)))
    late = refused(at_midnight(under(**rules), today), until(today + timedelta(days=11)))
    assert late.reason is Refusal.SUSPENSION_NOT_POSSIBLE


def test_a_suspension_to_exactly_now_is_none() -> None:
    today = date(2026, 3, 3)
    assert "later day" in refused(at_midnight(in_state(State.IN_PROGRESS), today), until(today)).detail
    story = at_midnight(in_state(State.IN_PROGRESS), today)
    story.clock.moment -= timedelta(milliseconds=1)
    assert story.do(until(today))


def test_a_suspension_ends_at_the_first_moment_of_its_day_and_not_before() -> None:
    story, day = in_state(State.IN_PROGRESS), date(2026, 3, 12)
    story.do(until(day))
    at_midnight(story, day).clock.moment -= timedelta(milliseconds=1)
    story.sweep()
    assert story.happened(IssueResumed) == []
    at_midnight(story, day).sweep()
    assert len(story.happened(IssueResumed)) == 1


@pytest.mark.parametrize(
    ("earlier", "number"),
    [([], 1), ([round_of(1)], 2), ([round_of(2), round_of(1)], 3), ([round_of(5, "deploy"), round_of(1)], 2)],
)
def test_the_highest_earlier_round_of_the_same_clock_counts(earlier: list[ObligationState], number: int) -> None:
    assert next_round("resolve", earlier) == number
