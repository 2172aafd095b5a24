"""Nothing new is given to a unit that was retired, nor to a person who has left; from the very day on.

What is given by hand to a unit in which nobody is names its empty post.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.assigning import Accept, Assign, ChangeSupport, Transfer
from ledger.issue.words.command import Command
from ledger.policy.rules import Rules
from ledger.registry.days import local_day
from mobile_schema.vocabulary import State
from tests.ledger.factories import COUNTY, LAND_UNIT, OTHER_UNIT, RULES, START
from tests.ledger.stories import in_state

TODAY = local_day(START)
LATER = TODAY + timedelta(days=7)


def ended(kind: str, key: str, **how: Any) -> Rules:
    entries = getattr(RULES.catalogue, kind)
    return replace(RULES, catalogue=RULES.catalogue.with_entries({kind: {key: replace(entries[key], **how)}}))


def retired(on: date, **more: Any) -> Rules:
    return ended("units", OTHER_UNIT, retired_on=on, **more)


@pytest.mark.parametrize(
    "command", [Assign(unit_id=OTHER_UNIT), Assign(unit_id=LAND_UNIT, supporting_unit_ids=(OTHER_UNIT,))]
)
def test_a_retired_unit_is_given_nothing_and_its_successors_are_named(command: Assign) -> None:
    with pytest.raises(CommandRefused) as refused:
        in_state(State.REPORTED, rules=retired(TODAY, succeeded_by=(LAND_UNIT,))).do(command, COUNTY)
    assert refused.value.reason is Refusal.UNIT_NOT_IN_CHARGE
    assert refused.value.facts == {"unit_id": OTHER_UNIT, "succeeded_by": [LAND_UNIT]}
    assert in_state(State.REPORTED, rules=retired(LATER)).do(command, COUNTY).unit_id == command.unit_id


def test_a_retired_unit_does_not_come_to_support() -> None:
    with pytest.raises(CommandRefused):
        in_state(State.ACCEPTED, rules=retired(TODAY)).do(ChangeSupport(add=(OTHER_UNIT,), reason="配合"), COUNTY)


@pytest.mark.parametrize(
    ("state", "command"),
    [
        (State.REPORTED, Assign(unit_id=OTHER_UNIT)),
        (State.IN_PROGRESS, Transfer(unit_id=OTHER_UNIT, reason="属其职责")),
    ],
)
@pytest.mark.parametrize("away", [TODAY, LATER])
def test_a_unit_in_which_nobody_is_may_be_given_it_by_hand_and_the_issue_says_so(
    state: State, command: Command, away: date
) -> None:
    gone = {each.id: replace(each, left_on=away) for each in RULES.catalogue.staff_of(OTHER_UNIT)}
    rules = replace(RULES, catalogue=RULES.catalogue.with_entries({"persons": gone}))
    issue = in_state(state, rules=rules).do(command, COUNTY)
    assert issue.unit_id == OTHER_UNIT
    assert issue.vacant_posts == ((f"unit_head@{OTHER_UNIT}",) if away == TODAY else ())


def test_who_has_left_is_named_for_no_issue() -> None:
    person = f"staff-{LAND_UNIT}"
    with pytest.raises(CommandRefused) as refused:
        in_state(State.ASSIGNED, rules=ended("persons", person, left_on=TODAY)).do(Accept(person_id=person))
    assert refused.value.reason is Refusal.UNKNOWN_PERSON
    assert (
        in_state(State.ASSIGNED, rules=ended("persons", person, left_on=LATER)).do(Accept(person_id=person)).person_id
    )
