"""What users of like systems complained of, of deciding on one's own work: each a test, named after its thread."""

from dataclasses import replace

import pytest

from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.solving import ApproveClosure
from ledger.issue.words.timing import ApproveExtension, Suspend
from ledger.registry.actors import actor_of
from ledger.registry.entries import Duty, Person
from mobile_schema.vocabulary import Grade, Level, Role, State
from tests.access.world import HOME
from tests.ledger.factories import CITY, PROVINCE, person, sample_command
from tests.ledger.stories import in_state, refused


def test_glpi_25080_who_asked_approves_nothing_later_in_another_post() -> None:
    """The staff member asked, then moved to the government of the province."""
    story = in_state(State.IN_PROGRESS)
    story.do("request-extension")
    (asked,) = {envelope.actor.person_id for envelope in story.envelopes[-1:]}
    moved = replace(person(PROVINCE), person_id=asked)
    command = sample_command("suspend", story.issue, story.now)
    assert isinstance(command, Suspend)
    for each in (ApproveExtension(), command):
        assert refused(story, each, moved).reason is Refusal.SEPARATION_OF_DUTIES


def test_glpi_3768_a_colleague_of_the_unit_that_did_the_work_does_not_close_it() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    colleague = replace(person(CITY), also=(Duty(Role.UNIT_STAFF, HOME, story.issue.unit_id),))
    assert refused(story, ApproveClosure(grade=Grade.GOOD), colleague).reason is Refusal.SEPARATION_OF_DUTIES


def test_who_reported_it_does_not_close_it_as_a_supervisor_later() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    promoted = replace(person(CITY), person_id=story.issue.reporter)
    assert refused(story, ApproveClosure(grade=Grade.GOOD), promoted).reason is Refusal.SEPARATION_OF_DUTIES
    assert refused(story, "void", promoted).reason is Refusal.SEPARATION_OF_DUTIES


def test_glpi_19198_a_decision_is_signed_by_the_one_who_asks_in_the_duty_that_allows_it() -> None:
    story = in_state(State.CLOSURE_REQUESTED)
    both = replace(person("inspector-140106-1"), also=(Duty(Role.SUPERVISOR, "140100", None, Level.CITY),))
    story.do(ApproveClosure(grade=Grade.GOOD), both)
    assert story.envelopes[-1].actor.person_id == "inspector-140106-1"
    assert story.issue.closed_by == "inspector-140106-1"


@pytest.mark.parametrize("name", ["report-progress", "file-plan", "request-extension", "log-referral", "assign"])
def test_glpi_3769_what_is_struck_off_is_not_edited(name: str) -> None:
    story = in_state(State.CLOSED)
    assert refused(story, name).reason is Refusal.WRONG_STATE


def test_no_one_gives_a_command_in_a_duty_of_another_place() -> None:
    """Supervisor of one county, staff elsewhere: neither duty reaches what only both together would."""
    story = in_state(State.ASSIGNED)
    elsewhere = actor_of(
        Person(
            "two",
            "二",
            Role.SUPERVISOR,
            None,
            "140106",
            Level.COUNTY,
            also=(Duty(Role.UNIT_STAFF, HOME, "140105-housing"),),
        )
    )
    with pytest.raises(CommandRefused) as caught:
        story.do("accept", elsewhere)
    assert caught.value.reason is Refusal.NOT_PERMITTED
