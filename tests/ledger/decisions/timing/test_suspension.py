"""挂起: the clocks rest, keep the days they had left, and run on by themselves on their day."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ledger.escalation.due import next_due_at, pending_steps
from ledger.issue.refusals import Refusal
from ledger.issue.words.referring import LogReferral
from ledger.issue.words.timing import RequestSuspension, Resume, Suspend
from ledger.registry.actors import SYSTEM_ID
from mobile_schema.events.timing_events import IssueResumed, SuspensionRefused
from mobile_schema.vocabulary import Category, ReferralBody, State
from tests.ledger import policies
from tests.ledger.factories import CITY, COUNTY, LAND_UNIT, PROVINCE, SHANGHAI, START, local, person
from tests.ledger.stories import Story, due, in_state, obstruction, refused, reported


def until(day: date) -> Suspend:
    return Suspend(resume_on=day, reason="冬季停工")


def suspended(story: Story, days: int, who: str | None = None) -> Story:
    story.do(until(story.now.astimezone(SHANGHAI).date() + timedelta(days=days)), who)
    return story


def left(story: Story, at: datetime) -> dict[str, timedelta]:
    """The time that each running clock has left at a moment."""
    return {clock.key: clock.due_at - at for clock in story.issue.obligations if clock.running}


def test_a_suspended_issue_fires_nothing_however_long() -> None:
    story = suspended(in_state(State.IN_PROGRESS), 100).wait(days=99)
    assert story.sweep() == []
    assert list(pending_steps(story.issue, story.rules.regime_of(story.issue))) == []
    assert story.issue.state is State.SUSPENDED


def test_the_sweep_looks_again_when_it_resumes() -> None:
    story = suspended(in_state(State.IN_PROGRESS), 10)
    looks_at = next_due_at(story.issue, story.rules.regime_of(story.issue))
    assert looks_at is not None
    assert local(looks_at) == "2026-03-12 00:00:00"


def test_it_resumes_by_itself_on_its_day_in_the_state_it_had() -> None:
    story = suspended(in_state(State.ACCEPTED), 10)
    days_left = {key: rest.days for key, rest in left(story, story.now).items()}
    story.clock.moment = datetime(2026, 3, 12, tzinfo=SHANGHAI)
    story.sweep()
    assert (story.issue.state, story.issue.suspension) == (State.ACCEPTED, None)
    whole = timedelta(days=1, seconds=-1)
    assert left(story, story.now) == {key: timedelta(days=days - 1) + whole for key, days in days_left.items()}
    assert story.envelopes[-1].actor.person_id == SYSTEM_ID


def test_however_late_its_day_is_noticed_the_clocks_run_from_that_day() -> None:
    """The worker was away for five days: the issue gains nothing by it, and what fell due since fires once."""
    story = suspended(in_state(State.IN_PROGRESS).wait(days=6), 10).wait(days=15)
    fired = story.sweep()
    (resumed,) = story.happened(IssueResumed)
    assert local(resumed.resumed_at) == "2026-03-18 00:00:00"
    assert local(story.clock_of("resolve").due_at) == "2026-03-18 23:59:59"
    steps = [event.step for event in fired if event.obligation == "resolve"]
    assert steps == ["resolve-person", "resolve-county", "resolve-city"]
    assert fired[0].late_ms > 0
    assert story.sweep() == []


def test_a_supervisor_may_let_it_run_on_before_its_day() -> None:
    story = suspended(in_state(State.IN_PROGRESS), 10)
    dues = due(story)
    story.wait(days=2, hours=3, milliseconds=7).do("resume")
    assert story.issue.state is State.IN_PROGRESS
    assert (dues["resolve.1"], due(story)["resolve.1"]) == ("2026-03-09 23:59:59", "2026-03-11 23:59:59")
    assert story.happened(IssueResumed)[0].reason == "提前复工"


def test_who_resumes_it_after_its_day_gives_it_no_more_time_than_it_had() -> None:
    story = suspended(in_state(State.IN_PROGRESS), 10).wait(days=14)
    story.do(Resume(reason="复工"))
    assert local(story.happened(IssueResumed)[0].resumed_at) == "2026-03-12 00:00:00"


@settings(max_examples=60, deadline=None)
@given(
    rests=st.lists(
        st.tuples(st.integers(0, 10**9), st.integers(1, 180), st.integers(0, 200 * 86_400_000)), min_size=1, max_size=4
    )
)
@example(rests=[(223_200_000, 1, 86_399_001)])
def test_the_time_left_is_kept_to_the_day_over_any_number_of_suspensions(rests: list[Any]) -> None:
    """(run in ms, suspended for days, looked at or resumed after ms): all rests together give back their whole days."""
    story = in_state(State.IN_PROGRESS)
    rested = timedelta()
    begun = {clock.key: clock.due_at for clock in story.issue.obligations if clock.running}
    for run_ms, days, noticed_ms in rests:
        story.wait(milliseconds=run_ms)
        suspended(story, days)
        since, suspension = story.now, story.issue.suspension
        in_time = {clock.key for clock in story.issue.obligations if clock.due_at >= since}
        assert suspension is not None
        story.wait(milliseconds=noticed_ms)
        if story.now < suspension.until:
            story.do("resume")
            ended = story.now
        else:
            story.sweep()
            ended = suspension.until
        rested += ended - since
        for clock in story.issue.obligations:
            if clock.running:
                assert local(clock.due_at).endswith("23:59:59")
                assert (clock.due_at - begun[clock.key] - rested) / timedelta(days=1) > -1 - len(rests)
                # A day's due time is the begin of its last second: resumed within that, it has passed by less than it.
                assert clock.due_at + timedelta(seconds=1) > ended or clock.key not in in_time
                assert clock.due_at - begun[clock.key] < rested + timedelta(days=len(rests))
    assert all(clock.original_due_at == START_DUE[clock.key] for clock in story.issue.obligations if clock.running)


START_DUE = {clock.key: clock.due_at for clock in in_state(State.IN_PROGRESS).issue.obligations}


def test_steps_that_fired_stay_fired_and_those_to_come_move_by_the_rest() -> None:
    story = in_state(State.IN_PROGRESS).wait(days=8)
    assert "resolve-person" in [event.step for event in story.sweep()]
    steps = {each.step.step: each.due_at for each in pending_steps(story.issue, story.rules.regime_of(story.issue))}
    since = story.now
    suspended(story, 10).wait(days=9).do("resume")
    after = {each.step.step: each.due_at for each in pending_steps(story.issue, story.rules.regime_of(story.issue))}
    assert "resolve-person" not in after
    assert after == {name: moment + (story.now - since) for name, moment in steps.items()}


def test_a_repeat_moves_by_the_rest() -> None:
    story = in_state(State.IN_PROGRESS).wait(days=15)
    assert [e.occurrence for e in story.sweep() if e.step == "zero-circular"] == [1]
    suspended(story, 30).wait(days=20).do("resume")
    story.sweep()
    story.clock.moment = datetime(2026, 4, 12, 23, 59, 58, tzinfo=SHANGHAI)
    assert story.sweep() == []
    story.wait(seconds=1)
    assert [(e.step, e.occurrence) for e in story.sweep()] == [("zero-circular", 2)]


def test_a_lapse_moves_by_the_rest() -> None:
    """The orange sheet follows the blue one by three days of running time."""
    story = in_state(State.IN_PROGRESS, rules=policies.rules(policies.shipped("three-sheets"))).wait(days=8)
    assert [e.step for e in story.sweep() if e.obligation == "resolve"] == ["resolve-blue"]
    suspended(story.wait(days=1), 30).wait(days=20).do("resume")
    assert "resolve" not in {event.obligation for event in story.wait(days=2, milliseconds=-1).sweep()}
    assert [event.step for event in story.wait(milliseconds=1).sweep()] == ["resolve-orange"]


def test_time_at_rest_is_not_idle() -> None:
    story = in_state(State.IN_PROGRESS).wait(days=8)
    story.acknowledge(next(event for event in story.sweep() if event.step == "resolve-person"))
    suspended(story, 60).wait(days=60)
    assert "resolve-person" not in [event.step for event in story.sweep()]
    story.clock.moment = datetime(2026, 5, 16, tzinfo=SHANGHAI)
    assert ("resolve-person", 2) in [(event.step, event.occurrence) for event in story.sweep()]


def test_what_starts_while_it_rests_rests_too() -> None:
    """The police are called in while the clocks rest: the half hour runs from the resumption."""
    story = obstruction(policies.rules(policies.shipped("obstruction")), referrals=[])
    suspended(story, 10).wait(days=1)
    story.do(LogReferral(body=ReferralBody.POLICE_110, referred_at=story.now), COUNTY)
    assert story.clock_of("police_answer").paused_at == story.now
    assert story.wait(days=2).sweep() == []
    story.do("resume")
    assert story.clock_of("police_answer").due_at == story.now + timedelta(minutes=30)


def test_an_issue_in_triage_can_rest_too() -> None:
    story = suspended(reported(Category.OTHER), 10)
    assert story.wait(days=9).sweep() == []
    story.wait(days=2).sweep()
    assert story.issue.state is State.REPORTED
    assert local(story.clock_of("triage").due_at) == "2026-03-12 23:59:59"


def test_a_void_issue_rests_no_more() -> None:
    story = suspended(in_state(State.IN_PROGRESS), 10).wait(days=1)
    story.do("void")
    assert story.issue.suspension is None
    assert not [clock for clock in story.issue.obligations if clock.running or clock.paused_at]
    assert story.wait(days=30).sweep() == []
    assert story.issue.state is State.VOIDED


def test_the_unit_asks_and_a_supervisor_decides() -> None:
    story = in_state(State.IN_PROGRESS)
    clocks = story.issue.obligations
    story.do(RequestSuspension(resume_on=date(2026, 3, 20), reason="冬季停工"))
    assert story.issue.suspension_request is not None
    assert story.issue.obligations == clocks
    story.do("refuse-suspension")
    assert story.happened(SuspensionRefused)[0].reason == "理由不充分"
    assert (story.issue.suspension_request, story.issue.obligations) == (None, clocks)
    story.do("request-suspension")
    suspended(story, 10)
    assert (story.issue.suspension_request, story.issue.state) == (None, State.SUSPENDED)


def test_what_nobody_asked_for_is_not_refused() -> None:
    assert refused(in_state(State.IN_PROGRESS), "refuse-suspension").reason is Refusal.SUSPENSION_NOT_POSSIBLE


@pytest.mark.parametrize("level", ["county", "city", "province", "above"])
def test_the_policy_says_at_which_level_it_is_approved_and_ended(level: str) -> None:
    policy = policies.policy(policies.step("late"), approvals={"suspension": {"level": level}})
    story = in_state(State.IN_PROGRESS, rules=policies.rules(policy))
    line = [COUNTY, CITY, PROVINCE]
    approver = {"county": COUNTY, "city": CITY, "above": CITY, "province": PROVINCE}[level]
    for who in line[: line.index(approver)]:
        assert refused(story, "suspend", who).reason is Refusal.NOT_PERMITTED
    story.do("suspend", approver)
    for who in line[: line.index(approver)]:
        assert refused(story, "resume", who).reason is Refusal.NOT_PERMITTED
    story.do("resume", approver)


def test_who_did_the_work_never_lets_its_clocks_rest() -> None:
    promoted = replace(person(PROVINCE), person_id=f"staff-{LAND_UNIT}")
    assert refused(in_state(State.IN_PROGRESS), "suspend", promoted).reason is Refusal.SEPARATION_OF_DUTIES


@pytest.mark.parametrize("ask", [Suspend, RequestSuspension])
@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 3, 1)])
def test_it_resumes_on_a_later_day(ask: type[Suspend], day: date) -> None:
    caught = refused(in_state(State.IN_PROGRESS), ask(resume_on=day, reason="停工"))
    assert caught.reason is Refusal.SUSPENSION_NOT_POSSIBLE
    assert "恢复日期须在今日之后 / it must resume on a later day" in caught.detail


@pytest.mark.parametrize("ask", [Suspend, RequestSuspension])
def test_it_rests_no_longer_than_the_policy_allows(ask: type[Suspend]) -> None:
    policy = policies.policy(policies.step("late"), approvals={"suspension": {"longest": {"days": 10}}})
    story = in_state(State.IN_PROGRESS, rules=policies.rules(policy))
    caught = refused(story, ask(resume_on=date(2026, 3, 13), reason="停工"))
    assert caught.facts["latest"] == START + timedelta(days=10)
    story.do(ask(resume_on=date(2026, 3, 12), reason="停工"))


def test_a_day_that_has_come_is_refused_when_it_is_approved_at_last() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(RequestSuspension(resume_on=date(2026, 3, 5), reason="停工"))
    assert "later day" in refused(story.wait(days=5), until(date(2026, 3, 5))).detail


@pytest.mark.parametrize("command", ["accept", "file-plan", "report-progress", "request-closure", "suspend", "merge"])
def test_nothing_else_goes_on_while_it_rests(command: str) -> None:
    assert refused(in_state(State.SUSPENDED), command).reason is Refusal.WRONG_STATE


def test_a_clock_that_jumps_back_makes_no_rest_negative() -> None:
    story = in_state(State.IN_PROGRESS)
    before = due(story)
    suspended(story, 10)
    story.clock.moment -= timedelta(days=2)
    story.do("resume")
    assert due(story) == before
    assert {clock.rested_ms for clock in story.issue.obligations} == {0}


def test_a_second_request_does_not_silently_take_the_place_of_the_first() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(RequestSuspension(resume_on=date(2026, 3, 20), reason="冬季停工"))
    assert "not answered yet" in refused(story, RequestSuspension(resume_on=date(2026, 4, 20), reason="停工")).detail
    assert story.wait(days=20).do(RequestSuspension(resume_on=date(2026, 4, 20), reason="停工")).suspension_request


def test_at_the_very_moment_that_was_asked_for_another_one_may_be_asked_for() -> None:
    story = in_state(State.IN_PROGRESS)
    again = RequestSuspension(resume_on=date(2026, 4, 20), reason="停工")
    story.do(RequestSuspension(resume_on=date(2026, 3, 20), reason="冬季停工"))
    story.clock.moment = datetime(2026, 3, 20, tzinfo=SHANGHAI) - timedelta(milliseconds=1)
    assert "not answered yet" in refused(story, again).detail
    assert story.wait(milliseconds=1).do(again).suspension_request
