"""A step that repeats, or comes again when nothing happens: on its beat, each time once, none left behind."""

from datetime import UTC, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.escalation.due import next_due_at, next_escalation
from mobile_schema.events.escalation_events import EscalationFired
from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.escalation.ladder.rungs import LOCAL_DUE, at, days, story
from tests.ledger.factories import START, local
from tests.ledger.stories import in_state


def test_a_step_repeats_every_so_often_at_most_so_many_times() -> None:
    of = story(policies.step("late", repeat={"every": {"days": 2}, "at_most": 3}))
    fired = {n: at(of, days(n)) for n in range(12)}
    assert {n: found for n, found in fired.items() if found} == {0: [("late", 1)], 2: [("late", 2)], 4: [("late", 3)]}
    assert next_escalation(of.issue, of.rules.regime_of(of.issue)) is None


@pytest.mark.parametrize("until", [4, 5])
def test_a_step_repeats_until_so_long_after_its_first_time(until: int) -> None:
    of = story(policies.step("late", after={"days": 1}, repeat={"every": {"days": 2}, "until": {"days": until}}))
    fired = {n: at(of, days(n)) for n in range(12)}
    assert {n: found for n, found in fired.items() if found} == {1: [("late", 1)], 3: [("late", 2)], 5: [("late", 3)]}


@pytest.mark.parametrize(
    ("repeat", "last"),
    [({}, 41), ({"at_most": 5}, 5), ({"until": {"days": 12}}, 13), ({"at_most": 9, "until": {"days": 12}}, 9)],
)
def test_after_an_outage_a_repeating_step_catches_up_once_with_the_last_that_was_due(
    repeat: dict[str, Any], last: int
) -> None:
    of = story(policies.step("late", repeat={"every": {"days": 1}, **repeat}))
    assert at(of, days(40.5)) == [("late", last)]
    (fired,) = of.happened(EscalationFired)
    assert fired.due_at == days(last - 1)
    assert of.sweep() == []


def test_a_repeat_in_months_keeps_the_day_after_a_short_month() -> None:
    of = story(policies.step("late", repeat={"every": {"months": 1}}), obligations=policies.due(resolve={"days": 29}))
    moments = []
    for _ in range(4):
        of.clock.moment = next_due_at(of.issue, of.rules.regime_of(of.issue)) or START
        moments += [local(of.now)[:10] for event in of.sweep() if event.step == "late"]
    assert moments == ["2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"]


def test_acknowledging_an_old_occurrence_does_not_silence_the_later_ones() -> None:
    of = story(policies.step("late", repeat={"every": {"days": 1}}))
    of.clock.moment = days(0)
    (first,) = of.sweep()
    of.clock.moment = days(1)
    (second,) = of.sweep()
    of.acknowledge(first)
    assert at(of, days(2)) == [("late", 3)]
    of.acknowledge(second)
    assert at(of, days(3)) == [("late", 4)]
    of.acknowledge(of.happened(EscalationFired)[-1])
    assert at(of, days(30)) == []


def test_an_acknowledged_step_comes_again_when_nothing_happens_for_so_long() -> None:
    of = story(policies.step("late", again_if_idle={"days": 3}))
    of.clock.moment = days(0)
    of.acknowledge(of.sweep()[0])
    assert at(of, days(3) - timedelta(milliseconds=1)) == []
    assert at(of, days(3)) == [("late", 2)]
    assert at(of, days(30)) == []
    of.acknowledge(of.happened(EscalationFired)[-1])
    assert at(of, days(33)) == [("late", 3)]


def test_whatever_people_do_starts_the_idle_time_anew_and_nothing_else_does() -> None:
    of = story(policies.step("late", again_if_idle={"days": 3}), policies.step("next", after={"days": 1}))
    of.clock.moment = days(0)
    of.acknowledge(of.sweep()[0])
    assert at(of, days(1)) == [("next", 1)]
    of.clock.moment = days(2)
    of.do("report-progress")
    assert at(of, days(3)) == []
    assert at(of, days(5)) == [("late", 2)]


def test_repetitions_that_pass_while_a_step_is_acknowledged_are_not_made_up_for() -> None:
    of = story(policies.step("late", repeat={"every": {"days": 2}}, again_if_idle={"days": 5}))
    of.clock.moment = days(0)
    of.acknowledge(of.sweep()[0])
    assert [at(of, days(n)) for n in (2, 4, 5)] == [[], [], [("late", 2)]]
    assert [at(of, days(n)) for n in (5.5, 6)] == [[], [("late", 5)]]


def test_a_step_that_waits_for_the_morning_has_not_fired_for_those_that_need_it() -> None:
    night = {"from": "22:00", "to": "07:30", "lights": ["green"]}
    steps = (policies.step("first", light="green"), policies.step("next", needs="first", lapse={"hours": 1}))
    of, morning = story(*steps, quiet_hours=night), LOCAL_DUE + timedelta(hours=7, minutes=30, seconds=1)
    assert [at(of, moment) for moment in (days(0), days(0.1), morning)] == [[], [], [("first", 1)]]
    assert of.clock_of("resolve").steps["first"].counts_from == morning
    assert at(of, morning + timedelta(minutes=59)) == []
    assert at(of, morning + timedelta(hours=1)) == [("next", 1)]


def test_a_step_that_nobody_acknowledged_does_not_come_again_for_idleness() -> None:
    of = story(policies.step("late", again_if_idle={"days": 3}))
    assert at(of, days(0)) == [("late", 1)]
    assert at(of, days(300)) == []


@settings(max_examples=80, deadline=None)
@given(
    every=st.integers(1, 5),
    at_most=st.none() | st.integers(2, 8),
    until=st.none() | st.integers(5, 30),
    gaps=st.lists(st.integers(1, 12 * 86_400_000), min_size=1, max_size=8),
)
def test_a_repeat_is_on_its_beat_each_occurrence_once_and_none_left_behind(
    every: int, at_most: int | None, until: int | None, gaps: list[int]
) -> None:
    repeat: dict[str, Any] = {"every": {"days": every}}
    repeat |= {"at_most": at_most} if at_most else {}
    repeat |= {"until": {"days": until}} if until else {}
    of = story(policies.step("late", repeat=repeat))
    of.clock.moment = LOCAL_DUE.astimezone(UTC)
    last = 0
    for gap in [0, *gaps]:
        of.wait(milliseconds=gap)
        passed = (of.now - LOCAL_DUE) // timedelta(days=every) + 1
        bounds = [passed, at_most or passed, until // every + 1 if until else passed]
        found = [(event.occurrence, event.due_at) for event in of.sweep()]
        expected = min(bounds)
        assert found == ([(expected, days(every * (expected - 1)))] if expected > last else [])
        last = max(last, expected)


def test_an_idle_repetition_uses_up_no_occurrence() -> None:
    """Three times in all, and once more as nobody did anything on what was acknowledged."""
    policy = policies.policy(
        policies.step("often", repeat={"every": {"days": 10}, "at_most": 3}, again_if_idle={"days": 1})
    )
    of = in_state(State.IN_PROGRESS, rules=policies.rules(policy))
    of.clock.moment = of.clock_of("resolve").due_at
    (first,) = of.sweep()
    of.acknowledge(first)
    told = [event for _ in range(60) for event in of.wait(days=1).sweep()]
    assert [(event.occurrence, event.idle) for event in told] == [(2, True), (3, False), (4, False)]
    assert of.clock_of("resolve").steps["often"].idle == 1
