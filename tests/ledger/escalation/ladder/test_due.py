"""督办升级: every step of the ladder fires once, in order, to the right post, whatever people do meanwhile."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ledger.escalation.due import due_steps, next_due_at, next_escalation
from ledger.escalation.firing import alert_id, fire, fire_due
from ledger.policy.ladder import Step
from mobile_schema.events.escalation_events import EscalationFired
from mobile_schema.vocabulary import Category, Severity, State
from tests.ledger import policies
from tests.ledger.factories import CITY, COUNTY, HEAD, PROVINCE, RULES, START, local
from tests.ledger.stories import Story, in_state, reported

POLICY = policies.shipped("13710")
REGIME = RULES.regime(POLICY, "140105")
HALF_PAST_MIDNIGHT = timedelta(hours=14, minutes=30)
"""From ten in the morning to half past midnight: each day's due times have just passed."""


def nightly(story: Story, nights: int) -> list[tuple[str, str, str | None]]:
    """Sweep each night; (local day, step, recipient) of all that fired."""
    fired = []
    story.clock.advance(HALF_PAST_MIDNIGHT)
    for _ in range(nights):
        for event in story.sweep():
            fired.append((local(story.now)[5:10], event.step, event.alerts[0].recipient_person_id))
        story.wait(days=1)
    return fired


def _after(step: Step) -> timedelta:
    return timedelta(days=step.after.days) if step.after else timedelta()


def test_an_issue_nobody_touches_goes_from_its_unit_to_the_province_on_every_clock() -> None:
    """A defect of peers: only the first level ever fires."""
    assert nightly(reported(), 30) == [
        ("03-03", "deploy-person", HEAD),
        ("03-04", "deploy-county", COUNTY),
        ("03-05", "deploy-city", CITY),
        ("03-06", "feedback-person", HEAD),
        ("03-07", "deploy-province", PROVINCE),
        ("03-07", "feedback-county", COUNTY),
        ("03-08", "feedback-city", CITY),
        ("03-10", "feedback-province", PROVINCE),
        ("03-10", "resolve-person", HEAD),
        ("03-11", "resolve-county", COUNTY),
        ("03-13", "resolve-city", CITY),
        ("03-17", "resolve-province", PROVINCE),
        ("03-17", "zero-circular", PROVINCE),
        ("03-24", "zero-circular", PROVINCE),
        ("03-31", "zero-circular", PROVINCE),
    ]


def test_an_issue_without_a_unit_is_not_skipped() -> None:
    """A defect of peers: what is assigned to nobody escalates to nobody."""
    assert nightly(reported(Category.OTHER), 8) == [
        ("03-04", "triage-county", COUNTY),
        ("03-05", "triage-city", CITY),
        ("03-07", "triage-province", PROVINCE),
    ]


def test_an_issue_that_its_unit_declined_is_not_skipped() -> None:
    fired = nightly(in_state(State.DECLINED), 8)
    assert [(step, who) for _, step, who in fired] == [
        ("triage-county", COUNTY),
        ("triage-city", CITY),
        ("triage-province", PROVINCE),
    ]


def test_a_request_nobody_verifies_goes_up_to_the_province() -> None:
    fired = nightly(in_state(State.CLOSURE_REQUESTED), 10)
    assert [(day, step, who) for day, step, who in fired if step.startswith("verify")] == [
        ("03-06", "verify-county", COUNTY),
        ("03-07", "verify-city", CITY),
        ("03-09", "verify-province", PROVINCE),
    ]
    assert {step for _, step, _ in fired} == {"verify-county", "verify-city", "verify-province"}


def test_the_person_responsible_is_told_first_once_there_is_one() -> None:
    fired = nightly(in_state(State.ACCEPTED), 5)
    assert fired == [("03-06", "feedback-person", HEAD), ("03-07", "feedback-county", COUNTY)]


def test_nothing_fires_before_its_time_nor_after_what_it_waits_for() -> None:
    story = reported().wait(hours=13, minutes=59)
    assert story.sweep() == []
    story.to(State.ACCEPTED).wait(minutes=10)
    assert story.sweep() == []


