"""The audit finds a sound engine clean, and every unsound firing: missed, doubled, early, late, misdated."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.calendar.deadlines import Span, shifted
from ledger.escalation.due import next_due_at
from ledger.issue.commands import Merge
from ledger.issue.issue import StepState
from ledger.policy.versions import shipped_texts
from oversight.audit.dates import later
from oversight.audit.trial import UnknownPolicy
from oversight.audit.verdict import Kind, Window
from tests.ledger.factories import PROVINCE, RULES, START
from tests.oversight.lives import as_stored, audited, life_of, living_under, rules_with

ODD = """
name: odd
version: 1
title: {zh: 反复, en: Odd}
obligations:
  triage: {title: {zh: 分派, en: Triage}, starts: [triaged, declined], satisfied_by: [assigned], due: {days: 1}}
  resolve:
    title: {zh: 解决, en: Resolve}
    starts: [assigned, reopened]
    satisfied_by: [closure_requested]
    resumed_by: [returned]
    due: {days: 3}
  verify:
    title: {zh: 核查, en: Verify}
    starts: [closure_requested]
    satisfied_by: [closed, returned]
    due: {hours: 30}
ladder:
  - {step: ahead, obligation: resolve, before: {working_days: 2}, repeat: {every: {hours: 5}, until: {days: 2}},
     light: green, instrument: reminder, to: {post: responsible_person}}
  - {step: often, obligation: resolve, after: {minutes: 40}, repeat: {every: {hours: 7}, at_most: 9},
     again_if_idle: {working_days: 1}, light: green, instrument: reminder, to: {post: supervisor, level: county}}
  - {step: lapsed, obligation: resolve, needs: ahead, lapse: {days: 1}, repeat: {every: {months: 1}},
     light: red, instrument: supervision_order, to: {post: supervisor, level: city}}
  - {step: verify, obligation: verify, repeat: {every: {working_days: 1}}, again_if_idle: {hours: 20},
     light: green, instrument: reminder, to: {post: supervisor, level: city}}
