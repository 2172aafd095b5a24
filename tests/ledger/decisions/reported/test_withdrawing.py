"""A report is withdrawn within its policy's limit; an issue that nobody has touched ends by it, any other stands."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from ledger.calendar.deadlines import Span
from ledger.decisions.reported.withdrawing import demand_in_time, untouched
from ledger.issue.projection import replay
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.policy.policy import WithdrawalRule
from mobile_schema.events.report_events import ReportWithdrawn
from mobile_schema.vocabulary import Severity, State
from tests.ledger import policies
from tests.ledger.factories import CITY, COUNTY, INSPECTOR, LOOKED, RULES, START, VISIT
from tests.ledger.stories import in_state, obstruction


@pytest.mark.parametrize("state", [State.REPORTED, State.ASSIGNED])
def test_an_issue_that_nobody_has_touched_ends_as_void_and_a_supervisor_may_undo_that(state: State) -> None:
    story = in_state(state)
    after = story.withdrawn()
    assert [envelope.type for envelope in story.envelopes[-2:]] == ["report.withdrawn.v1", "issue.voided.v1"]
    assert (after.state, after.closed_by) == (State.VOIDED, INSPECTOR)
    assert not [clock for clock in after.obligations if clock.running]
    assert after.taken_back is not None
    assert (after.taken_back.by, after.taken_back.reason) == (INSPECTOR, "项目选错")
    (event,) = story.happened(ReportWithdrawn)
    assert [alert.recipient_person_id for alert in event.alerts] == [COUNTY]
    assert "已作废,可撤销作废" in event.alerts[0].text_zh
    assert replay(story.envelopes) == after
    assert story.do("unvoid").state is state


@pytest.mark.parametrize("state", [state for state in State if state not in {State.REPORTED, State.ASSIGNED}])
def test_an_issue_that_somebody_has_touched_stands_and_its_supervisor_decides(state: State) -> None:
    story = in_state(state)
    before = story.issue
    after = story.withdrawn()
    assert (after.state, after.obligations) == (before.state, before.obligations)
    assert after.taken_back is not None
    assert "问题不变,请核实后决定" in story.last().alerts[0].text_zh
    assert replay(story.envelopes) == after


def test_what_is_major_or_overdue_does_not_vanish_on_one_word() -> None:
    assert in_state(State.ASSIGNED, Severity.MAJOR).withdrawn().state is State.ASSIGNED
    late = in_state(State.ASSIGNED).wait(days=1)
    assert late.withdrawn().state is State.ASSIGNED


def test_what_its_own_report_said_of_a_referral_is_no_work_on_it() -> None:
    story = obstruction()
    assert untouched(story.issue)
    assert story.withdrawn().state is State.VOIDED


def test_a_supervisor_who_has_assigned_it_has_touched_it() -> None:
    story = in_state(State.REPORTED)
    story.wait(minutes=1).do("assign")
    assert not untouched(story.issue)
    assert story.withdrawn().state is State.ASSIGNED


def test_a_look_of_a_visit_that_was_withdrawn_strikes_nothing_off() -> None:
    story = in_state(State.CLOSURE_REQUESTED, Severity.MAJOR)
    story.do(LOOKED, INSPECTOR)
    after = story.withdrawn(VISIT)
    assert (after.recheck, after.taken_back, after.state) == (None, None, State.CLOSURE_REQUESTED)
    assert "一份报告(复核或更正)已被撤回" in story.last().alerts[0].text_zh
    with pytest.raises(CommandRefused) as caught:
        story.do("approve-closure")
    assert caught.value.reason is Refusal.RECHECK_MISSING


def test_the_look_of_another_visit_counts_on() -> None:
    story = in_state(State.CLOSURE_REQUESTED, Severity.MAJOR)
    story.do(LOOKED, INSPECTOR)
    assert story.withdrawn("01957e4b-2c10-7d02-9a3b-5f1e7c8d9b60").recheck is not None


def test_a_correction_that_was_withdrawn_waits_for_nobody_and_one_accepted_stays() -> None:
    story = in_state(State.IN_PROGRESS)
    story.corrected(description="甲")
    (correction,) = story.withdrawn(VISIT).corrections
    assert (correction.withdrawn_at, correction.waits) == (story.now, False)
    accepted = in_state(State.IN_PROGRESS)
    accepted.corrected(description="甲")
    accepted.do("judge-correction")
    assert accepted.withdrawn(VISIT).description == "甲"


@pytest.mark.parametrize(("after", "refused"), [({"hours": 24}, False), ({"hours": 24, "milliseconds": 1}, True)])
def test_the_limit_of_the_policy_counts_from_when_the_report_came(after: dict[str, int], refused: bool) -> None:
    regime = RULES.regime_of(in_state(State.ASSIGNED).issue)
    at = START + timedelta(**after)
    if not refused:
        demand_in_time(START, [regime], at)
        return
    with pytest.raises(CommandRefused) as caught:
        demand_in_time(START, [regime], at)
    assert caught.value.reason is Refusal.WITHDRAWAL_NOT_POSSIBLE
    assert caught.value.facts == {"latest": START + timedelta(hours=24)}


def test_of_several_policies_the_shortest_limit_counts() -> None:
    short = policies.shipped("13710").model_copy(update={"withdrawal": WithdrawalRule(within=Span(hours=2))})
    issue = in_state(State.ASSIGNED).issue
    regimes = [RULES.regime_of(issue), policies.rules(short).regime_of(issue)]
    demand_in_time(START, regimes, START + timedelta(hours=2))
    with pytest.raises(CommandRefused):
        demand_in_time(START, regimes, START + timedelta(hours=3))


def test_one_that_ended_is_ended_no_second_time() -> None:
    story = in_state(State.ASSIGNED)
    ended = replace(story.issue, state=State.CLOSED)
    assert not untouched(ended)


def test_with_nobody_in_the_supervisors_post_the_next_one_up_is_told() -> None:
    from dataclasses import replace as with_fields

    from tests.ledger.factories import vacant

    story = in_state(State.IN_PROGRESS)
    story.rules = with_fields(RULES, catalogue=vacant("supervisor:140105"))
    after = story.withdrawn()
    assert [alert.recipient_person_id for alert in story.last().alerts] == [CITY]
    assert after.vacant_posts == ("supervisor@140105",)
