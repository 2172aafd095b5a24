"""The audit finds a sound engine clean, whatever happens, rests, waits or fails."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.calendar.deadlines import Span, TimeLimit, due_at, shifted
from ledger.issue.words.setting_aside import Merge
from ledger.policy.versions import shipped_texts
from oversight.audit.dates import end_of, later
from oversight.audit.trial import UnknownPolicy
from oversight.audit.verdict import Kind
from tests.ledger.factories import PROVINCE, RULES, START
from tests.oversight.audit.stories import NEVER, ODD, the, told
from tests.oversight.lives import as_stored, audited, life_of, rules_with

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
    life = life_of(incident, rules_with(ODD, chosen=policy))
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
    noughts = dict.fromkeys(["months", "days", "working_days", "hours", "minutes"], 0)
    span = Span(**{unit: count})
    for written in ({unit: count}, noughts | {unit: count}):
        mine = later(at, written, ZoneInfo(zone), calendar.is_working, times)
        assert mine == shifted(at, span, ZoneInfo(zone), calendar, times=abs(times), back=times < 0)
        ends = end_of(at, written, ZoneInfo(zone), calendar.is_working)
        assert ends == due_at(at, TimeLimit(**written), ZoneInfo(zone), calendar)


def test_an_engine_that_is_there_is_neither_late_nor_anything_else() -> None:
    events, now = told()
    verdict = audited(events, now)
    assert (verdict.clean, verdict.findings) == (True, [])
    assert verdict.total(Kind.DUE) == verdict.total(Kind.FIRED) == 15
    assert Counter(step for _, step, kind in verdict.counts.elements() if kind is Kind.FIRED)["zero-circular"] == 3


def test_a_clock_that_starts_while_its_issue_is_suspended_rests_with_the_others() -> None:
    life = life_of(incident=True, rules=rules_with(chosen="obstruction"))
    life.story.do("suspend")
    life.story.wait(hours=1).do("log-referral")
    assert life.story.wait(days=8).sweep() == []
    assert audited(as_stored(life.story.envelopes), life.story.now).clean


def test_a_step_told_again_when_idle_is_not_followed_at_once_by_the_repeats_it_was_spared() -> None:
    life = life_of(incident=False, rules=rules_with(ODD, chosen="odd"))
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
    rested = timedelta(days=(datetime(2026, 3, 11, 16, tzinfo=UTC) - START).days)
    assert the(events, "resolve-person")["at"] == datetime(2026, 4, 2, 15, 59, 59, tzinfo=UTC) + rested
    assert audited(events, life.story.now).clean


def test_in_quiet_hours_a_step_must_wait_and_says_so() -> None:
    life = life_of(incident=False, rules=rules_with(chosen="before-due"))
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
    life = life_of(incident=False, rules=rules_with(chosen="before-due"))
    while not life.story.last().model_fields_set & {"until"}:
        life.go_on()
    events = as_stored(life.story.envelopes)
    verdict = audited(events, life.story.now + timedelta(minutes=1))
    assert (verdict.clean, verdict.total(Kind.DEFERRED)) == (True, 1)
    assert audited(events[:-1], life.story.now + timedelta(minutes=1)).total(Kind.MISSED) == 1


def test_a_step_with_nobody_to_tell_failed_and_is_not_missed() -> None:
    nobody = {post: replace(held, holders=()) for post, held in RULES.catalogue.posts.items()}
    rules = replace(rules_with(), catalogue=replace(RULES.catalogue, posts=nobody))
    life = life_of(incident=False, rules=rules)
    life.story.wait(days=2).sweep()
    verdict = audited(as_stored(life.story.envelopes), life.story.now)
    assert verdict.clean
    assert verdict.total(Kind.FAILED) == verdict.total(Kind.DUE) > 0


def test_an_issue_under_a_policy_that_is_not_here_cannot_be_judged() -> None:
    events, now = told(days=1)
    for event in events:
        if "policy_version" in event["data"]:
            event["data"]["policy_version"] = 99
    with pytest.raises(UnknownPolicy, match="13710@99"):
        audited(events, now)
