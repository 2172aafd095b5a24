"""Routing by the rules that ship: every matter gets one lead unit and one supervising post, or waits on purpose."""

import pytest
from hypothesis import given

from ledger.registry.entries import PostCode
from ledger.registry.regions import RANK, is_within, level_of
from ledger.registry.routing import Route, RoutingFacts, route
from ledger.registry.routing_rules import load_rules
from mobile_schema.vocabulary import Category, Level, Severity
from tests.ledger.factories import START
from tests.ledger.registry.routing.parts import CATALOGUE, ROUTED, any_facts, routed


@pytest.mark.parametrize("category", [c for c in ROUTED if c is not Category.DEMOLITION])
def test_an_ordinary_county_matter_is_led_and_supervised_by_its_county(category: Category) -> None:
    expected = Route(f"140105-{CATALOGUE.categories[category].bureau}", "140105", Level.COUNTY, "own-level")
    assert routed(category) == expected


def test_a_city_matter_is_led_and_supervised_by_its_city() -> None:
    expected = Route("140100-ecology", "140100", Level.CITY, "own-level")
    assert routed(Category.ENVIRONMENT, project_level=Level.CITY) == expected
    assert routed(Category.ENVIRONMENT, region="140100") == expected


@pytest.mark.parametrize("category", [c for c in ROUTED if c is not Category.DEMOLITION])
def test_a_provincial_department_leads_major_matters_and_key_projects(category: Category) -> None:
    unit = f"140000-{CATALOGUE.categories[category].bureau}"
    assert routed(category, Severity.MAJOR) == Route(unit, "140000", Level.PROVINCE, "major")
    key = routed(category, project_level=Level.PROVINCE)
    assert key == Route(unit, "140000", Level.PROVINCE, "key-project")


def test_demolition_led_by_a_government_is_supervised_one_level_above() -> None:
    county = routed(Category.DEMOLITION)
    assert county == Route("140105-government", "140100", Level.CITY, "demolition-county")
    city = routed(Category.DEMOLITION, region="140100")
    assert city == Route("140100-government", "140000", Level.PROVINCE, "demolition-city")


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("project_level", Level)
@pytest.mark.parametrize("region", ["140000", "140100", "140105"])
def test_other_has_no_lead_and_waits_for_a_person_under_the_supervision_of_its_weight(
    severity: Severity, project_level: Level, region: str
) -> None:
    found = routed(Category.OTHER, severity, region, project_level)
    assert found is not None
    assert found.unit_id is None
    land = routed(Category.LAND, severity, region, project_level)
    assert land is not None
    assert found.supervising_level is land.supervising_level


@given(any_facts)
def test_routing_is_total_and_says_the_same_twice(facts: RoutingFacts) -> None:
    first = route(facts, load_rules())
    assert first == route(facts, load_rules())
    assert first is not None
    assert (first.unit_id is None) == (facts.category not in ROUTED)


@given(any_facts)
def test_a_route_names_a_real_unit_and_a_supervisor_above_the_place(facts: RoutingFacts) -> None:
    found = route(facts, load_rules())
    if found is None or found.unit_id is None:
        return
    unit = CATALOGUE.units[found.unit_id]
    assert is_within(facts.region, unit.region)
    assert is_within(facts.region, found.supervising_region)
    assert level_of(found.supervising_region) is found.supervising_level
    assert RANK[found.supervising_level] >= RANK[unit.level]
    assert found.unit_id != f"{found.supervising_region}-government"


@pytest.mark.parametrize("category", ROUTED)
@pytest.mark.parametrize("severity", Severity)
def test_the_unit_of_every_sample_project_has_a_head_and_a_supervisor(category: Category, severity: Severity) -> None:
    for project in CATALOGUE.projects.values():
        if not project.sample:
            continue
        found = routed(category, severity, project.region, project.level)
        assert found is not None
        assert CATALOGUE.holder(PostCode.UNIT_HEAD, found.unit_id, START)
        assert CATALOGUE.holder(PostCode.SUPERVISOR, found.supervising_region, START)


def test_a_region_that_is_none_is_an_error_and_not_a_route() -> None:
    with pytest.raises(ValueError, match="not a region code"):
        routed(region="xiaodian")
