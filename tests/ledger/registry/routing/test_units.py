"""Which unit a route names: found by its region and bureau, whatever its id."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import pytest

from ledger.registry.entries import Unit
from ledger.registry.routing import Route, RoutingFacts, route
from ledger.registry.routing_rules import rules_of
from mobile_schema.vocabulary import Category, Level, Severity
from tests.ledger.registry.routing.parts import CATALOGUE

SHIPPED = CATALOGUE.units["140105-natural-resources"]
OURS = replace(SHIPPED, id="land-office")


def among(*units: Unit, staffed: Collection[str] | None = None) -> Route | None:
    """An ordinary land matter of the county, with these units beside those that ship or in their place."""
    rules = rules_of(CATALOGUE.with_entries({"units": {unit.id: unit for unit in units}}))
    return route(RoutingFacts(Category.LAND, Severity.ORDINARY, "140105", Level.COUNTY), rules, staffed)


def test_a_unit_is_found_by_its_region_and_bureau_whatever_its_id() -> None:
    assert among(OURS, staffed={OURS.id}) == Route(OURS.id, "140105", Level.COUNTY, "own-level")
    assert among(replace(OURS, region="140106"), staffed={OURS.id}) == among(staffed=())
    assert among(replace(OURS, bureau="housing"), staffed={OURS.id}) == among(staffed=())


@pytest.mark.parametrize("of", [{"bureau": ""}, {"bureau": "housing"}, {"region": "140106"}], ids=str)
def test_the_id_of_a_unit_alone_routes_nothing_to_it(of: dict[str, str]) -> None:
    found = among(replace(SHIPPED, **of), staffed={SHIPPED.id})
    assert found == Route(None, "140105", Level.COUNTY, "own-level", (SHIPPED.id,))


@pytest.mark.parametrize("within", [{"zone": "zone-a"}, {"township": "140105100"}], ids=str)
def test_a_unit_of_a_zone_or_a_township_does_not_stand_for_the_region(within: dict[str, str]) -> None:
    assert among(replace(OURS, **within), staffed={OURS.id}) == among(staffed=())


def test_of_several_units_of_a_bureau_the_first_that_has_people_and_stands_is_named() -> None:
    others, retired = (replace(SHIPPED, id="1-land"), OURS), replace(SHIPPED, retired_on=date(2026, 3, 1))
    leads = {
        SHIPPED.id: among(*others),
        "1-land": among(*others, staffed={"1-land", OURS.id}),
        OURS.id: among(*others, staffed={OURS.id}),
    }
    assert {unit: found and (found.unit_id, found.passed_by) for unit, found in leads.items()} == {
        unit: (unit, ()) for unit in leads
    }
    for units, passed_by in (((*others, retired), "1-land"), ((retired,), SHIPPED.id)):
        found = among(*units, staffed=())
        assert (found and found.passed_by) == (passed_by,)


def test_no_government_under_another_id_is_supervised_by_itself_either() -> None:
    shipped = CATALOGUE.units["140000-government"]
    rules = rules_of(CATALOGUE.with_entries({"units": {"office": replace(shipped, id="office")}}))
    facts = RoutingFacts(Category.DEMOLITION, Severity.MAJOR, "140000", Level.PROVINCE)
    found = route(facts, rules, {"office"})
    assert found is not None
    assert (found.unit_id, found.supervising_region) == (None, "140000")
    below = route(
        RoutingFacts(Category.DEMOLITION, Severity.ORDINARY, "140100", Level.CITY), rules, {"140100-government"}
    )
    assert (below and below.unit_id) == "140100-government"
