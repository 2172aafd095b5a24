"""A reminder (催办) reaches whoever the issue waits for, at once, and moves no clock."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ledger.escalation.news import REMINDED
from ledger.escalation.reminders import reminded
from ledger.issue.changes import Change
from ledger.issue.ids import derived_id
from ledger.issue.issue import Issue
from ledger.issue.projection import replay
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.handling import Remind
from ledger.policy.rules import Rules
from mobile_schema.vocabulary import State
from tests.ledger.factories import CITY, COUNTY, HEAD, RULES, STAFF, person, shown_to, vacant
from tests.ledger.stories import Story, due, in_state


def remind(story: Story, who: str = CITY, note: str | None = "请于明日反馈", rules: Rules = RULES) -> Issue:
    change, actor = Change(story.issue, story.issue, ()), person(who)
    shown = shown_to(story.issue, actor, story.now)
    return story.add(reminded(change, Remind(note=note), actor, story.now, rules, shown).envelopes)


def refused_of(story: Story, who: str) -> CommandRefused:
    with pytest.raises(CommandRefused) as caught:
        remind(story, who)
    return caught.value


@pytest.mark.parametrize(
    ("state", "whom"),
    [
        (State.REPORTED, COUNTY),
        (State.ASSIGNED, HEAD),
        (State.DECLINED, COUNTY),
        (State.ACCEPTED, HEAD),
        (State.IN_PROGRESS, HEAD),
        (State.CLOSURE_REQUESTED, COUNTY),
        (State.RETURNED, HEAD),
        (State.REOPENED, HEAD),
    ],
)
def test_it_goes_to_whose_turn_it_is(state: State, whom: str) -> None:
    story = in_state(state)
    clocks, active = due(story), story.issue.active_at
    after = remind(story.wait(minutes=1))
    (alert,) = story.last().alerts
    assert (alert.recipient_person_id, due(story)) == (whom, clocks)
    assert alert.alert_id == derived_id(after.id, f"reminder/{after.version}")
    assert (after.serial in alert.text_zh, after.serial in alert.text_en) == (True, True)
    assert "请于明日反馈" in alert.text_zh
    assert (after.reminders, after.reminded_at, after.active_at) == (1, story.now, active)
    assert replay(story.envelopes) == after


def test_nobody_reminds_themselves() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    assert refused_of(story, COUNTY).reason is Refusal.REMINDER_NOT_POSSIBLE
    remind(story, CITY)


@pytest.mark.parametrize(("minutes", "taken"), [(59, False), (60, True)])
def test_within_the_hour_one_is_enough(minutes: int, taken: bool) -> None:
    story = in_state(State.IN_PROGRESS)
    remind(story, COUNTY)
    first = story.now
    story.wait(minutes=minutes)
    if taken:
        assert remind(story).reminders == 2
        return
    caught = refused_of(story, CITY)
    assert (caught.reason, caught.facts) == (Refusal.REMINDER_NOT_POSSIBLE, {"again_at": first + timedelta(hours=1)})


@pytest.mark.parametrize("state", [State.SUSPENDED, State.CLOSED, State.VOIDED, State.MERGED])
def test_what_rests_or_has_ended_waits_for_nobody(state: State) -> None:
    assert refused_of(in_state(state), CITY).reason is Refusal.WRONG_STATE


def test_staff_remind_nobody() -> None:
    assert refused_of(in_state(State.IN_PROGRESS), STAFF).reason is Refusal.NOT_PERMITTED


def test_with_nobody_there_the_empty_posts_are_named_and_no_alert_is_raised() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    line = ("140105", "140100", "140000")
    posts = tuple(f"supervisor@{region}" for region in line)
    remind(story, CITY, rules=replace(RULES, catalogue=vacant(*(f"supervisor:{region}" for region in line))))
    assert (story.last().alerts, story.last().vacant_posts) == ((), posts)
    assert set(posts) <= set(story.issue.vacant_posts)


def test_its_alert_is_of_no_clock() -> None:
    assert (REMINDED.about["round"], REMINDED.about["obligation"]) == (0, "reminder")
