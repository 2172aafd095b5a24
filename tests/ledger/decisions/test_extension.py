"""延期: asked for with a reason, approved by the level the policy names; the first deadline always stands beside it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.issue.commands import ApproveExtension, RequestExtension, Suspend
from ledger.issue.refusals import CommandRefused, Refusal
from mobile_schema.events.issue_events import ExtensionApproved, ExtensionRefused, ExtensionRequested
from mobile_schema.vocabulary import Severity, State
from tests.ledger import policies
from tests.ledger.decisions.versions import LONG, SHORT, to
from tests.ledger.decisions.versions import story as moving_story
from tests.ledger.factories import CITY, COUNTY, LAND_UNIT, PROVINCE, SHANGHAI, START, local, person
from tests.ledger.stories import Story, in_state, refused

ORIGINAL = "2026-03-09 23:59:59"
"""When 13710 wants an ordinary issue of the second of March resolved."""


def asking(day: date, code: str = "resolve") -> RequestExtension:
    return RequestExtension(obligation=code, due_on=day, reason="待上级批复")


def extended(story: Story, day: date, who: str | None = None) -> Story:
    story.do(asking(day))
    story.do("approve-extension", who)
    return story


def under(**extension: Any) -> Story:
    """An issue in progress under a policy with these rules of extension."""
    policy = policies.policy(policies.step("late"), approvals={"extension": extension})
    return in_state(State.IN_PROGRESS, rules=policies.rules(policy))


def test_asking_alone_moves_no_clock() -> None:
    story = in_state(State.IN_PROGRESS)
    clocks = story.issue.obligations
    story.do(asking(date(2026, 3, 20)))
    (asked,) = story.happened(ExtensionRequested)
    assert (asked.obligation, local(asked.due_at), asked.reason) == ("resolve", "2026-03-20 23:59:59", "待上级批复")
    assert story.issue.obligations == clocks
    assert story.issue.extension_request is not None
    assert story.issue.extension_request.requested_by == f"staff-{LAND_UNIT}"


def test_an_approved_extension_has_a_new_deadline_beside_the_original() -> None:
    story = extended(in_state(State.IN_PROGRESS), date(2026, 3, 20))
    first, second = [clock for clock in story.issue.obligations if clock.code == "resolve"]
    assert (local(first.due_at), first.outcome, first.ended_at) == (ORIGINAL, "extended", story.now)
    assert (local(second.due_at), local(second.original_due_at or START)) == ("2026-03-20 23:59:59", ORIGINAL)
    assert (second.round, second.started_at, second.running) == (2, story.now, True)
    (approved,) = story.happened(ExtensionApproved)
    assert (local(approved.original_due_at), local(approved.due_at)) == (ORIGINAL, "2026-03-20 23:59:59")
    assert story.issue.extension_request is None


def test_a_refused_extension_leaves_every_clock_and_may_be_asked_for_again() -> None:
    story = in_state(State.IN_PROGRESS)
    clocks = story.issue.obligations
    story.do(asking(date(2026, 3, 20)))
    story.do("refuse-extension")
    assert story.happened(ExtensionRefused)[0].reason == "理由不充分"
    assert (story.issue.obligations, story.issue.extension_request) == (clocks, None)
    assert extended(story, date(2026, 3, 21)).clock_of("resolve").round == 2


@pytest.mark.parametrize("decision", ["approve-extension", "refuse-extension"])
def test_what_nobody_asked_for_is_not_decided(decision: str) -> None:
    assert refused(in_state(State.IN_PROGRESS), decision).reason is Refusal.EXTENSION_NOT_POSSIBLE


@pytest.mark.parametrize(
    ("level", "approver"),
    [("county", COUNTY), ("supervising", COUNTY), ("city", CITY), ("above", CITY), ("province", PROVINCE)],
)
def test_the_policy_says_at_which_level_it_is_approved(level: str, approver: str) -> None:
    story = under(level=level)
    story.do(asking(date(2026, 3, 20)))
    line = [COUNTY, CITY, PROVINCE]
    for who in line[: line.index(approver)]:
        assert refused(story, "approve-extension", who).reason is Refusal.NOT_PERMITTED
    story.do("approve-extension", approver)
    assert story.clock_of("resolve").round == 2


def test_above_the_province_there_is_only_the_province() -> None:
    policy = policies.policy(policies.step("late"), approvals={"extension": {"level": "above"}})
    story = in_state(State.IN_PROGRESS, Severity.MAJOR, rules=policies.rules(policy))
    story.do(asking(date(2026, 4, 20)))
    story.do("approve-extension", PROVINCE)
    assert story.clock_of("resolve").round == 2


@pytest.mark.parametrize("worker", [f"staff-{LAND_UNIT}", f"head-{LAND_UNIT}"])
def test_who_did_the_work_never_gives_it_time_whatever_the_post(worker: str) -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(asking(date(2026, 3, 20)))
    promoted = replace(person(PROVINCE), person_id=worker)
    assert refused(story, "approve-extension", promoted).reason is Refusal.SEPARATION_OF_DUTIES


def test_an_extension_into_the_past_is_refused_and_told_so() -> None:
    """The deadline has passed unextended; one that is later than it but over already is no deadline."""
    story = in_state(State.IN_PROGRESS).wait(days=20)
    caught = refused(story, asking(date(2026, 3, 15)))
    assert caught.reason is Refusal.EXTENSION_NOT_POSSIBLE
    assert "新时限不得在过去 / the new deadline lies in the past" in caught.detail


def test_an_extension_that_lay_in_the_future_when_asked_for_is_not_approved_once_it_is_past() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(asking(date(2026, 3, 12)))
    story.wait(days=15)
    assert "in the past" in refused(story, "approve-extension").detail
    assert local(story.clock_of("resolve").due_at) == ORIGINAL


@pytest.mark.parametrize("day", [date(2026, 3, 9), date(2026, 3, 5)])
def test_a_deadline_that_is_not_later_is_no_extension(day: date) -> None:
    assert "not later than the one that holds" in refused(in_state(State.IN_PROGRESS), asking(day)).detail


def test_an_overdue_clock_can_be_extended_too() -> None:
    story = extended(in_state(State.IN_PROGRESS).wait(days=20), date(2026, 3, 25))
    assert local(story.clock_of("resolve").due_at) == "2026-03-25 23:59:59"
    assert "resolve" not in {event.obligation for event in story.sweep()}


@pytest.mark.parametrize("code", ["zero", "feedback", "verify", "lunch"])
def test_only_what_the_policy_lets_be_extended_is(code: str) -> None:
    assert f"{code} cannot be extended" in refused(in_state(State.IN_PROGRESS), asking(date(2026, 4, 1), code)).detail


def test_a_clock_that_does_not_run_is_not_extended() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(asking(date(2026, 3, 20)))
    story.to(State.CLOSURE_REQUESTED)
    assert refused(story, "approve-extension").reason is Refusal.WRONG_STATE


def test_a_request_ends_with_the_issue_and_is_not_approved_after_it_came_back() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(asking(date(2026, 3, 30)))
    story.to(State.CLOSURE_REQUESTED, State.CLOSED, State.REOPENED)
    assert story.issue.extension_request is None
    assert "no extension is asked for" in refused(story, "approve-extension").detail


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


def test_no_other_clock_goes_along() -> None:
    story = in_state(State.ACCEPTED)
    before = story.clock_of("feedback")
    assert extended(story, date(2026, 3, 20)).clock_of("feedback") == before


def test_the_ladder_is_whole_again_on_the_new_deadline() -> None:
    story = in_state(State.IN_PROGRESS).wait(days=9)
    assert [e.step for e in story.sweep() if e.obligation == "resolve"] == ["resolve-person", "resolve-county"]
    extended(story, date(2026, 3, 20))
    assert [e.step for e in story.sweep() if e.obligation == "resolve"] == []
    story.clock.moment = datetime(2026, 3, 27, 23, 59, 59, tzinfo=SHANGHAI)
    again = [e for e in story.sweep() if e.obligation == "resolve"]
    assert [e.step for e in again] == ["resolve-person", "resolve-county", "resolve-city", "resolve-province"]
    assert {e.round for e in again} == {2}


def test_a_reopened_issue_starts_with_the_deadline_of_its_policy() -> None:
    story = extended(in_state(State.IN_PROGRESS), date(2026, 3, 20))
    story.to(State.CLOSURE_REQUESTED, State.CLOSED, State.REOPENED)
    clock = story.clock_of("resolve")
    assert (clock.round, local(clock.due_at), clock.original_due_at) == (3, ORIGINAL, None)


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


def test_the_note_of_the_approval_is_kept() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(asking(date(2026, 3, 20)))
    story.do(ApproveExtension(note="仅此一次"))
    assert story.happened(ExtensionApproved)[0].note == "仅此一次"


def test_a_second_request_does_not_silently_take_the_place_of_the_first() -> None:
    """Else a supervisor would approve another day than the one that was read."""
    story = in_state(State.IN_PROGRESS)
    story.do(asking(date(2026, 3, 20)))
    caught = refused(story, asking(date(2026, 3, 30)))
    assert (caught.reason, caught.facts["asked_for"]) == (Refusal.EXTENSION_NOT_POSSIBLE, "2026-03-20")
    story.do("approve-extension")
    assert local(story.clock_of("resolve").due_at) == "2026-03-20 23:59:59"


def test_once_its_day_has_come_a_request_that_nobody_answered_may_be_made_anew() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(asking(date(2026, 3, 12)))
    assert extended(story.wait(days=15), date(2026, 3, 30)).clock_of("resolve").round == 2


@pytest.mark.parametrize("other", [date(2026, 3, 19), date(2026, 3, 21)])
def test_approving_names_the_day_approved(other: date) -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(asking(date(2026, 3, 20)))
    caught = refused(story, ApproveExtension(due_on=other))
    assert caught.facts["asked_for"] == "2026-03-20"
    story.do(ApproveExtension(due_on=date(2026, 3, 20)))
    assert local(story.happened(ExtensionApproved)[0].due_at) == "2026-03-20 23:59:59"


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


def test_an_extension_approved_late_is_counted_from_the_original_all_the_same() -> None:
    story = extended(under(longest={"days": 10}).wait(days=4), date(2026, 3, 15))
    caught = refused(story, asking(date(2026, 3, 20)))
    assert local(caught.facts["latest"]) == "2026-03-19 23:59:59"


def test_at_the_very_moment_that_was_asked_for_another_one_may_be_asked_for() -> None:
    story = in_state(State.IN_PROGRESS)
    asked = story.do(asking(date(2026, 3, 12))).extension_request
    assert asked is not None
    story.clock.moment = asked.due_at - timedelta(milliseconds=1)
    assert "not answered yet" in refused(story, asking(date(2026, 3, 30))).detail
    assert extended(story.wait(milliseconds=1), date(2026, 3, 30)).clock_of("resolve").round == 2


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
