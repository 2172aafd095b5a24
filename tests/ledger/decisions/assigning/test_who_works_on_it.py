"""Another person (换人) and other supporting units (配合单位), once an issue was handed to a unit."""

from typing import Any

import pytest

from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.assigning import ChangePerson, ChangeSupport
from mobile_schema.vocabulary import State
from tests.ledger.factories import LAND_UNIT
from tests.ledger.stories import Story, in_state

HEAD, STAFF = f"head-{LAND_UNIT}", f"staff-{LAND_UNIT}"
POLICE, HOUSING = "140105-public-security", "140105-housing"


def refused(story: Story, command: Any) -> Refusal:
    with pytest.raises(CommandRefused) as refusal:
        story.do(command)
    return refusal.value.reason


def test_another_person_answers_for_it_and_who_did_before_stays_among_the_fixers() -> None:
    story = in_state(State.ACCEPTED)
    clocks = story.issue.obligations
    story.do(ChangePerson(person_id=STAFF, reason="调离"))
    assert (story.issue.person_id, story.issue.state) == (STAFF, State.ACCEPTED)
    assert story.issue.fixers == (HEAD, STAFF)
    assert story.issue.obligations == clocks
    story.do(ChangePerson(person_id=HEAD, reason="调回"))
    assert (story.issue.person_id, story.issue.fixers) == (HEAD, (HEAD, STAFF))


@pytest.mark.parametrize("person", [HEAD, f"staff-{HOUSING}", "nobody"])
def test_only_another_person_of_the_unit_takes_over(person: str) -> None:
    assert refused(in_state(State.ACCEPTED), ChangePerson(person_id=person, reason="x")) is Refusal.UNKNOWN_PERSON


def test_units_that_support_come_and_go_with_clocks_as_they_were() -> None:
    story = in_state(State.ASSIGNED)
    clocks = story.issue.obligations
    story.do(ChangeSupport(add=(POLICE, HOUSING), reason="配合"))
    story.do(ChangeSupport(remove=(POLICE,), reason="无关"))
    assert story.issue.supporting_unit_ids == (HOUSING,)
    assert (story.issue.fixing_units, story.issue.obligations) == ((), clocks)


def test_whoever_supported_after_the_signature_did_the_work_also_once_taken_away() -> None:
    story = in_state(State.ACCEPTED)
    story.do(ChangeSupport(add=(POLICE,), reason="配合"))
    story.do(ChangeSupport(remove=(POLICE,), reason="无关"))
    assert story.issue.supporting_unit_ids == ()
    assert story.issue.fixing_units == (LAND_UNIT, POLICE)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"add": ["nowhere"]}, Refusal.UNKNOWN_UNIT),
        ({"add": [LAND_UNIT]}, Refusal.UNKNOWN_UNIT),
        ({"remove": [POLICE]}, Refusal.UNKNOWN_UNIT),
        ({"add": ["140106-housing"]}, Refusal.UNIT_NOT_IN_CHARGE),
        ({"add": ["140105-government"]}, Refusal.SEPARATION_OF_DUTIES),
    ],
)
def test_support_that_cannot_be_is_refused(change: dict[str, Any], reason: Refusal) -> None:
    command = ChangeSupport.model_validate({**change, "reason": "x"})
    assert refused(in_state(State.ACCEPTED), command) is reason


def test_of_several_units_that_cannot_be_the_first_is_named() -> None:
    command = ChangeSupport.model_validate({"add": [LAND_UNIT], "remove": [POLICE, HOUSING], "reason": "x"})
    with pytest.raises(CommandRefused, match=LAND_UNIT) as refusal:
        in_state(State.ACCEPTED).do(command)
    assert refusal.value.facts["unit_id"] == LAND_UNIT


@pytest.mark.parametrize("change", [{}, {"add": ["a", "a"]}, {"add": ["a"], "remove": ["a"]}])
def test_a_change_of_support_that_says_nothing_or_both_is_none(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"supporting unit|at least one unit"):
        ChangeSupport.model_validate({**change, "reason": "x"})
