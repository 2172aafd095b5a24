"""A report of a retired project, or by a person who has left since, is taken and flagged: what was found is found."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from ledger.intake.planning.plausibility import standing_flags
from ledger.policy.rules import Rules
from tests.factories import finding
from tests.ledger.factories import INSPECTOR, PROJECT, RULES, SHANGHAI, planned, record, visit

RECEIVED_ON = date(2026, 3, 2)


def ended(kind: str, key: str, **how: Any) -> Rules:
    entries = getattr(RULES.catalogue, kind)
    return replace(RULES, catalogue=RULES.catalogue.with_entries({kind: {key: replace(entries[key], **how)}}))


def flags(rules: Rules) -> list[str]:
    plan = planned(record(visit()), rules=rules)
    assert plan.dead == []
    (change,) = plan.changes.values()
    assert plan.receipts[0]["flags"] == change.issue.flags
    return [flag for flag in change.issue.flags if flag in ("project-retired", "reporter-left", "category-retired")]


def test_of_a_project_that_was_retired_by_the_day_it_came() -> None:
    assert flags(ended("projects", PROJECT, retired_on=RECEIVED_ON)) == ["project-retired"]
    assert flags(ended("projects", PROJECT, retired_on=date(2026, 3, 3))) == []


def test_of_a_person_who_had_left_by_the_day_it_came() -> None:
    assert flags(ended("persons", INSPECTOR, left_on=RECEIVED_ON)) == ["reporter-left"]
    assert flags(ended("persons", INSPECTOR, left_on=date(2026, 3, 3))) == []


def test_from_the_first_moment_of_that_day_here_on() -> None:
    midnight = datetime(2026, 3, 2, tzinfo=SHANGHAI)
    project = replace(RULES.catalogue.projects[PROJECT], retired_on=RECEIVED_ON)
    person = replace(RULES.catalogue.persons[INSPECTOR], left_on=RECEIVED_ON)
    assert standing_flags(project, person, midnight - timedelta(milliseconds=1), SHANGHAI) == ()
    assert standing_flags(project, person, midnight, SHANGHAI) == ("project-retired", "reporter-left")


def test_of_a_category_that_was_retired_by_the_day_it_came_the_problem_alone_is_flagged() -> None:
    assert flags(ended("categories", "land", retired_on=RECEIVED_ON)) == ["category-retired"]
    assert flags(ended("categories", "land", retired_on=date(2026, 3, 3))) == []
    found = [finding(category=category) for category in ("land", "permits")]
    plan = planned(record(visit(*found)), rules=ended("categories", "land", retired_on=RECEIVED_ON))
    assert ["category-retired" in change.issue.flags for change in plan.changes.values()] == [True, False]
    assert "category-retired" in plan.receipts[0]["flags"]


def test_what_is_late_is_routed_and_its_clocks_run_as_before() -> None:
    rules = ended("categories", "land", retired_on=RECEIVED_ON)
    (late,), (before,) = (planned(record(visit()), rules=each).changes.values() for each in (rules, RULES))
    assert (late.issue.unit_id, late.issue.obligations) == (before.issue.unit_id, before.issue.obligations)