@pytest.mark.parametrize("state", [State.CLOSED, State.VOIDED])
def test_what_is_struck_off_or_void_never_escalates(state: State) -> None:
    story = in_state(state).wait(days=400)
    assert story.sweep() == []
    assert next_escalation(story.issue, REGIME) is None
    assert next_due_at(story.issue, REGIME) is None


def test_edits_do_not_reset_the_ladder() -> None:
    """A defect of peers: any edit starts the escalation anew."""
    untouched, edited = in_state(State.IN_PROGRESS), in_state(State.IN_PROGRESS)
    expected = nightly(untouched, 20)
    fired = []
    edited.clock.advance(HALF_PAST_MIDNIGHT)
    for _ in range(20):
        edited.do("report-progress") if edited.now.day % 2 else edited.do("log-referral")
        fired += [(local(edited.now)[5:10], e.step, e.alerts[0].recipient_person_id) for e in edited.sweep()]
        edited.wait(days=1)
    assert fired == expected
    assert [step for _, step, _ in fired if step.startswith("resolve")] == [
        "resolve-person",
        "resolve-county",
        "resolve-city",
        "resolve-province",
    ]


def test_a_return_does_not_tell_again_what_was_told() -> None:
    story = in_state(State.IN_PROGRESS).wait(days=8)
    assert "resolve-person" in [event.step for event in story.sweep()]
    story.to(State.CLOSURE_REQUESTED, State.RETURNED).wait(days=1)
    assert [event.step for event in story.sweep()] == ["resolve-county"]


def test_a_request_does_not_stop_the_ladder_for_good() -> None:
    """A defect of peers: an escalation that paused never goes on."""
    story = in_state(State.CLOSURE_REQUESTED).wait(days=11)
    assert {event.obligation for event in story.sweep()} == {"verify"}
    story.to(State.RETURNED)
    assert [event.step for event in story.sweep()] == ["resolve-person", "resolve-county", "resolve-city"]
    assert [event.step for event in story.wait(days=4).sweep()] == ["resolve-province", "zero-circular"]


def test_reopening_starts_the_ladder_anew() -> None:
    story = in_state(State.IN_PROGRESS).wait(days=8)
    first = {e.step: e.alerts[0].alert_id for e in story.sweep()}
    story.to(State.CLOSURE_REQUESTED, State.CLOSED).wait(days=1).to(State.REOPENED).wait(days=8)
    (again,) = story.sweep()
    assert (again.step, again.round) == ("resolve-person", 2)
    assert again.alerts[0].alert_id != first["resolve-person"]


def test_after_an_outage_each_level_is_told_once_and_a_repeating_step_once() -> None:
    story = reported().wait(days=60)
    fired = story.sweep()
    steps = [event.step for event in fired]
    assert len(steps) == len(set(steps)) == 13
    (circular,) = [event for event in fired if event.step == "zero-circular"]
    assert (circular.occurrence, local(circular.due_at)) == (7, "2026-04-27 23:59:59")
    assert story.sweep() == []
    (following,) = story.wait(days=7).sweep()
    assert following.occurrence == 8


def test_the_due_time_and_the_lateness_are_told() -> None:
    (fired, *_) = reported().wait(days=1).sweep()
    assert local(fired.due_at) == "2026-03-02 23:59:59"
    assert fired.late_ms == (10 * 3600 + 1) * 1000


def test_acknowledging_ends_the_nagging() -> None:
    story = reported().wait(days=16)
    (circular,) = [event for event in story.sweep() if event.step == "zero-circular"]
    story.acknowledge(circular)
    assert story.wait(days=30).sweep() == []
    assert story.issue.obligation(circular.obligation).running  # type: ignore[union-attr]


def test_acknowledging_one_level_does_not_keep_the_next_from_being_told() -> None:
    story = reported().wait(days=1)
    (told,) = story.sweep()
    story.acknowledge(told)
    assert [event.step for event in story.wait(days=1).sweep()] == ["deploy-county"]


