"""Routing past units in which nobody is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.registry.regions import RANK
from ledger.registry.routing import Route, RoutingFacts, route
from ledger.registry.routing_rules import load_rules, parse_rules
from mobile_schema.vocabulary import Category, Level, Severity
from tests.ledger.registry.routing.parts import CATALOGUE, any_facts, rule, rules_text

EMPTY_COUNTY = [unit for unit in CATALOGUE.units if unit.startswith("140105-")]


def with_nobody_in(
    *units: str,
    category: Category = Category.LAND,
    severity: Severity = Severity.ORDINARY,
    region: str = "140105",
) -> Route | None:
    facts = RoutingFacts(category, severity, region, Level.COUNTY)
    return route(facts, load_rules(), CATALOGUE.units.keys() - set(units))


def test_a_unit_without_people_is_passed_by_for_the_next_rule_under_the_same_supervision() -> None:
    empty = "140000-natural-resources"
    found = with_nobody_in(empty, severity=Severity.MAJOR)
    assert found == Route("140105-natural-resources", "140000", Level.PROVINCE, "own-level", (empty,))


def test_where_nobody_is_in_any_unit_that_the_rules_name_a_person_routes_it_under_the_first_rules_supervision() -> None:
    found = with_nobody_in("140105-natural-resources")
    assert found == Route(None, "140105", Level.COUNTY, "own-level", ("140105-natural-resources",))
    major = with_nobody_in("140000-natural-resources", "140105-natural-resources", severity=Severity.MAJOR)
    assert major is not None
    assert (major.unit_id, major.supervising_region) == (None, "140000")
    assert major.passed_by == ("140000-natural-resources", "140105-natural-resources")


def test_a_unit_that_two_rules_name_is_passed_by_once() -> None:
    rules = parse_rules(rules_text(rule("narrow", severity="major"), rule("wide")))
    found = route(RoutingFacts(Category.LAND, Severity.MAJOR, "140105", Level.COUNTY), rules, frozenset())
    assert found is not None
    assert found.passed_by == ("140105-natural-resources",)


def test_no_government_that_stands_in_is_supervised_by_itself() -> None:
    found = with_nobody_in("140000-natural-resources", category=Category.DEMOLITION, severity=Severity.MAJOR)
    assert found is not None
    assert (found.unit_id, found.supervising_region) == ("140105-government", "140000")


@pytest.mark.parametrize("bureau", ["ecology", "housing"])
def test_whatever_it_is_called_another_bureau_stands_in_for_one_in_which_nobody_is(bureau: str) -> None:
    rules = parse_rules(rules_text(rule("first", severity="ordinary"), rule("second", bureau=bureau)))
    facts = RoutingFacts(Category.LAND, Severity.ORDINARY, "140105", Level.COUNTY)
    found = route(facts, rules, CATALOGUE.units.keys() - {"140105-natural-resources"})
    assert found is not None
    assert found.unit_id == f"140105-{bureau}"


@given(any_facts, st.sets(st.sampled_from([*EMPTY_COUNTY, "140000-natural-resources", "140000-government"])))
def test_an_empty_room_is_never_a_route_nor_is_one_supervised_lower_than_without(
    facts: RoutingFacts, empty: set[str]
) -> None:
    found, anyway = route(facts, load_rules(), CATALOGUE.units.keys() - empty), route(facts, load_rules())
    assert found is not None
    assert anyway is not None
    assert found.unit_id not in empty
    assert set(found.passed_by) <= empty
    assert (found == anyway) == (anyway.unit_id not in empty)
    assert RANK[found.supervising_level] >= RANK[anyway.supervising_level]
    assert found.unit_id != f"{found.supervising_region}-government"
