"""Nobody decides on work of their own: not the unit that fixed it, now or once, nor who has left it since."""

from dataclasses import replace

import pytest
from msgspec import structs

from ledger.access.permissions import did_the_work
from ledger.decisions.assigning import assignment
from ledger.decisions.clock_effects import facts_of
from ledger.issue.changes import envelopes_for
from ledger.issue.refusals import Refusal
from ledger.issue.words.assigning import Assign
from ledger.registry.actors import Actor
from mobile_schema.vocabulary import Category, Level, Role, State
from tests.ledger.access.parts import refusal
from tests.ledger.factories import CITY, COUNTY, HEAD, INSPECTOR, LAND_UNIT, OTHER_UNIT, PROVINCE, RULES, STAFF, person
from tests.ledger.stories import in_state


@pytest.mark.parametrize("command", ["approve-closure", "return-closure", "record-recheck", "void"])
@pytest.mark.parametrize("role", Role)
def test_the_fixers_unit_never_decides_on_its_work_whatever_the_post(command: str, role: Role) -> None:
    colleague = Actor("colleague", role, LAND_UNIT, "140105", Level.COUNTY)
    assert refusal(in_state(State.CLOSURE_REQUESTED), command, colleague) is Refusal.SEPARATION_OF_DUTIES


@pytest.mark.parametrize("command", ["approve-closure", "return-closure", "record-recheck", "void"])
@pytest.mark.parametrize("fixer", [STAFF, HEAD])
def test_a_fixer_who_has_become_a_supervisor_still_does_not_decide_on_it(command: str, fixer: str) -> None:
    """The head was named responsible, the staff did the work; both have moved to a supervising post since."""
    promoted = replace(person(PROVINCE), person_id=fixer)
    assert refusal(in_state(State.CLOSURE_REQUESTED), command, promoted) is Refusal.SEPARATION_OF_DUTIES


def test_who_worked_before_the_issue_went_to_another_unit_stays_a_fixer() -> None:
    story = in_state(State.IN_PROGRESS)
    moved = assignment(
        facts_of(story.issue),
        story.now,
        RULES.regime_of(story.issue),
        unit_id=OTHER_UNIT,
        region="140105",
        level=Level.COUNTY,
        rule="manual",
    )
    story.add(envelopes_for(story.issue, [moved], story.now, person(COUNTY)))
    story.to(State.ACCEPTED, State.IN_PROGRESS, State.CLOSURE_REQUESTED)
    assert story.issue.unit_id == OTHER_UNIT
    for fixer in (STAFF, HEAD):
        promoted = replace(person(COUNTY), person_id=fixer)
        assert refusal(story, "approve-closure", promoted) is Refusal.SEPARATION_OF_DUTIES


def test_a_supervisor_does_not_decide_on_work_of_the_supervisors_own_unit() -> None:
    story = in_state(State.REPORTED)
    story.do(Assign(unit_id="140105-government"), CITY)
    assert refusal(story, "void", COUNTY) is Refusal.SEPARATION_OF_DUTIES
    story.to(State.ACCEPTED, State.IN_PROGRESS, State.CLOSURE_REQUESTED)
    for command in ("record-recheck", "approve-closure", "return-closure", "void"):
        assert refusal(story, command, COUNTY) is Refusal.SEPARATION_OF_DUTIES
    assert story.do("approve-closure", CITY).state is State.CLOSED


def test_an_inspector_of_the_government_that_fixed_it_does_not_recheck_it() -> None:
    story = in_state(State.CLOSURE_REQUESTED, category=Category.DEMOLITION)
    assert story.issue.unit_id == "140105-government"
    assert refusal(story, "record-recheck", INSPECTOR) is Refusal.SEPARATION_OF_DUTIES
    assert story.do("record-recheck", CITY).recheck is not None


def test_people_of_a_supporting_unit_never_verify_the_issue_then_or_later() -> None:
    story = in_state(State.REPORTED)
    story.do(Assign(unit_id="140105-housing", supporting_unit_ids=(OTHER_UNIT,)), COUNTY)
    assert story.issue.supporting_unit_ids == (OTHER_UNIT,)
    helper = replace(person(COUNTY), unit_id=OTHER_UNIT)
    assert did_the_work(story.issue, helper)
    story.to(State.ACCEPTED, State.IN_PROGRESS, State.CLOSURE_REQUESTED)
    for command in ("approve-closure", "return-closure", "record-recheck", "void"):
        assert refusal(story, command, helper) is Refusal.SEPARATION_OF_DUTIES
    assert did_the_work(structs.replace(story.issue, supporting_unit_ids=()), helper)


def test_a_unit_that_once_had_the_issue_does_not_verify_it_after_it_passed_to_another() -> None:
    story = in_state(State.IN_PROGRESS)
    former = str(story.issue.unit_id)
    assert story.issue.fixing_units == (former,)
    passed_on = structs.replace(story.issue, unit_id="140105-housing")
    assert did_the_work(passed_on, replace(person(COUNTY), unit_id=former))


@pytest.mark.parametrize(("who", "may"), [("an", True), (INSPECTOR, False), ("zhou", True)])
def test_of_the_supervisors_only_who_reported_it_does_not_strike_it_off(who: str, may: bool) -> None:
    supervisor, story = replace(person(COUNTY), person_id=who), in_state(State.CLOSURE_REQUESTED)
    if may:
        assert story.do("approve-closure", supervisor).state is State.CLOSED
    else:
        assert refusal(story, "approve-closure", supervisor) is Refusal.SEPARATION_OF_DUTIES
