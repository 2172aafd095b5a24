"""How often and how far an extension goes, and from where it is measured."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.timing import Suspend
from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.decisions.timing.extensions import ORIGINAL, asking, extended, under
from tests.ledger.decisions.timing.versions import LONG, SHORT, to
from tests.ledger.decisions.timing.versions import story as moving_story
from tests.ledger.factories import SHANGHAI, START, local
from tests.ledger.stories import in_state, refused


def test_it_is_extended_no_more_often_than_the_policy_says() -> None:
    story = extended(extended(in_state(State.IN_PROGRESS), date(2026, 3, 15)), date(2026, 3, 20))
    assert "no more than 2 extension(s)" in refused(story, asking(date(2026, 3, 25))).detail
    assert "no more than 0" in refused(under(at_most=0), asking(date(2026, 3, 25))).detail


def test_it_is_extended_by_no_more_than_the_policy_says_counted_from_the_original() -> None:
    story = extended(under(longest={"days": 10}), date(2026, 3, 15))
    caught = refused(story, asking(date(2026, 3, 20)))
    assert "later than the policy allows" in caught.detail
    assert local(caught.facts["latest"]) == "2026-03-19 23:59:59"
    assert local(extended(story, date(2026, 3, 19)).clock_of("resolve").due_at) == "2026-03-19 23:59:59"


def test_working_days_may_limit_an_extension() -> None:
    story = under(longest={"working_days": 5})
    assert refused(story, asking(date(2026, 3, 17))).reason is Refusal.EXTENSION_NOT_POSSIBLE
    assert extended(story, date(2026, 3, 16)).clock_of("resolve").round == 2


def test_a_suspension_uses_up_nothing_of_what_an_extension_may_be() -> None:
    """Two extensions of thirty days in all are possible after the clocks have rested for fifty."""
    story = in_state(State.IN_PROGRESS)
    story.do(Suspend(resume_on=date(2026, 4, 21), reason="冬季停工"))
    story.wait(days=50).sweep()
    rested = story.clock_of("resolve")
    assert local(rested.original_due_at or START) == ORIGINAL
    limit = (rested.due_at + timedelta(days=29)).astimezone(SHANGHAI).date()
    extended(story, limit - timedelta(days=1))
    caught = refused(story, asking(limit + timedelta(days=2)))
    assert caught.facts["latest"] == rested.due_at + timedelta(days=30)
    assert extended(story, limit).clock_of("resolve").round == 3


def test_zero_goes_along_when_it_would_be_due_first_and_keeps_its_own_original() -> None:
    story = extended(in_state(State.IN_PROGRESS), date(2026, 3, 20))
    zero = story.clock_of("zero")
    assert (zero.round, local(zero.due_at)) == (2, "2026-03-20 23:59:59")
    assert local(zero.original_due_at or START) == ORIGINAL
    assert [clock.outcome for clock in story.issue.obligations if clock.code == "zero"] == ["extended", None]


@pytest.mark.parametrize(("days", "due"), [(25, "2026-03-27 23:59:59"), (18, "2026-03-20 23:59:59")])
def test_what_is_not_due_before_that_anyway_does_not_go_along(days: int, due: str) -> None:
    policy = policies.policy(policies.step("late"), obligations=policies.due(zero={"days": days}))
    story = extended(in_state(State.IN_PROGRESS, rules=policies.rules(policy)), date(2026, 3, 20))
    assert (story.clock_of("zero").round, local(story.clock_of("zero").due_at)) == (1, due)


@settings(deadline=None)
@given(days=st.lists(st.integers(min_value=-5, max_value=45), min_size=1, max_size=6))
def test_the_original_stands_however_often_it_is_extended_and_limits_hold(days: list[int]) -> None:
    story = in_state(State.IN_PROGRESS)
    original = story.clock_of("resolve").due_at
    granted = 0
    for offset in days:
        due = story.clock_of("resolve").due_at
        try:
            extended(story, original.astimezone(SHANGHAI).date() + timedelta(days=offset))
        except CommandRefused:
            assert story.clock_of("resolve").due_at == due
            continue
        granted += 1
        clock = story.clock_of("resolve")
        assert clock.original_due_at == original
        assert due < clock.due_at <= original + timedelta(days=30)
    assert granted <= 2
    assert [c.round for c in story.issue.obligations if c.code == "resolve"] == list(range(1, granted + 2))
    assert next(c.due_at for c in story.issue.obligations if c.code == "resolve") == original


def test_suspended_and_moved_to_a_longer_policy_it_is_measured_from_the_new_one() -> None:
    moved = moving_story()
    moved.do(Suspend(resume_on=date(2026, 3, 7), reason="停工"))
    moved.wait(days=5).sweep()
    moved.do(to(LONG))
    assert local(moved.clock_of("resolve").due_at) == "2026-03-26 23:59:59"
    caught = refused(moved, asking(date(2026, 5, 1)))
    assert local(caught.facts["latest"]) == "2026-04-25 23:59:59"
    assert extended(moved, date(2026, 4, 25)).clock_of("resolve").round == 2


def test_extended_and_moved_to_a_longer_policy_it_is_measured_from_the_new_one_too() -> None:
    moved = extended(moving_story(), date(2026, 3, 20))
    moved.do(to(LONG))
    assert local(refused(moved, asking(date(2026, 5, 1))).facts["latest"]) == "2026-04-21 23:59:59"


def test_how_often_is_counted_for_each_clock_by_itself() -> None:
    story = under(obligations=["feedback", "resolve"], at_most=1)
    for code, day in (("feedback", date(2026, 3, 8)), ("resolve", date(2026, 3, 20))):
        story.do(asking(day, code))
        story.do("approve-extension")
        assert story.clock_of(code).round == 2
        assert "no more than 1" in refused(story, asking(date(2026, 3, 22), code)).detail


def test_what_was_extended_oftener_than_a_new_policy_allows_is_extended_no_more() -> None:
    twice = policies.policy(policies.step("late"))
    once = policies.policy(policies.step("late"), version=2, approvals={"extension": {"at_most": 1}})
    story = in_state(State.IN_PROGRESS, rules=policies.rules(twice, once))
    extended(extended(story, date(2026, 3, 15)), date(2026, 3, 20)).do(to(once))
    assert "no more than 1" in refused(story, asking(date(2026, 3, 25))).detail


@pytest.mark.parametrize("code", ["deploy", "verify"])
def test_a_clock_that_ended_or_never_began_is_not_extended_whatever_the_policy_lets_be(code: str) -> None:
    story = under(obligations=["resolve", "deploy", "verify"])
    assert f"{code} cannot be extended" in refused(story, asking(date(2026, 4, 1), code)).detail


def test_extended_and_moved_to_a_shorter_policy_it_is_measured_from_the_original() -> None:
    moved = extended(moving_story(), date(2026, 3, 20))
    moved.do(to(SHORT))
    assert local(refused(moved, asking(date(2026, 5, 1))).facts["latest"]) == "2026-04-08 23:59:59"


def test_an_extension_is_counted_from_the_original_of_its_own_clock_whatever_else_was_extended() -> None:
    story = under(obligations=["feedback", "resolve"], along=[], longest={"days": 10})
    story.do(asking(date(2026, 3, 8), "feedback"))
    story.do("approve-extension")
    caught = refused(extended(story.wait(days=4), date(2026, 3, 15)), asking(date(2026, 3, 20)))
    assert local(caught.facts["latest"]) == "2026-03-19 23:59:59"


@pytest.mark.parametrize(
    ("before", "again", "latest"),
    [
        (State.CLOSED, [State.REOPENED], "2026-03-24 23:59:59"),
        (State.DECLINED, [State.ASSIGNED, State.ACCEPTED], "2026-03-24 23:59:59"),
    ],
)
def test_a_clock_that_began_anew_is_measured_from_its_own_start(before: State, again: list[State], latest: str) -> None:
    """An earlier round that was satisfied or cancelled is no part of it."""
    policy = policies.policy(policies.step("late"), approvals={"extension": {"longest": {"days": 10}}})
    story = in_state(before, rules=policies.rules(policy)).wait(days=5).to(*again)
    extended(story, date(2026, 3, 20))
    assert local(refused(story, asking(date(2026, 4, 20))).facts["latest"]) == latest