quiet_hours: {from: "21:00", to: "07:30", lights: [green]}
"""
NEVER = StepState(occurrence=0, counts_from=START)
DEEDS = st.one_of(
    st.tuples(st.just("act"), st.integers(0, 500)),
    st.tuples(st.just("wait"), st.integers(1, 60 * 24 * 9)),
    st.tuples(st.sampled_from(["sweep", "go on"]), st.just(0)),
    st.tuples(st.just("acknowledge"), st.integers(0, 3)),
)


@settings(max_examples=100, deadline=None)
@given(
    policy=st.sampled_from([*shipped_texts(), "odd"]),
    incident=st.booleans(),
    deeds=st.lists(DEEDS, min_size=5, max_size=40),
)
def test_whatever_happens_to_an_issue_under_any_policy_the_audit_is_clean(
    policy: str, incident: bool, deeds: list[tuple[str, int]]
) -> None:
    with living_under(rules_with(ODD, chosen=policy)):
        life = life_of(incident)
        for deed, number in deeds:
            match deed:
                case "act":
                    life.act(number)
                case "acknowledge":
                    life.acknowledge(number)
                case "wait":
                    life.story.wait(minutes=number)
                case "sweep":
                    life.sweep()
                case "go on":
                    life.go_on()
        life.sweep()
    for story in (life.story, life.main):
        verdict = audited(as_stored(story.envelopes), story.now, ODD)
        assert verdict.clean, verdict.findings
        accounted = [verdict.total(kind) for kind in (Kind.FIRED, Kind.FAILED, Kind.DEFERRED, Kind.MISSED)]
        assert verdict.total(Kind.DUE) == sum(accounted)


@settings(max_examples=300, deadline=None)
@given(
    at=st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    zone=st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
    unit=st.sampled_from(["months", "days", "working_days", "hours", "minutes"]),
    count=st.integers(1, 40),
    times=st.integers(-3, 12).filter(bool),
)
def test_it_counts_spans_as_the_engine_does_though_by_another_way(
    at: datetime, zone: str, unit: str, count: int, times: int
) -> None:
    calendar = RULES.calendars.of("140105")
    mine = later(at, {unit: count}, ZoneInfo(zone), calendar.is_working, times)
    span = Span(**{unit: count})
    assert mine == shifted(at, span, ZoneInfo(zone), calendar, times=abs(times), back=times < 0)


def told(days: float = 30) -> tuple[list[dict[str, Any]], datetime]:
    """The events of an issue on which nobody acts, swept as soon as anything is due, and the present."""
    life = life_of(incident=False)
    until = life.story.now + timedelta(days=days)
    while (due := next_due_at(life.story.issue, RULES.regime_of(life.story.issue))) and due <= until:
        life.story.clock.moment = due + timedelta(milliseconds=200)
        life.story.sweep()
    return as_stored(life.story.envelopes), until


def the(events: list[dict[str, Any]], step: str) -> dict[str, Any]:
    """The first firing of a step."""
    return next(event for event in events if event["data"].get("step") == step)


def test_an_engine_that_is_there_is_neither_late_nor_anything_else() -> None:
    events, now = told()
    verdict = audited(events, now)
    assert (verdict.clean, verdict.findings) == (True, [])
    assert verdict.total(Kind.DUE) == verdict.total(Kind.FIRED) == 15
    assert Counter(step for _, step, kind in verdict.counts.elements() if kind is Kind.FIRED)["zero-circular"] == 3


@pytest.mark.parametrize("step", ["deploy-person", "deploy-county", "resolve-province", "feedback-city"])
def test_a_firing_that_never_came_is_missed(step: str) -> None:
    events, now = told()
    gone = the(events, step)
    verdict = audited([event for event in events if event is not gone], now)
    (finding,) = verdict.findings
    assert (finding.kind, finding.step, finding.due, finding.fired) == (
        Kind.MISSED,
        step,
        gone["data"]["due_at"],
        None,
    )
    assert not verdict.clean


def test_a_firing_that_comes_again_is_doubled() -> None:
    events, now = told()
    one = the(events, "deploy-city")
    verdict = audited([*events, one | {"_id": "again", "at": now}], now)
    assert [(finding.kind, finding.step) for finding in verdict.findings] == [(Kind.DOUBLED, "deploy-city")]


def test_two_firings_in_one_sweep_are_doubled_too() -> None:
    events, now = told()
    at = events.index(the(events, "deploy-city"))
    verdict = audited([*events[: at + 1], events[at] | {"_id": "again"}, *events[at + 1 :]], now)
    assert [(finding.kind, finding.step) for finding in verdict.findings] == [(Kind.DOUBLED, "deploy-city")]


def test_forty_repeats_after_an_outage_instead_of_one_catch_up_are_doubled() -> None:
    events, now = told(days=40)
    circulars = [event for event in events if event["data"].get("step") == "zero-circular"]
    assert len(circulars) == 4
    rest = [event for event in events if event not in circulars]
    verdict = audited([*rest, *(event | {"at": now} for event in circulars)], now)
    assert {finding.step for finding in verdict.findings if finding.kind is Kind.DOUBLED} == {"zero-circular"}


@pytest.mark.parametrize("by", [timedelta(milliseconds=1), timedelta(days=1)])
def test_a_firing_before_its_moment_is_early(by: timedelta) -> None:
    events, now = told()
    one = the(events, "resolve-county")
    one["at"] = one["data"]["due_at"] - by
    verdict = audited(events, now)
    found = [(finding.kind, finding.due) for finding in verdict.findings if finding.step == "resolve-county"]
    assert found == [(Kind.EARLY, one["data"]["due_at"])]


@pytest.mark.parametrize(("by", "late"), [(1000, 0), (1001, 1), (86_400_000, 1)])
def test_a_firing_more_than_a_second_after_its_moment_is_late_and_nothing_worse(by: int, late: int) -> None:
    events, now = told()
    one = the(events, "resolve-province")
    one["at"] = one["data"]["due_at"] + timedelta(milliseconds=by)
    verdict = audited(events, now)
    assert verdict.clean
    assert [finding.kind for finding in verdict.findings] == [Kind.LATE] * late


@pytest.mark.parametrize("by", [timedelta(milliseconds=-1), timedelta(hours=8)])
def test_a_firing_for_a_moment_that_was_not_the_steps_is_misdated(by: timedelta) -> None:
    events, now = told()
    one = the(events, "feedback-county")
    due, one["data"]["due_at"] = one["data"]["due_at"], one["data"]["due_at"] + by
    verdict = audited(events, now)
    assert [(finding.kind, finding.due) for finding in verdict.findings] == [(Kind.MISDATED, due)]
    assert not verdict.clean


def test_what_fires_on_a_clock_that_has_ended_was_never_due() -> None:
    life = life_of(incident=False)
    life.story.wait(days=2).sweep()
    at = life.story.now
    one = the(as_stored(life.story.envelopes), "deploy-county")
    life.story.do("accept")
    forged = one | {"_id": "forged", "at": at, "data": one["data"] | {"step": "deploy-province"}}
    found = audited([*as_stored(life.story.envelopes), forged], at).findings
    (finding,) = [finding for finding in found if finding.kind is not Kind.LATE]
    assert (finding.kind, finding.step, finding.due) == (Kind.EARLY, "deploy-province", None)


def test_a_person_who_is_faster_than_the_sweep_hides_nothing() -> None:
    life = life_of(incident=False)
    life.story.wait(days=2).do("accept")
    missed = audited(as_stored(life.story.envelopes), life.story.now).findings
    assert [(finding.kind, finding.step) for finding in missed] == [
        (Kind.MISSED, "deploy-person"),
        (Kind.MISSED, "deploy-county"),
    ]


def test_a_suspension_that_nobody_ends_hides_nothing() -> None:
    life = life_of(incident=False)
    life.story.do("suspend")
    events = as_stored(life.story.envelopes)
    assert audited(events, life.story.now + timedelta(days=9)).clean
    kinds = {finding.step for finding in audited(events, life.story.now + timedelta(days=13)).findings}
    assert kinds == {"deploy-person", "deploy-county", "deploy-city"}


def test_a_clock_that_starts_while_its_issue_is_suspended_rests_with_the_others() -> None:
    with living_under(rules_with(chosen="obstruction")):
        life = life_of(incident=True)
        life.story.do("suspend")
        life.story.wait(hours=1).do("log-referral")
        assert life.story.wait(days=8).sweep() == []
        assert audited(as_stored(life.story.envelopes), life.story.now).clean


def test_a_step_told_again_when_idle_is_not_followed_at_once_by_the_repeats_it_was_spared() -> None:
    with living_under(rules_with(ODD, chosen="odd")):
        life = life_of(incident=False)
        for _ in range(40):
            life.go_on()
            steps = life.story.issue.obligations[0].steps
            if steps.get("often", NEVER).occurrence == 2:
                break
        newest = next(n for n, event in enumerate(reversed(life.fired())) if event.step == "often")
        life.acknowledge(newest)
        while life.story.issue.obligations[0].steps["often"].acknowledged_at is not None:
            life.go_on()
        assert life.story.wait(seconds=1).sweep() == []
    assert audited(as_stored(life.story.envelopes), life.story.now, ODD).clean


def test_a_main_issue_that_rested_while_it_held_a_duplicates_due_time_has_its_own_again_once_parted() -> None:
    life = life_of(incident=False)
    life.story.do(Merge(into=life.main.issue.id, reason="同一问题"), PROVINCE)
    life.main.do("suspend")
    life.story.wait(days=11)
    life.sweep()
    life.story.do("part", PROVINCE)
    for _ in range(30):
        life.go_on()
    events = as_stored(life.main.envelopes)
    rested = datetime(2026, 3, 11, 16, tzinfo=UTC) - START
    assert the(events, "resolve-person")["at"] == datetime(2026, 4, 2, 15, 59, 59, tzinfo=UTC) + rested
    assert audited(events, life.story.now).clean


def test_in_quiet_hours_a_step_must_wait_and_says_so() -> None:
    with living_under(rules_with(chosen="before-due")):
        life = life_of(incident=False)
        while life.story.issue.obligations[1].steps.get("feedback-ahead", NEVER).occurrence == 0:
            life.go_on()
    events, now = as_stored(life.story.envelopes), life.story.now + timedelta(minutes=1)
    put_off, fired = [event for event in events if event["data"].get("step") == "feedback-ahead"]
    assert put_off["type"] == "escalation.deferred.v1"
    assert audited(events, now).clean
    fired["at"] = put_off["at"] + timedelta(hours=1)
    assert audited(events, now).total(Kind.EARLY) == 1
    put_off["data"]["until"] += timedelta(hours=1)
    assert audited(events, now).total(Kind.MISDATED) == 1


def test_a_step_that_waits_for_the_morning_is_deferred_not_missed() -> None:
    with living_under(rules_with(chosen="before-due")):
        life = life_of(incident=False)
        while not life.story.last().model_fields_set & {"until"}:
            life.go_on()
    events = as_stored(life.story.envelopes)
    verdict = audited(events, life.story.now + timedelta(minutes=1))
    assert (verdict.clean, verdict.total(Kind.DEFERRED)) == (True, 1)
    assert audited(events[:-1], life.story.now + timedelta(minutes=1)).total(Kind.MISSED) == 1


def test_a_step_with_nobody_to_tell_failed_and_is_not_missed() -> None:
    nobody = {post: replace(held, holders=()) for post, held in RULES.catalogue.posts.items()}
    rules = replace(rules_with(), catalogue=replace(RULES.catalogue, posts=nobody))
    with living_under(rules):
        life = life_of(incident=False)
        life.story.wait(days=2).sweep()
    verdict = audited(as_stored(life.story.envelopes), life.story.now)
    assert verdict.clean
    assert verdict.total(Kind.FAILED) == verdict.total(Kind.DUE) > 0


def test_only_what_fell_due_in_the_window_is_judged() -> None:
    events, now = told()
    first, last = the(events, "deploy-person")["data"]["due_at"], the(events, "deploy-city")["data"]["due_at"]
    verdict = audited(events, now, window=Window.of(first, last, now))
    assert Counter(step for _, step, kind in verdict.counts.elements() if kind is Kind.FIRED) == {
        "deploy-person": 1,
        "deploy-county": 1,
        "deploy-city": 1,
    }
    after = audited(events, now, window=Window.of(last + timedelta(seconds=1), None, now))
    assert after.total(Kind.DUE) == verdict.total(Kind.DUE) * 4


def test_what_fired_long_after_the_window_was_missed_in_it() -> None:
    events, now = told()
    one = the(events, "resolve-province")
    due = one["data"]["due_at"]
    one["at"] = due + timedelta(hours=1)
    assert audited(events, now, window=Window.of(None, due, now)).total(Kind.MISSED) == 1
    assert audited(events, now, window=Window.of(None, due + timedelta(hours=2), now)).total(Kind.LATE) == 1


def test_what_is_due_for_less_than_two_seconds_is_not_missed_yet() -> None:
    events, _ = told(days=0.1)
    due = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)
    assert audited(events, due + timedelta(milliseconds=1_999)).clean
    assert audited(events, due + timedelta(seconds=2)).total(Kind.MISSED) == 1


def test_an_issue_under_a_policy_that_is_not_here_cannot_be_judged() -> None:
    events, now = told(days=1)
    for event in events:
        if "policy_version" in event["data"]:
            event["data"]["policy_version"] = 99
    with pytest.raises(UnknownPolicy, match="13710@99"):
        audited(events, now)
