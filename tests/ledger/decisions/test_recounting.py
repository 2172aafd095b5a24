"""改用督办规则: an open issue goes over to another version by an approved command; its clocks are counted anew."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.calendar.calendars import Calendars
from ledger.calendar.deadlines import TimeLimit, due_at
from ledger.calendar.files import parse_calendar
from ledger.decisions.recounting import recompute
from ledger.issue.changes import envelopes_for
from ledger.issue.commands import MovePolicy, RequestExtension, Suspend
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.policy.policy import Policy
from ledger.policy.rules import Rules
from ledger.registry.actors import SYSTEM
from mobile_schema.events.issue_events import ClocksRecomputed, PolicyMoved
from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.calendars import YEAR_2027
from tests.ledger.factories import (
    CITY,
    COUNTY,
    LAND_UNIT,
    PROVINCE,
    RULES,
    SHANGHAI,
    START,
    Story,
    in_state,
    local,
    person,
    reported,
)

LATE = policies.step("late")
SHORT = policies.policy(LATE, version=2, obligations=policies.due(resolve={"days": 3}, zero={"days": 3}))
LONG = policies.policy(LATE, version=3, obligations=policies.due(resolve={"days": 20}, zero={"days": 30}))
WORKING = policies.policy(LATE, version=4, obligations=policies.due(resolve={"working_days": 7}))
FIRST = policies.policy(LATE)


def to(policy: Policy) -> MovePolicy:
    return MovePolicy(policy=policy.name, version=policy.version, reason="统一规则")


def story(state: State = State.IN_PROGRESS, *, under: Policy = FIRST, **said: Any) -> Story:
    """An issue under the first version, where the others are known."""
    return in_state(state, rules=_rules(under.version), **said)


@cache
def _rules(holding: int) -> Rules:
    versions = {one.version: one for one in (FIRST, SHORT, LONG, WORKING, WITHOUT, NEW)}
    return policies.rules(versions.pop(holding), *versions.values())


WITHOUT = policies.policy(
    LATE, version=5, obligations={name: rule for name, rule in policies.due().items() if name != "feedback"}
)
REPORT = {
    "title": {"zh": "周报", "en": "Weekly report"},
    "starts": ["assigned"],
    "satisfied_by": ["closed"],
    "due": {"days": 5},
}
NEW = policies.policy(
    LATE, policies.step("report", "weekly"), version=6, obligations={**policies.due(), "weekly": REPORT}
)


def due(of: Story) -> dict[str, str]:
    return {clock.key: local(clock.due_at) for clock in of.issue.obligations if clock.running}


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
    assert local(moved.clock_of("resolve").due_at) == "2026-03-27 04:59:59"


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


NEW_YEAR = datetime(2026, 12, 28, 10, tzinfo=SHANGHAI).astimezone(UTC)
BEFORE = policies.rules(WORKING)
AFTER = policies.rules(WORKING, calendars=Calendars((parse_calendar(YEAR_2027),)))


def published(of: Story) -> Story:
    """The story once the working days of 2027 are there, and what rested on them is counted again."""
    of.rules = AFTER
    event = recompute(of.issue, AFTER.regime_of(of.issue), "national-2027@1")
    assert event is not None
    of.add(envelopes_for(of.issue, [event], of.now, SYSTEM))
    return of


def test_what_counts_on_days_that_nobody_has_published_is_provisional() -> None:
    issue = reported(at=NEW_YEAR, rules=BEFORE)
    assert {clock.code for clock in issue.issue.obligations if clock.provisional} == {"resolve"}
    assert local(issue.clock_of("resolve").due_at) == "2027-01-06 23:59:59"


def test_when_a_year_is_published_what_was_provisional_is_counted_again() -> None:
    """The first of January is no working day after all."""
    issue = reported(at=NEW_YEAR, rules=BEFORE)
    others = [clock for clock in issue.issue.obligations if clock.code != "resolve"]
    published(issue.wait(days=2))
    resolve = issue.clock_of("resolve")
    assert (local(resolve.due_at), resolve.provisional, resolve.round) == ("2027-01-07 23:59:59", False, 1)
    assert [clock for clock in issue.issue.obligations if clock.code != "resolve"] == others
    assert issue.happened(ClocksRecomputed)[0].calendar == "national-2027@1"


def test_counted_again_once_nothing_is_left_to_count() -> None:
    issue = published(reported(at=NEW_YEAR, rules=BEFORE))
    assert recompute(issue.issue, AFTER.regime_of(issue.issue), "national-2027@1") is None


def test_a_year_that_is_still_not_there_changes_nothing() -> None:
    issue = reported(at=NEW_YEAR, rules=BEFORE)
    assert recompute(issue.issue, BEFORE.regime_of(issue.issue), "national-2026@2") is None
    assert recompute(reported().issue, AFTER.regime(RULES.policies.newest(), "140105"), "national-2027@1") is None


def test_time_at_rest_counts_when_a_year_is_published() -> None:
    issue = reported(at=NEW_YEAR, rules=BEFORE)
    issue.do(Suspend(resume_on=date(2027, 1, 4), reason="停工"))
    issue.wait(days=3, milliseconds=1).do("resume")
    assert local(published(issue).clock_of("resolve").due_at) == "2027-01-10 23:59:59"
    assert issue.clock_of("resolve").due_at.microsecond == 1000


def test_a_clock_that_ended_provisionally_stays_as_it_ended() -> None:
    issue = reported(at=NEW_YEAR, rules=BEFORE).to(State.DECLINED)
    assert recompute(issue.issue, AFTER.regime_of(issue.issue), "national-2027@1") is None


def test_an_extended_deadline_is_no_longer_provisional() -> None:
    issue = reported(at=NEW_YEAR, rules=BEFORE).to(State.ACCEPTED, State.IN_PROGRESS)
    issue.do(RequestExtension(due_on=date(2027, 1, 20), reason="待批复"))
    issue.do("approve-extension")
    assert not issue.clock_of("resolve").provisional
    assert recompute(issue.issue, AFTER.regime_of(issue.issue), "national-2027@1") is None


@settings(deadline=None)
@given(start=st.datetimes(datetime(2026, 12, 1), datetime(2027, 2, 20), timezones=st.just(SHANGHAI)))
def test_counted_again_it_is_as_if_the_year_had_been_there_from_the_start(start: datetime) -> None:
    before = reported(at=start.astimezone(UTC).replace(microsecond=0), rules=BEFORE)
    event = recompute(before.issue, AFTER.regime_of(before.issue), "national-2027@1")
    if event is not None:
        before.add(envelopes_for(before.issue, [event], before.now, SYSTEM))
    straight = due_at(before.now, TimeLimit(working_days=7), SHANGHAI, AFTER.calendars.of("140105"))
    clock = before.clock_of("resolve")
    assert (clock.due_at, clock.provisional) == (straight, False)
