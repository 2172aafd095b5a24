"""Which empty posts concern the ledger: supervisors' always, a head's when its unit has something open."""

from dataclasses import replace

from ledger.intake.taking import take_in
from ledger.policy.rules import GivenRules
from ledger.registry.catalogue import Catalogue
from ledger.store.by_itself.sweep import sweep
from ledger.store.vacancies import list_vacancies
from tests.ledger.factories import LAND_UNIT, OTHER_UNIT, PROVINCE, RULES, vacant, visit
from tests.ledger.parts import Ledger

HEADS = f"unit_head:{LAND_UNIT}", f"unit_head:{OTHER_UNIT}", "unit_head:140105-housing"


def listed(ledger: Ledger, catalogue: Catalogue, region: str = "140105", after: str = "") -> dict[str, int]:
    found = list_vacancies(ledger.store, catalogue, ledger.clock.now(), region, after)
    return {each.vacancy.name: each.open_issues for each in found}


def test_only_heads_of_units_that_have_something_open_are_listed(ledger: Ledger) -> None:
    assert listed(ledger, vacant(*HEADS)) == {}
    (issue,) = ledger.opened()
    assert listed(ledger, vacant(*HEADS)) == {f"unit_head@{LAND_UNIT}": 0}
    ledger.do(issue.id, "void", PROVINCE)
    assert listed(ledger, vacant(*HEADS)) == {}


def test_the_open_issues_that_an_alert_passed_by_it_on_are_counted(ledger: Ledger) -> None:
    catalogue = vacant("supervisor:140105")
    first, *_ = ledger.opened(3)
    assert listed(ledger, catalogue) == {"supervisor@140105": 0}
    ledger.wait(days=3)
    sweep(ledger.store, ledger.clock, replace(RULES, catalogue=catalogue))
    assert listed(ledger, catalogue) == {"supervisor@140105": 3}
    ledger.do(first.id, "void", PROVINCE)
    assert listed(ledger, catalogue) == {"supervisor@140105": 2}
    assert listed(ledger, RULES.catalogue) == {}


def test_a_supporting_units_head_is_listed_once_an_alert_passed_it_by(ledger: Ledger) -> None:
    catalogue = vacant(*HEADS)
    (issue,) = ledger.opened()
    ledger.store["issues"].update_one({"_id": issue.id}, {"$set": {"vacant_posts": [f"unit_head@{OTHER_UNIT}"]}})
    assert listed(ledger, catalogue) == {f"unit_head@{OTHER_UNIT}": 1, f"unit_head@{LAND_UNIT}": 0}
    assert listed(ledger, catalogue, after=OTHER_UNIT) == {f"unit_head@{LAND_UNIT}": 0}


def test_a_region_is_its_subtree(ledger: Ledger) -> None:
    counties = [code for code in RULES.catalogue.regions if code.startswith("1403")]
    assert listed(ledger, RULES.catalogue, region="140300") == {f"supervisor@{code}": 0 for code in sorted(counties)}


def test_a_unit_in_which_nobody_is_is_listed_and_the_issues_it_was_passed_by_on_are_counted(ledger: Ledger) -> None:
    today = ledger.clock.now().date()
    staff = {
        person.id: replace(person, left_on=today)
        for person in RULES.catalogue.persons.values()
        if person.unit_id == LAND_UNIT
    }
    catalogue = replace(RULES.catalogue, persons={**RULES.catalogue.persons, **staff})
    assert listed(ledger, catalogue) == {f"unit_head@{LAND_UNIT}": 0}
    rules = GivenRules(replace(RULES, catalogue=catalogue))
    take_in(ledger.store, ledger.records(visit(), visit()), ledger.clock, rules)
    assert listed(ledger, catalogue) == {f"unit_head@{LAND_UNIT}": 2}
