"""A request is taken back by who made it; for the clocks a closure withdrawn is one returned that nobody judged."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.issue.projection import replay
from ledger.issue.refusals import Refusal
from ledger.issue.words.solving import RecordRecheck
from mobile_schema.events.handling_events import ClosureWithdrawn
from mobile_schema.vocabulary import RecheckResult, State
from tests.ledger.factories import COUNTY, HEAD, PROVINCE, STAFF, person
from tests.ledger.stories import due, in_state, refused

ASKED = ("extension", "suspension")


def test_a_closure_withdrawn_is_asked_no_more_and_its_clock_goes_on_as_it_stood() -> None:
    story = in_state(State.IN_PROGRESS)
    clocks = due(story)
    story.do("request-closure")
    assert "verify.1" in due(story)
    issue = story.wait(days=1).do("withdraw-closure")
    assert (issue.state, issue.closure, issue.recheck) == (State.IN_PROGRESS, None, None)
    assert due(story) == {key: at for key, at in clocks.items() if not key.startswith("feedback")}
    assert (issue.times_returned, issue.return_reasons) == (0, ())
    assert story.clock_of("verify").outcome == "cancelled"
    assert replay(story.envelopes) == issue


def test_no_time_is_won_by_asking_and_withdrawing() -> None:
    story = in_state(State.IN_PROGRESS)
    deadline = story.clock_of("resolve").due_at
    story.do("request-closure")
    story.wait(days=30).do("withdraw-closure")
    assert (story.clock_of("resolve").due_at, story.clock_of("resolve").running) == (deadline, True)
    assert [each.step for each in story.sweep() if each.obligation == "resolve"]


def test_who_took_it_back_is_among_those_who_never_strike_it_off() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    story.do("withdraw-closure")
    story.do("request-closure", HEAD)
    promoted = replace(person(PROVINCE), person_id=STAFF)
    assert refused(story, "approve-closure", promoted).reason is Refusal.SEPARATION_OF_DUTIES


def test_a_look_at_what_was_withdrawn_does_not_serve_the_next_request() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    story.do(RecordRecheck(result=RecheckResult.NOT_SOLVED, on_site=False), COUNTY)
    story.do("withdraw-closure")
    assert story.do("request-closure").recheck is None


@pytest.mark.parametrize("asked", ASKED)
def test_a_request_for_time_or_rest_withdrawn_can_be_made_again(asked: str) -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(f"request-{asked}")
    assert refused(story, f"request-{asked}").reason.value == f"{asked}-not-possible"
    clocks = due(story)
    story.do(f"withdraw-{asked}")
    assert (story.issue.extension_request, story.issue.suspension_request, due(story)) == (None, None, clocks)
    assert refused(story, f"approve-{asked}" if asked == "extension" else f"refuse-{asked}").facts == {}
    story.do(f"request-{asked}")


@pytest.mark.parametrize("asked", ASKED)
def test_what_nobody_asked_cannot_be_withdrawn(asked: str) -> None:
    caught = refused(in_state(State.IN_PROGRESS), f"withdraw-{asked}")
    assert caught.reason.value == f"{asked}-not-possible"


@pytest.mark.parametrize("asked", ["closure", *ASKED])
def test_only_who_asked_withdraws_and_any_of_the_unit_once_that_one_is_gone(asked: str) -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(f"request-{asked}", STAFF)
    caught = refused(story, f"withdraw-{asked}", HEAD)
    assert (caught.reason, caught.facts) == (Refusal.NOT_PERMITTED, {"requested_by": STAFF})
    persons = story.rules.catalogue.persons
    gone = replace(persons[STAFF], left_on=date(2026, 3, 2))
    story.rules = replace(story.rules, catalogue=replace(story.rules.catalogue, persons={**persons, STAFF: gone}))
    story.do(f"withdraw-{asked}", HEAD)


def test_the_reason_stays_in_the_history() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    story.do("withdraw-closure")
    assert [event.reason for event in story.happened(ClosureWithdrawn)] == ["材料须重新准备"]
