"""改用督办规则: an open issue goes over to another version by an approved command; its clocks are counted anew."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.timing import MovePolicy, RequestExtension, Suspend
from ledger.policy.policy import Policy
from mobile_schema.events.timing_events import PolicyMoved
from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.decisions.timing.versions import FIRST, LATE, LONG, NEW, SHORT, WITHOUT, WORKING, story, to
from tests.ledger.factories import CITY, COUNTY, LAND_UNIT, PROVINCE, START, local, person
from tests.ledger.stories import Story, due, in_state, reported


def refusal(of: Story, command: MovePolicy, who: Any = None) -> Refusal:
    before = of.issue
    with pytest.raises(CommandRefused) as caught:
        of.do(command, who)
    assert of.issue == before
    return caught.value.reason


def test_a_move_is_an_event_that_says_to_what_and_why() -> None:
    moved = story()
    moved.do(to(SHORT))
    (event,) = moved.happened(PolicyMoved)
    assert (event.policy, event.policy_version, event.reason) == ("test", 2, "统一规则")
    assert (moved.issue.policy, moved.issue.policy_version) == ("test", 2)
    assert moved.envelopes[-1].actor.person_id == PROVINCE
    assert moved.issue.state is State.IN_PROGRESS


@pytest.mark.parametrize("level", ["county", "city", "province"])
def test_the_version_that_it_leaves_says_who_approves_the_move(level: str) -> None:
    lenient = policies.policy(LATE, name="lenient", approvals={"move": "county"})
    strict = policies.policy(LATE, name="strict", approvals={"move": level})
    moved = in_state(State.IN_PROGRESS, rules=policies.rules(strict, lenient))
    line = [COUNTY, CITY, PROVINCE]
    approver = line[["county", "city", "province"].index(level)]
    for who in line[: line.index(approver)]:
        assert refusal(moved, to(lenient), who) is Refusal.NOT_PERMITTED
    moved.do(to(lenient), approver)
    assert moved.issue.policy == "lenient"


def test_who_did_the_work_never_moves_it() -> None:
    promoted = replace(person(PROVINCE), person_id=f"staff-{LAND_UNIT}")
    assert refusal(story(), to(LONG), promoted) is Refusal.SEPARATION_OF_DUTIES


def test_a_version_that_is_not_here_is_refused() -> None:
    assert refusal(story(), MovePolicy(policy="test", version=99, reason="统一规则")) is Refusal.UNKNOWN_POLICY


def test_running_clocks_are_counted_anew_from_their_own_starts() -> None:
    moved = story().wait(days=2)
    moved.do(to(LONG))
    assert due(moved) == {
        "feedback.1": "2026-03-05 23:59:59",
        "resolve.1": "2026-03-22 23:59:59",
        "zero.1": "2026-04-01 23:59:59",
    }
    assert {clock.started_at for clock in moved.issue.obligations} == {START}


def test_what_the_move_brings_forward_into_the_past_is_due_then_and_not_late() -> None:
    moved = story().wait(days=6)
    moved.do(to(SHORT))
    (late,) = moved.sweep()
    assert (late.step, late.due_at, late.late_ms, late.policy_version) == ("late", moved.now, 0, 2)


def test_clocks_that_have_ended_are_history() -> None:
    moved = story()
    deploy = moved.clock_of("deploy")
    moved.do(to(SHORT))
    assert moved.clock_of("deploy") == deploy


def test_an_extended_deadline_is_kept() -> None:
    moved = story()
    moved.do(RequestExtension(due_on=date(2026, 3, 25), reason="待批复"))
    moved.do("approve-extension")
    moved.do(to(SHORT))
    clock = moved.clock_of("resolve")
    assert (local(clock.due_at), local(clock.original_due_at or START)) == (
        "2026-03-25 23:59:59",
        "2026-03-09 23:59:59",
    )


def test_time_at_rest_stays_given() -> None:
    moved = story()
    moved.do(Suspend(resume_on=date(2026, 3, 20), reason="停工"))
    moved.wait(days=4, hours=5).do("resume")
    moved.do(to(LONG))
    assert local(moved.clock_of("resolve").due_at) == "2026-03-26 23:59:59"


def test_what_rests_goes_on_resting_under_the_new_version() -> None:
    moved = story()
    moved.do(Suspend(resume_on=date(2026, 3, 20), reason="停工"))
    moved.wait(days=2).do(to(NEW))
    assert moved.issue.state is State.SUSPENDED
    assert all(clock.paused_at for clock in moved.issue.obligations if clock.running)
    assert moved.wait(days=2).sweep() == []
    moved.do("resume")
    assert local(moved.clock_of("resolve").due_at) == "2026-03-13 23:59:59"
    assert local(moved.clock_of("weekly").due_at) == "2026-03-11 23:59:59"


def test_a_clock_that_the_new_version_has_not_is_cancelled() -> None:
    moved = story()
    moved.do(to(WITHOUT))
    assert (moved.clock_of("feedback").outcome, moved.clock_of("feedback").ended_at) == ("cancelled", moved.now)
    assert "feedback.1" not in due(moved)


def test_a_clock_that_the_new_version_has_for_others_only_is_cancelled() -> None:
    """Its limits need not even say how long an issue of this severity would have."""
    rare = {**policies.due()["feedback"], "only": {"severities": ["major"]}, "due": {"major": {"days": 3}}}
    for_major = policies.policy(LATE, version=7, obligations={**policies.due(), "feedback": rare})
    moved = in_state(State.IN_PROGRESS, rules=policies.rules(FIRST, for_major))
    moved.do(to(for_major))
    assert moved.clock_of("feedback").outcome == "cancelled"


def test_a_clock_that_only_the_new_version_has_begins_with_the_move() -> None:
    moved = story().wait(days=2)
    moved.do(to(NEW))
    assert due(moved)["weekly.1"] == "2026-03-09 23:59:59"
    assert moved.clock_of("weekly").started_at == moved.now


def test_an_issue_in_triage_gets_the_clocks_of_triage() -> None:
    moved = story(State.REPORTED)
    moved.do(to(NEW))
    assert due(moved) == {"triage.1": "2026-03-03 23:59:59"}


def test_a_clock_that_ended_before_does_not_begin_again() -> None:
    moved = story(State.CLOSURE_REQUESTED)
    moved.do(to(SHORT))
    assert set(due(moved)) == {"verify.1", "zero.1"}


def test_a_step_of_the_same_name_does_not_fire_twice_and_others_do() -> None:
    ladder = [policies.step("late"), policies.step("later", after={"days": 1})]
    other = policies.policy(*ladder, policies.step("latest", after={"days": 2}), version=8)
    moved = in_state(State.IN_PROGRESS, rules=policies.rules(policies.policy(*ladder), other)).wait(days=10)
    assert [event.step for event in moved.sweep()] == ["late", "later"]
    moved.do(to(other))
    assert [event.step for event in moved.sweep()] == ["latest"]
    assert moved.wait(days=30).sweep() == []


def test_a_newer_version_alone_moves_nothing() -> None:
    """The version is frozen onto the issue at its assignment."""
    issue = reported(rules=policies.rules(FIRST))
    issue.rules = policies.rules(SHORT, FIRST)
    issue.to(State.ACCEPTED, State.IN_PROGRESS)
    assert issue.issue.policy_version == 1
    assert due(issue)["resolve.1"] == "2026-03-09 23:59:59"
    assert issue.wait(days=5).sweep() == []


@settings(max_examples=60, deadline=None)
@given(
    versions=st.lists(st.sampled_from([FIRST, SHORT, LONG, WORKING]), min_size=1, max_size=5),
    gaps_ms=st.lists(st.integers(0, 2 * 86_400_000), min_size=5, max_size=5),
)
def test_whatever_the_way_the_clocks_are_those_of_the_last_version(versions: list[Policy], gaps_ms: list[int]) -> None:
    moved = story()
    for policy, gap in zip(versions, gaps_ms, strict=False):
        moved.wait(milliseconds=gap).do(to(policy))
    straight = story(under=versions[-1])
    assert due(moved) == due(straight)


def test_a_move_outside_the_scope_of_the_version_is_refused() -> None:
    """A land issue has nothing to do with the police."""
    land = in_state(State.IN_PROGRESS)
    before = land.issue
    with pytest.raises(CommandRefused) as caught:
        land.do(MovePolicy(policy="obstruction", version=1, reason="从快"))
    assert caught.value.reason is Refusal.POLICY_OUT_OF_SCOPE
    assert caught.value.facts["applies_to"] == {"categories": ["obstruction"]}
    assert land.issue == before


@pytest.mark.parametrize(
    "scope", [{"severities": ["major"]}, {"regions": ["140200"]}, {"works_stopped": True}, {"categories": ["other"]}]
)
def test_every_part_of_a_scope_is_asked(scope: dict[str, Any]) -> None:
    narrow = policies.policy(LATE, version=9, applies_to=scope)
    moved = in_state(State.IN_PROGRESS, rules=policies.rules(FIRST, narrow))
    assert refusal(moved, to(narrow)) is Refusal.POLICY_OUT_OF_SCOPE
