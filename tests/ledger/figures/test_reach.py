"""Whose figures one may report: those of projects in one's regions, and those that one's unit is responsible for."""

from dataclasses import replace

import pytest

from ledger.figures.reach import READ, REPORT, reach_of
from ledger.registry.entries import Duty, Person
from ledger.registry.files.loading import load_catalogue
from mobile_schema.vocabulary import Level, Role

CATALOGUE = load_catalogue(samples=True)
CODE, COUNTY, UNIT = "2020-140105-30-03-990001", "140105", "140105-development-reform"
PERSONS = CATALOGUE.persons
INSPECTOR = "inspector-140105-1"


def may(person: Person, project: str = CODE, region: str = COUNTY, action: str = REPORT) -> bool:
    reach = reach_of(person, action, CATALOGUE)
    return reach.reports(project, [region]) if action == REPORT else reach.reads(project, [region])


@pytest.mark.parametrize("post", ["staff", "head"])
def test_staff_and_head_of_the_projects_unit_may(post: str) -> None:
    assert may(PERSONS[f"{post}-{UNIT}"])
    assert may(PERSONS[f"{post}-{UNIT}"], action=READ)


@pytest.mark.parametrize("other", ["140105-natural-resources", "140100-development-reform"])
def test_people_of_another_unit_may_not(other: str) -> None:
    assert not may(PERSONS[f"staff-{other}"])
    assert not may(PERSONS[f"staff-{other}"], action=READ)


def test_a_unit_may_report_no_other_project_and_place_its_own_nowhere_else() -> None:
    staff = PERSONS[f"staff-{UNIT}"]
    assert not may(staff, "2020-140106-78-03-990002", "140106")
    assert not may(staff, "2020-140105-30-03-123456")
    assert not may(staff, region="140000")
    assert may(staff, region="140000", action=READ)


def test_a_unit_reports_in_no_other_units_name_and_a_supervisor_names_whom_it_is_of() -> None:
    staff, supervisor = (
        reach_of(PERSONS[person], REPORT, CATALOGUE) for person in (f"staff-{UNIT}", "supervisor-140105")
    )
    named = CATALOGUE.units[UNIT].name_zh
    assert [staff.speaks_for(CODE, [COUNTY], unit) for unit in ("", UNIT, named, "140105-housing")] == [True] * 3 + [
        False
    ]
    assert supervisor.speaks_for(CODE, [COUNTY], "140105-housing")


@pytest.mark.parametrize(
    ("unit", "may_it"),
    [(UNIT, True), ("140105-housing", True), ("140106-housing", False), ("140100-housing", False), ("某某公司", True)],
)
def test_a_supervisor_names_units_of_the_own_regions_the_projects_own_or_what_is_none(unit: str, may_it: bool) -> None:
    assert reach_of(PERSONS["supervisor-140105"], REPORT, CATALOGUE).may_name(CODE, unit) is may_it


def test_supervisors_may_within_their_regions_as_before() -> None:
    assert may(PERSONS["supervisor-140105"])
    assert may(PERSONS["supervisor-140100"])
    assert not may(PERSONS["supervisor-140106"])


def test_one_more_duty_in_the_unit_is_enough() -> None:
    inspector = PERSONS[INSPECTOR]
    assert not may(inspector)
    assert may(replace(inspector, also=(Duty(Role.UNIT_STAFF, COUNTY, UNIT, None),)))
    assert not may(replace(inspector, also=(Duty(Role.SUPERVISOR, "140106", UNIT, Level.COUNTY),)))
