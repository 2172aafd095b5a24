"""An issue is its events in order, and nothing else: what each of them leaves as it was, and what it adds."""

from dataclasses import replace
from datetime import timedelta

import pytest
from msgspec import structs

from ledger.issue.changes import envelopes_for, fold
from ledger.issue.projection import apply, replay
from ledger.issue.words.solving import ReportProgress
from ledger.registry.actors import SYSTEM
from mobile_schema.vocabulary import State
from tests.ledger.factories import HEAD, LAND_UNIT, STAFF, START, person
from tests.ledger.stories import in_state, reported


def test_the_events_of_an_issue_make_it() -> None:
    story = in_state(State.RETURNED)
    assert replay(story.envelopes) == story.issue
    assert story.issue.version == len(story.envelopes)


@pytest.mark.parametrize("off", [-1, 0, 2, 3])
def test_only_the_next_event_goes_onto_an_issue(off: int) -> None:
    story = in_state(State.ACCEPTED)
    (event,) = envelopes_for(story.issue, [story.last()], story.now, person(STAFF))
    wrong = event.model_copy(update={"version": story.issue.version + off})
    with pytest.raises(ValueError, match="is not the next one"):
        apply(story.issue, wrong)


@pytest.mark.parametrize("version", [0, 2])
def test_the_first_event_is_number_one(version: int) -> None:
    first = reported().envelopes[0]
    with pytest.raises(ValueError, match="is not the next one"):
        apply(None, first.model_copy(update={"version": version}))


def test_an_issue_begins_with_its_report() -> None:
    second = reported().envelopes[1]
    with pytest.raises(ValueError, match="does not begin with a report"):
        apply(None, second.model_copy(update={"version": 1}))


def test_without_events_there_is_neither_an_issue_nor_a_change() -> None:
    with pytest.raises(ValueError, match="no events"):
        replay([])
    with pytest.raises(ValueError, match="needs an event"):
        fold(None, ())


def test_events_are_numbered_on_and_one_change_follows_the_other() -> None:
    story = in_state(State.IN_PROGRESS)
    before, event = story.issue, story.last()
    one = fold(before, envelopes_for(before, [event, event], story.now, person(STAFF)))
    both = one.then(fold(one.issue, envelopes_for(one.issue, [event], story.now, SYSTEM)))
    assert [envelope.version - before.version for envelope in both.envelopes] == [1, 2, 3]
    assert [envelope.actor.person_id for envelope in both.envelopes] == [STAFF, STAFF, "system"]
    assert (both.before, both.issue.version) == (before, before.version + 3)


def test_what_a_report_of_progress_does_not_say_stays_as_it_was() -> None:
    story = in_state(State.ACCEPTED)
    story.do(ReportProgress(note="已组卷", measures="专班推进", percent=40))
    issue = story.wait(days=1).do(ReportProgress(note="已踏勘"))
    assert (issue.measures, issue.percent, issue.last_progress_at) == ("专班推进", 40, story.now)
    issue = story.do(ReportProgress(note="推倒重来", measures="另行组卷", percent=0))
    assert (issue.measures, issue.percent) == ("另行组卷", 0)


@pytest.mark.parametrize(
    ("stopped", "resumed", "after"),
    [(True, False, True), (True, True, False), (False, True, False), (False, False, False)],
)
def test_works_stand_still_until_they_are_said_to_go_on(stopped: bool, resumed: bool, after: bool) -> None:
    story = in_state(State.ACCEPTED)
    story.issue = structs.replace(story.issue, works_stopped=stopped)
    assert story.do(ReportProgress(note="已到场", works_resumed=resumed)).works_stopped is after


@pytest.mark.parametrize("who", ["a-person", "zhang-san"])
def test_whatever_a_person_does_is_activity_and_what_the_ledger_does_is_none(who: str) -> None:
    story = in_state(State.IN_PROGRESS)
    for actor, active in ((replace(person(STAFF), person_id=who), True), (SYSTEM, False)):
        before = story.issue.active_at
        story.wait(hours=1).add(envelopes_for(story.issue, [story.last()], story.now, actor))
        assert story.issue.active_at == (story.now if active else before)
        assert story.issue.updated_at == story.now


def test_who_worked_on_it_is_named_once_in_order() -> None:
    story = in_state(State.CLOSURE_REQUESTED).to(State.RETURNED, State.IN_PROGRESS)
    assert (story.issue.fixers, story.issue.fixing_units) == ((HEAD, STAFF), (LAND_UNIT,))


def test_it_counts_how_often_it_came_back() -> None:
    story = in_state(State.RETURNED).to(State.IN_PROGRESS, State.CLOSURE_REQUESTED, State.CLOSED)
    story.to(State.REOPENED, State.IN_PROGRESS, State.CLOSURE_REQUESTED, State.CLOSED, State.REOPENED)
    assert (story.issue.times_returned, story.issue.times_reopened) == (1, 2)


def test_the_time_of_a_change_is_that_of_its_event() -> None:
    story = reported().wait(hours=2).to(State.ACCEPTED)
    assert (story.issue.reported_at, story.issue.updated_at) == (START, START + timedelta(hours=2))
