"""延期: asked for with a reason, approved by the level the policy names; the first deadline always stands beside it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from ledger.issue.refusals import Refusal
from ledger.issue.words.timing import ApproveExtension
from mobile_schema.events.timing_events import ExtensionApproved, ExtensionRefused, ExtensionRequested
from mobile_schema.vocabulary import Severity, State
from tests.ledger import policies
from tests.ledger.decisions.timing.extensions import ORIGINAL, asking, extended, under
from tests.ledger.factories import CITY, COUNTY, LAND_UNIT, PROVINCE, SHANGHAI, START, local, person
from tests.ledger.stories import in_state, refused


def test_asking_alone_moves_no_clock() -> None:
    story = in_state(State.IN_PROGRESS)
    clocks = story.issue.obligations
    story.do(asking(date(2026, 3, 20)))
    (asked,) = story.happened(ExtensionRequested)
    assert (asked.obligation, local(asked.due_at), asked.reason) == ("resolve", "2026-03-20 23:59:59", "待上级批复")
    assert story.issue.obligations == clocks
    assert story.issue.extension_request is not None
    assert story.issue.extension_request.requested_by == f"staff-{LAND_UNIT}"


def test_an_approved_extension_has_a_new_deadline_beside_the_original() -> None:
    story = extended(in_state(State.IN_PROGRESS), date(2026, 3, 20))
    first, second = [clock for clock in story.issue.obligations if clock.code == "resolve"]
    assert (local(first.due_at), first.outcome, first.ended_at) == (ORIGINAL, "extended", story.now)
    assert (local(second.due_at), local(second.original_due_at or START)) == ("2026-03-20 23:59:59", ORIGINAL)
    assert (second.round, second.started_at, second.running) == (2, story.now, True)
    (approved,) = story.happened(ExtensionApproved)
    assert (local(approved.original_due_at), local(approved.due_at)) == (ORIGINAL, "2026-03-20 23:59:59")
    assert story.issue.extension_request is None


def test_a_refused_extension_leaves_every_clock_and_may_be_asked_for_again() -> None:
    story = in_state(State.IN_PROGRESS)
    clocks = story.issue.obligations
    story.do(asking(date(2026, 3, 20)))
    story.do("refuse-extension")
    assert story.happened(ExtensionRefused)[0].reason == "理由不充分"
    assert (story.issue.obligations, story.issue.extension_request) == (clocks, None)
    assert extended(story, date(2026, 3, 21)).clock_of("resolve").round == 2


@pytest.mark.parametrize("decision", ["approve-extension", "refuse-extension"])
def test_what_nobody_asked_for_is_not_decided(decision: str) -> None:
    assert refused(in_state(State.IN_PROGRESS), decision).reason is Refusal.EXTENSION_NOT_POSSIBLE


@pytest.mark.parametrize(
    ("level", "approver"),
    [("county", COUNTY), ("supervising", COUNTY), ("city", CITY), ("above", CITY), ("province", PROVINCE)],
)
def test_the_policy_says_at_which_level_it_is_approved(level: str, approver: str) -> None:
    story = under(level=level)
    story.do(asking(date(2026, 3, 20)))
    line = [COUNTY, CITY, PROVINCE]
    for who in line[: line.index(approver)]:
        assert refused(story, "approve-extension", who).reason is Refusal.NOT_PERMITTED
    story.do("approve-extension", approver)
    assert story.clock_of("resolve").round == 2


def test_above_the_province_there_is_only_the_province() -> None:
    policy = policies.policy(policies.step("late"), approvals={"extension": {"level": "above"}})
    story = in_state(State.IN_PROGRESS, Severity.MAJOR, rules=policies.rules(policy))
    story.do(asking(date(2026, 4, 20)))
    story.do("approve-extension", PROVINCE)
    assert story.clock_of("resolve").round == 2


@pytest.mark.parametrize("worker", [f"staff-{LAND_UNIT}", f"head-{LAND_UNIT}"])
def test_who_did_the_work_never_gives_it_time_whatever_the_post(worker: str) -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(asking(date(2026, 3, 20)))
    promoted = replace(person(PROVINCE), person_id=worker)
    assert refused(story, "approve-extension", promoted).reason is Refusal.SEPARATION_OF_DUTIES


def test_an_extension_into_the_past_is_refused_and_told_so() -> None:
    """The deadline has passed unextended; one that is later than it but over already is no deadline."""
    story = in_state(State.IN_PROGRESS).wait(days=20)
    caught = refused(story, asking(date(2026, 3, 15)))
    assert caught.reason is Refusal.EXTENSION_NOT_POSSIBLE
    assert "新时限不得在过去 / the new deadline lies in the past" in caught.detail


def test_an_extension_that_lay_in_the_future_when_asked_for_is_not_approved_once_it_is_past() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(asking(date(2026, 3, 12)))
    story.wait(days=15)
    assert "in the past" in refused(story, "approve-extension").detail
    assert local(story.clock_of("resolve").due_at) == ORIGINAL


@pytest.mark.parametrize("day", [date(2026, 3, 9), date(2026, 3, 5)])
def test_a_deadline_that_is_not_later_is_no_extension(day: date) -> None:
    assert "not later than the one that holds" in refused(in_state(State.IN_PROGRESS), asking(day)).detail


def test_an_overdue_clock_can_be_extended_too() -> None:
    story = extended(in_state(State.IN_PROGRESS).wait(days=20), date(2026, 3, 25))
    assert local(story.clock_of("resolve").due_at) == "2026-03-25 23:59:59"
    assert "resolve" not in {event.obligation for event in story.sweep()}


@pytest.mark.parametrize("code", ["zero", "feedback", "verify", "lunch"])
def test_only_what_the_policy_lets_be_extended_is(code: str) -> None:
    assert f"{code} cannot be extended" in refused(in_state(State.IN_PROGRESS), asking(date(2026, 4, 1), code)).detail


def test_a_clock_that_does_not_run_is_not_extended() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(asking(date(2026, 3, 20)))
    story.to(State.CLOSURE_REQUESTED)
    assert refused(story, "approve-extension").reason is Refusal.WRONG_STATE


def test_a_request_ends_with_the_issue_and_is_not_approved_after_it_came_back() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(asking(date(2026, 3, 30)))
    story.to(State.CLOSURE_REQUESTED, State.CLOSED, State.REOPENED)
    assert story.issue.extension_request is None
    assert "no extension is asked for" in refused(story, "approve-extension").detail


def test_no_other_clock_goes_along() -> None:
    story = in_state(State.ACCEPTED)
    before = story.clock_of("feedback")
    assert extended(story, date(2026, 3, 20)).clock_of("feedback") == before


def test_the_ladder_is_whole_again_on_the_new_deadline() -> None:
    story = in_state(State.IN_PROGRESS).wait(days=9)
    assert [e.step for e in story.sweep() if e.obligation == "resolve"] == ["resolve-person", "resolve-county"]
    extended(story, date(2026, 3, 20))
    assert [e.step for e in story.sweep() if e.obligation == "resolve"] == []
    story.clock.moment = datetime(2026, 3, 27, 23, 59, 59, tzinfo=SHANGHAI)
    again = [e for e in story.sweep() if e.obligation == "resolve"]
    assert [e.step for e in again] == ["resolve-person", "resolve-county", "resolve-city", "resolve-province"]
    assert {e.round for e in again} == {2}


def test_a_reopened_issue_starts_with_the_deadline_of_its_policy() -> None:
    story = extended(in_state(State.IN_PROGRESS), date(2026, 3, 20))
    story.to(State.CLOSURE_REQUESTED, State.CLOSED, State.REOPENED)
    clock = story.clock_of("resolve")
    assert (clock.round, local(clock.due_at), clock.original_due_at) == (3, ORIGINAL, None)


def test_the_note_of_the_approval_is_kept() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(asking(date(2026, 3, 20)))
    story.do(ApproveExtension(note="仅此一次"))
    assert story.happened(ExtensionApproved)[0].note == "仅此一次"


def test_a_second_request_does_not_silently_take_the_place_of_the_first() -> None:
    """Else a supervisor would approve another day than the one that was read."""
    story = in_state(State.IN_PROGRESS)
    story.do(asking(date(2026, 3, 20)))
    caught = refused(story, asking(date(2026, 3, 30)))
    assert (caught.reason, caught.facts["asked_for"]) == (Refusal.EXTENSION_NOT_POSSIBLE, "2026-03-20")
    story.do("approve-extension")
    assert local(story.clock_of("resolve").due_at) == "2026-03-20 23:59:59"


def test_once_its_day_has_come_a_request_that_nobody_answered_may_be_made_anew() -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(asking(date(2026, 3, 12)))
    assert extended(story.wait(days=15), date(2026, 3, 30)).clock_of("resolve").round == 2


@pytest.mark.parametrize("other", [date(2026, 3, 19), date(2026, 3, 21)])
def test_approving_names_the_day_approved(other: date) -> None:
    story = in_state(State.IN_PROGRESS)
    story.do(asking(date(2026, 3, 20)))
    caught = refused(story, ApproveExtension(due_on=other))
    assert caught.facts["asked_for"] == "2026-03-20"
    story.do(ApproveExtension(due_on=date(2026, 3, 20)))
    assert local(story.happened(ExtensionApproved)[0].due_at) == "2026-03-20 23:59:59"


def test_an_extension_approved_late_is_counted_from_the_original_all_the_same() -> None:
    story = extended(under(longest={"days": 10}).wait(days=4), date(2026, 3, 15))
    caught = refused(story, asking(date(2026, 3, 20)))
    assert local(caught.facts["latest"]) == "2026-03-19 23:59:59"


def test_at_the_very_moment_that_was_asked_for_another_one_may_be_asked_for() -> None:
    story = in_state(State.IN_PROGRESS)
    asked = story.do(asking(date(2026, 3, 12))).extension_request
    assert asked is not None
    story.clock.moment = asked.due_at - timedelta(milliseconds=1)
    assert "not answered yet" in refused(story, asking(date(2026, 3, 30))).detail
    assert extended(story.wait(milliseconds=1), date(2026, 3, 30)).clock_of("resolve").round == 2
