"""What fired, waits or was seen stands on its own step of its own clock, and on no other."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ledger.issue.changes import envelopes_for
from ledger.issue.clocks import StepState
from ledger.issue.words.timing import RequestExtension
from mobile_schema.events.escalation_events import AlertAcknowledged, EscalationFired
from mobile_schema.vocabulary import State
from tests.ledger import policies
from tests.ledger.factories import COUNTY, SHANGHAI, person
from tests.ledger.stories import Story, in_state

DAY = timedelta(days=1)


def at_the_deadline(story: Story) -> list[EscalationFired]:
    """What fires on the day that it was to be resolved by."""
    story.clock.moment = story.clock_of("resolve").due_at
    return [event for event in story.sweep() if event.step == "late"]


def under(**step: Any) -> Story:
    return in_state(State.IN_PROGRESS, rules=policies.rules(policies.policy(policies.step("late", **step))))


def extended(story: Story, day: date) -> Story:
    story.do(RequestExtension(due_on=day, reason="待批复"))
    story.do("approve-extension")
    return story


def told_on(story: Story) -> dict[str, StepState]:
    return {clock.key: clock.steps["late"] for clock in story.issue.obligations if "late" in clock.steps}


def seen(story: Story, **said: Any) -> Story:
    """A confirmation of the step `late` of the first round, its first occurrence unless told otherwise."""
    known = {"alert_id": "0", "obligation": "resolve", "round": 1, "step": "late", "occurrence": 1}
    event = AlertAcknowledged(**{**known, **said})
    story.add(envelopes_for(story.issue, [event], story.now, person(COUNTY)))
    return story


def test_a_step_fires_on_its_own_clock_and_round_alone() -> None:
    story = under()
    at_the_deadline(story)
    assert told_on(story).keys() == {"resolve.1"}
    at_the_deadline(extended(story, date(2026, 3, 20)))
    assert told_on(story).keys() == {"resolve.1", "resolve.2"}
    at_the_deadline(extended(story, date(2026, 3, 30)))
    assert {key: done.counts_from for key, done in told_on(story).items()} == {
        f"resolve.{number}": datetime(2026, 3, day, 23, 59, 59, tzinfo=SHANGHAI)
        for number, day in enumerate((9, 20, 30), start=1)
    }


@pytest.mark.parametrize("number", [1, 2, 3])
def test_what_was_seen_of_one_round_says_nothing_of_the_others(number: int) -> None:
    story = under()
    for day in (20, 30):
        at_the_deadline(story)
        extended(story, date(2026, 3, day))
    at_the_deadline(story)
    seen(story, round=number)
    assert {key for key, done in told_on(story).items() if done.acknowledged_at} == {f"resolve.{number}"}


@pytest.mark.parametrize(("occurrence", "counts"), [(1, False), (2, True), (3, False)])
def test_only_the_latest_occurrence_is_confirmed(occurrence: int, counts: bool) -> None:
    story = under(repeat={"every": {"days": 1}})
    at_the_deadline(story)
    story.wait(days=1).sweep()
    seen(story, occurrence=occurrence)
    assert (told_on(story)["resolve.1"].acknowledged_at == story.now) is counts


def test_it_was_seen_when_it_was_first_confirmed() -> None:
    story = under()
    at_the_deadline(story)
    first = seen(story.wait(hours=1)).now
    seen(story.wait(hours=1))
    assert told_on(story)["resolve.1"].acknowledged_at == first


@pytest.mark.parametrize("said", [{"step": "never"}, {"obligation": "deploy"}, {"round": 2}])
def test_a_confirmation_of_what_never_fired_changes_no_clock(said: dict[str, Any]) -> None:
    story = under()
    at_the_deadline(story)
    clocks = story.issue.obligations
    assert seen(story, **said).issue.obligations == clocks


def test_a_repetition_keeps_the_first_time_and_says_when_it_came_last() -> None:
    story = under(repeat={"every": {"days": 1}})
    at_the_deadline(story)
    first = story.now
    for occurrence in (2, 3):
        story.wait(days=1).sweep()
        assert told_on(story)["resolve.1"] == StepState(occurrence=occurrence, counts_from=first, told_at=story.now)


def test_those_that_came_as_nobody_did_anything_add_up() -> None:
    story = under(again_if_idle={"days": 3})
    at_the_deadline(story)
    assert told_on(story)["resolve.1"].idle == 0
    for idle in (1, 2):
        seen(story, occurrence=idle)
        story.wait(days=3).sweep()
        assert (told_on(story)["resolve.1"].occurrence, told_on(story)["resolve.1"].idle) == (idle + 1, idle)


def test_what_waited_for_the_morning_counts_from_when_it_came() -> None:
    night = {"from": "22:00", "to": "07:30", "lights": ["red"]}
    policy = policies.policy(policies.step("late"), quiet_hours=night)
    story = in_state(State.IN_PROGRESS, rules=policies.rules(policy))
    assert at_the_deadline(story) == []
    morning = datetime(2026, 3, 10, 7, 30, tzinfo=SHANGHAI)
    waits = told_on(story)["resolve.1"]
    assert (waits.occurrence, waits.deferred_until) == (0, morning)
    story.clock.moment = morning
    assert [event.step for event in story.sweep()] == ["late"]
    assert told_on(story)["resolve.1"] == StepState(occurrence=1, counts_from=morning)