def test_firing_twice_raises_the_same_alert() -> None:
    issue = reported().issue
    first = fire_due(issue, START + timedelta(days=20), RULES)
    second = fire_due(issue, START + timedelta(days=20, hours=3), RULES)
    assert first is not None
    assert second is not None
    ids = [[alert.alert_id for e in change.envelopes for alert in e.data.alerts] for change in (first, second)]  # type: ignore[attr-defined]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == len(ids[0])


def test_an_alert_id_says_issue_clock_policy_step_and_occurrence_and_never_changes() -> None:
    issue = reported().issue
    due = due_steps(issue, REGIME, START + timedelta(days=30))
    ids = {
        alert_id(issue, step, policy) for step in due for policy in (POLICY, POLICY.model_copy(update={"version": 2}))
    }
    ids |= {alert_id(reported().issue, step, POLICY) for step in due}
    assert len(ids) == 3 * len(due)


def test_alert_ids_do_not_change_between_releases() -> None:
    """Another way to derive them would fire again what has fired: this id was made by the first release."""
    issue = replace(reported().issue, id="0195551a-9b20-8609-bb46-799a1abe8ea4")
    (due, *_) = due_steps(issue, REGIME, START + timedelta(days=1))
    assert alert_id(issue, due, POLICY) == "0195551a-9b20-87e1-abdc-8225fab4f400"


def test_the_words_name_the_issue_the_clock_and_its_due_time_chinese_first() -> None:
    story = reported().wait(days=1)
    (alert,) = story.sweep()[0].alerts
    assert story.issue.serial in alert.text_zh
    assert "2026-03-02 23:59" in alert.text_zh
    assert "提醒函" in alert.text_zh
    assert "黄灯" in alert.text_zh
    assert story.issue.serial in alert.text_en
    assert "2026-03-02 23:59" in alert.text_en


def test_firing_needs_a_step_that_is_on_the_issue() -> None:
    story = reported().wait(days=1)
    (due, *_) = due_steps(story.issue, REGIME, story.now)
    event = fire(story.issue, due, REGIME, RULES.catalogue, story.now)
    assert (event.obligation, event.round, event.step, event.occurrence) == ("deploy", 1, "deploy-person", 1)


@settings(max_examples=60, deadline=None)
@given(
    severity=st.sampled_from(Severity),
    category=st.sampled_from([Category.LAND, Category.OTHER]),
    state=st.sampled_from(State),
    gaps=st.lists(st.integers(min_value=1, max_value=60 * 24 * 30), min_size=1, max_size=12),
)
def test_however_often_the_sweep_comes_each_step_fires_once_in_order_and_none_is_left(
    severity: Severity, category: Category, state: State, gaps: list[int]
) -> None:
    story = in_state(state, severity, category)
    fired: list[EscalationFired] = []
    for minutes in gaps:
        story.wait(minutes=minutes)
        due_at = next_due_at(story.issue, REGIME)
        before = story.issue.version
        batch = story.sweep()
        assert (story.issue.version > before) == (due_at is not None and due_at <= story.now)
        assert [event.due_at for event in batch] == sorted(event.due_at for event in batch)
        assert all(event.due_at <= story.now for event in batch)
        fired += batch
        later = next_due_at(story.issue, REGIME)
        assert later is None or later > story.now
    occurrences = [(event.obligation, event.round, event.step, event.occurrence) for event in fired]
    assert len(set(occurrences)) == len(occurrences)
    ladder = {step.step: step for step in POLICY.ladder}
    counting = story.issue.obligations if story.issue.is_open else ()
    running = [clock for clock in counting if clock.running and not clock.paused_at]
    must = {
        (clock.code, step.step)
        for clock in running
        for step in ladder.values()
        if step.obligation == clock.code
        and clock.due_at + timedelta(days=step.after.days if step.after else 0) <= story.now
    }
    assert {(event.obligation, event.step) for event in fired} == must
