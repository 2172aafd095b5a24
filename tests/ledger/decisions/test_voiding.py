"""撤销作废: a void issue has its life back, as if it had been suspended meanwhile."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from ledger.decisions.lifecycle.table import possible
from ledger.escalation.due import pending_steps
from ledger.issue.refusals import Refusal
from ledger.issue.words.referring import LogReferral
from ledger.issue.words.setting_aside import Merge
from ledger.issue.words.timing import Suspend
from mobile_schema.events.set_aside_events import IssueUnvoided
from mobile_schema.vocabulary import Category, ReferralBody, Severity, State
from tests.ledger import policies
from tests.ledger.factories import CITY, COUNTY, HEAD, PROVINCE, SHANGHAI, STAFF, local, person
from tests.ledger.stories import Story, due, in_state, obstruction, refused, reported

VOIDABLE = [
    state for state in State if state not in (State.CLOSED, State.ON_PAPER, State.VOIDED, State.MERGED, State.SUSPENDED)
]


def voided(story: Story, days: float = 5) -> Story:
    """Void for so many days."""
    story.do("void")
    return story.wait(days=days)


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("state", VOIDABLE)
def test_it_comes_back_to_the_state_in_which_it_was_voided(state: State, severity: Severity) -> None:
    story = in_state(state, severity)
    running = due(story).keys()
    voided(story).do("unvoid")
    assert (story.issue.state, story.issue.voiding) == (state, None)
    assert (story.issue.closed_at, story.issue.closed_by) == (None, None)
    assert due(story).keys() == running
    assert story.happened(IssueUnvoided)[0].reason == "经复核属实"


def test_a_void_issue_says_what_it_was() -> None:
    story = in_state(State.IN_PROGRESS).wait(days=8)
    running = [clock.key for clock in story.issue.obligations if clock.running]
    story.sweep()
    story.do("void")
    voiding = story.issue.voiding
    assert voiding is not None
    assert (voiding.since, voiding.back_to, voiding.overdue) == (story.now, State.IN_PROGRESS, True)
    assert (list(voiding.clocks), voiding.suspension) == (running, None)


def test_one_that_is_not_stored_with_what_it_was_is_refused_until_the_ledger_is_rebuilt() -> None:
    story = voided(in_state(State.IN_PROGRESS))
    story.issue = structs.replace(story.issue, voiding=None)
    assert possible(story.issue) == ("comment", "record-recheck")
    caught = refused(story, "unvoid")
    assert caught.reason is Refusal.WRONG_STATE
    assert "xiaohao ledger rebuild" in caught.detail


def test_the_time_that_it_was_void_does_not_count_against_the_unit() -> None:
    story = in_state(State.IN_PROGRESS)
    assert due(story)["resolve.1"] == "2026-03-09 23:59:59"
    voided(story.wait(days=2), days=30).do("unvoid")
    assert due(story)["resolve.1"] == "2026-04-08 23:59:59"
    clock = story.clock_of("resolve")
    assert (local(clock.original_due), clock.rested_ms) == ("2026-03-09 23:59:59", 30 * 86_400_000)
    assert story.sweep() == []


@settings(max_examples=60, deadline=None)
@given(run_ms=st.integers(0, 12 * 86_400_000), void_ms=st.integers(0, 90 * 86_400_000))
def test_it_gets_back_just_what_a_suspension_as_long_would_have_given(run_ms: int, void_ms: int) -> None:
    one, other = (in_state(State.IN_PROGRESS).wait(milliseconds=run_ms) for _ in range(2))
    for story in (one, other):
        story.sweep()
    voided(one, days=0).wait(milliseconds=void_ms).do("unvoid")
    other.do(Suspend(resume_on=other.now.astimezone(SHANGHAI).date() + timedelta(days=100), reason="停工"), PROVINCE)
    other.wait(milliseconds=void_ms).do("resume", PROVINCE)
    assert due(one) == due(other)
    assert _to_come(one) == _to_come(other)


def _to_come(story: Story) -> list[tuple[str, int, datetime]]:
    found = pending_steps(story.issue, story.rules.regime_of(story.issue))
    return sorted((each.step.step, each.occurrence, each.due_at) for each in found)


def test_what_fired_before_does_not_fire_again_and_what_was_to_come_comes() -> None:
    story = in_state(State.IN_PROGRESS).wait(days=9)
    before = [(event.step, event.occurrence) for event in story.sweep()]
    assert "resolve-county" in [step for step, _ in before]
    voided(story, days=40).do("unvoid")
    assert story.sweep() == []
    story.wait(days=40)
    after = [(event.step, event.occurrence) for event in story.sweep()]
    assert "resolve-city" in [step for step, _ in after]
    assert not set(before) & set(after)


def test_voided_twice_it_gives_back_both_times() -> None:
    story = voided(in_state(State.IN_PROGRESS), days=3)
    story.do("unvoid")
    voided(story, days=4).do("unvoid")
    assert due(story)["resolve.1"] == "2026-03-16 23:59:59"


def test_in_working_days_only_days_worked_are_given_back() -> None:
    """Void from Friday morning to Monday morning: one working day of three."""
    story = reported(rules=policies.rules(policies.shipped("13710-working-days"))).wait(days=4)
    before = due(story)["resolve.1"]
    voided(story, days=3).do("unvoid")
    assert (before, due(story)["resolve.1"]) == ("2026-03-11 23:59:59", "2026-03-12 23:59:59")


def test_a_suspension_that_was_not_over_goes_on_to_its_day() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(Suspend(resume_on=date(2026, 3, 22), reason="冬季停工"))
    since, suspension = story.now, story.issue.suspension
    voided(story.wait(days=1)).do("unvoid")
    assert (story.issue.state, story.issue.suspension) == (State.SUSPENDED, suspension)
    assert {clock.paused_at for clock in story.issue.obligations if clock.running} == {since}
    story.clock.moment = datetime(2026, 3, 22, tzinfo=SHANGHAI)
    story.sweep()
    assert story.issue.state is State.IN_PROGRESS
    assert due(story)["resolve.1"] == "2026-03-28 23:59:59"


@pytest.mark.parametrize("late", [timedelta(), timedelta(days=20)])
def test_a_suspension_whose_day_came_meanwhile_is_over(late: timedelta) -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(Suspend(resume_on=date(2026, 3, 12), reason="冬季停工"))
    voided(story, days=1)
    story.clock.moment = datetime(2026, 3, 12, tzinfo=SHANGHAI) + late
    story.do("unvoid")
    assert (story.issue.state, story.issue.suspension) == (State.IN_PROGRESS, None)
    assert not [clock for clock in story.issue.obligations if clock.paused_at]
    days = 9 + late.days
    assert due(story)["resolve.1"] == local(datetime(2026, 3, 9, 23, 59, 59, tzinfo=SHANGHAI) + timedelta(days=days))


def test_a_clock_that_began_in_that_suspension_rests_on_from_its_own_start() -> None:
    story = obstruction(policies.rules(policies.shipped("obstruction")), referrals=[])
    story.do(Suspend(resume_on=date(2026, 3, 22), reason="冬季停工"))
    story.wait(days=1).do(LogReferral(body=ReferralBody.POLICE_110, referred_at=story.now), COUNTY)
    began = story.now
    voided(story).do("unvoid")
    assert story.clock_of("police_answer").paused_at == began


def test_clocks_that_had_ended_before_stay_ended() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    ended = {clock.key: clock.outcome for clock in story.issue.obligations if not clock.running}
    voided(story).do("unvoid")
    assert {clock.key: clock.outcome for clock in story.issue.obligations if not clock.running} == ended
    assert story.do("return-closure").state is State.RETURNED


def test_what_was_asked_before_is_asked_no_more() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do("request-extension")
    voided(story).do("unvoid")
    assert story.issue.extension_request is None


@pytest.mark.parametrize("days", [0, 8])
def test_what_a_level_above_voided_takes_that_level_to_undo_however_long_after(days: int) -> None:
    story = in_state(State.IN_PROGRESS).wait(days=days)
    story.sweep()
    voided(story, days=100)
    if days:
        assert refused(story, "unvoid", COUNTY).reason is Refusal.NOT_PERMITTED
        story.do("unvoid", CITY)
    else:
        story.do("unvoid", COUNTY)


def test_a_major_one_is_given_back_by_a_level_above_alone() -> None:
    story = voided(in_state(State.IN_PROGRESS, Severity.MAJOR, Category.LAND))
    for who in (COUNTY, CITY):
        assert refused(story, "unvoid", who).reason is Refusal.NOT_PERMITTED
    story.do("unvoid", PROVINCE)


@pytest.mark.parametrize("worker", [HEAD, STAFF, "inspector-140105-1"])
def test_who_did_the_work_or_reported_it_never_gives_it_back_whatever_they_are_by_then(worker: str) -> None:
    story = voided(in_state(State.IN_PROGRESS))
    promoted = replace(person(PROVINCE), person_id=worker)
    assert refused(story, "unvoid", promoted).reason is Refusal.SEPARATION_OF_DUTIES


def test_one_that_was_merged_is_parted_and_not_given_back() -> None:
    """It cannot be void at once: what is merged is not voided, nor what others were merged into."""
    story = in_state(State.MERGED)
    caught = refused(story, "unvoid", PROVINCE)
    assert (caught.reason, caught.facts) == (
        Refusal.WRONG_STATE,
        {"state": State.MERGED, "allowed": ("comment", "part", "record-recheck")},
    )


def test_nothing_goes_into_it_while_it_is_void_and_anything_may_after() -> None:
    main = voided(in_state(State.IN_PROGRESS))
    duplicate = reported(at=main.now)
    duplicate.issue = structs.replace(duplicate.issue, id="duplicate")
    duplicate.clock, duplicate.main = main.clock, main
    merge = Merge(into=main.issue.id, reason="同一问题")
    assert refused(duplicate, merge, PROVINCE).reason is Refusal.MERGER_NOT_POSSIBLE
    main.do("unvoid")
    assert duplicate.do(merge, PROVINCE).state is State.MERGED
