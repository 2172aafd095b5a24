"""Who may be given an issue and by whom: the units of a supervisor's place, with others to support them."""

import pytest
from pydantic import ValidationError

from ledger.issue.refusals import CommandRefused, Refusal
from ledger.issue.words.assigning import Accept, Assign
from mobile_schema.vocabulary import Category, Level, Severity, State
from tests.ledger.factories import CITY, COUNTY, LAND_UNIT, OTHER_UNIT, PROVINCE, person
from tests.ledger.stories import in_state, reported


@pytest.mark.parametrize(
    ("who", "unit", "reason"),
    [
        (COUNTY, "140105-government", Refusal.SEPARATION_OF_DUTIES),
        (PROVINCE, "140000-government", Refusal.SEPARATION_OF_DUTIES),
        (COUNTY, "140100-natural-resources", Refusal.UNIT_NOT_IN_CHARGE),
        (CITY, "140106-natural-resources", Refusal.UNIT_NOT_IN_CHARGE),
        (PROVINCE, "140213-natural-resources", Refusal.UNIT_NOT_IN_CHARGE),
    ],
)
def test_no_unit_is_given_an_issue_that_it_could_not_answer_for(who: str, unit: str, reason: Refusal) -> None:
    with pytest.raises(CommandRefused) as refused:
        in_state(State.REPORTED).do(Assign(unit_id=unit), who)
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("unit", "reason"),
    [
        ("140105-nobody", Refusal.UNKNOWN_UNIT),
        ("140106-natural-resources", Refusal.UNIT_NOT_IN_CHARGE),
        ("140100-natural-resources", Refusal.UNIT_NOT_IN_CHARGE),
        ("140105-government", Refusal.SEPARATION_OF_DUTIES),
    ],
)
def test_a_supporting_unit_is_one_that_could_have_been_the_lead(unit: str, reason: Refusal) -> None:
    with pytest.raises(CommandRefused) as refused:
        in_state(State.REPORTED).do(Assign(unit_id=LAND_UNIT, supporting_unit_ids=(OTHER_UNIT, unit)), COUNTY)
    assert refused.value.reason is reason


@pytest.mark.parametrize("units", [(LAND_UNIT,), (OTHER_UNIT, OTHER_UNIT), tuple(f"unit-{n}" for n in range(11))])
def test_supporting_units_are_ten_at_most_each_once_and_not_the_lead(units: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        Assign(unit_id=LAND_UNIT, supporting_unit_ids=units)


@pytest.mark.parametrize(
    ("who", "level", "region"),
    [(COUNTY, Level.COUNTY, "140105"), (CITY, Level.CITY, "140100"), (PROVINCE, Level.PROVINCE, "140000")],
)
def test_who_assigns_supervises_at_their_own_level(who: str, level: Level, region: str) -> None:
    issue = in_state(State.REPORTED).do(Assign(unit_id="140105-housing"), who)
    assert (issue.supervising_level, issue.supervising_region) == (level, region)


def test_another_assignment_has_its_own_supporting_units() -> None:
    story = in_state(State.REPORTED)
    story.do(Assign(unit_id=LAND_UNIT, supporting_unit_ids=(OTHER_UNIT,)), COUNTY)
    story.do("decline")
    assert story.do(Assign(unit_id="140105-housing"), COUNTY).supporting_unit_ids == ()


def test_a_triaged_major_issue_stays_under_the_province_whoever_assigns_it() -> None:
    story = in_state(State.REPORTED, severity=Severity.MAJOR)
    with pytest.raises(CommandRefused) as refused:
        story.do(Assign(unit_id="140105-housing"), COUNTY)
    assert refused.value.reason is Refusal.NOT_PERMITTED
    story.do(Assign(unit_id="140105-housing"), PROVINCE)
    assert (story.issue.supervising_level, story.issue.supervising_region) == (Level.PROVINCE, "140000")


def test_an_issue_in_triage_may_be_assigned_by_any_supervisor_over_its_place() -> None:
    for who in (COUNTY, CITY, PROVINCE):
        issue = reported(Category.OTHER).do(Assign(unit_id=OTHER_UNIT), who)
        assert (issue.supervising_region, issue.supervising_level) == (person(who).region, person(who).level)
        assert issue.rule == "manual"


@pytest.mark.parametrize(
    ("who", "unit"),
    [(COUNTY, OTHER_UNIT), (CITY, LAND_UNIT), (CITY, "140100-natural-resources"), (PROVINCE, "140100-ecology")],
)
def test_a_unit_over_the_place_or_in_it_is_given_it_by_whoever_is_not_below_the_unit(who: str, unit: str) -> None:
    assert in_state(State.REPORTED).do(Assign(unit_id=unit), who).unit_id == unit


@pytest.mark.parametrize("named", ["head-140105-ecology", "head-140105-public-security", "head-nowhere"])
def test_the_responsible_person_is_of_the_unit_itself(named: str) -> None:
    with pytest.raises(CommandRefused) as refused:
        in_state(State.ASSIGNED).do(Accept(person_id=named))
    assert (refused.value.reason, refused.value.facts) == (Refusal.UNKNOWN_PERSON, {"person_id": named})
