"""Routing: every matter gets one lead unit and one supervising post, or waits in triage on purpose."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.registry.entries import PostCode, Unit
from ledger.registry.files.loading import load_catalogue
from ledger.registry.files.reading import RegistryError
from ledger.registry.files.routes import parse_routes
from ledger.registry.regions import RANK, is_within, level_of
from ledger.registry.routing import Route, RoutingFacts, route
from ledger.registry.routing_rules import load_rules, parse_rules, rules_of
from mobile_schema.vocabulary import Category, Level, Severity
from tests.ledger.factories import START

CATALOGUE = load_catalogue(samples=True)
ROUTED = [entry.code for entry in CATALOGUE.categories.values() if entry.bureau is not None]

any_facts = st.builds(
    RoutingFacts,
    category=st.sampled_from(Category),
    severity=st.sampled_from(Severity),
    region=st.sampled_from(sorted(CATALOGUE.regions)),
    project_level=st.sampled_from(Level),
)


def routed(
    category: Category = Category.LAND,
    severity: Severity = Severity.ORDINARY,
    region: str = "140105",
    project_level: Level = Level.COUNTY,
) -> Route | None:
    return route(RoutingFacts(category, severity, region, project_level), load_rules())


def rules_text(*rules: str) -> str:
    listed = "".join(f"  - {rule}\n" for rule in rules)
    return f"version: 1\nrules:\n{listed}"


def rule(name: str = "own-level", **conditions: str) -> str:
    fields = {"id": name, "lead": "own", "supervise": "own", "source": "T14"} | conditions
    return "{" + ", ".join(f"{key}: {value}" for key, value in fields.items()) + "}"


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


def test_a_rule_may_hold_for_one_subtree_only() -> None:
    rules = parse_rules(
        rules_text(
            rule("taiyuan-land", categories="[land]", within="'140100'", bureau="housing"),
            rule(),
        )
    )
    inside = route(RoutingFacts(Category.LAND, Severity.ORDINARY, "140105", Level.COUNTY), rules)
    outside = route(RoutingFacts(Category.LAND, Severity.ORDINARY, "140213", Level.COUNTY), rules)
    assert (inside and inside.unit_id) == "140105-housing"
    assert (outside and outside.unit_id) == "140213-natural-resources"


@pytest.mark.parametrize(
    ("level", "region"),
    [("own", "140105"), ("county", "140105"), ("city", "140100"), ("province", "140000")],
)
def test_a_rule_may_put_the_lead_and_the_supervision_at_a_level_of_their_own(level: str, region: str) -> None:
    rules = parse_rules(rules_text(rule(lead=level, supervise=level)))
    found = route(RoutingFacts(Category.LAND, Severity.ORDINARY, "140105", Level.COUNTY), rules)
    assert found is not None
    assert (found.unit_id, found.supervising_region) == (f"{region}-natural-resources", region)


@pytest.mark.parametrize("asked", Severity)
@pytest.mark.parametrize("severity", Severity)
def test_a_rule_for_a_severity_holds_for_that_one_alone(asked: Severity, severity: Severity) -> None:
    rules = parse_rules(rules_text(rule("narrow", severity=asked), rule("wide")))
    found = route(RoutingFacts(Category.LAND, severity, "140105", Level.COUNTY), rules)
    assert (found and found.rule_id) == ("narrow" if severity is asked else "wide")


@pytest.mark.parametrize("asked", Level)
@pytest.mark.parametrize("level", Level)
def test_a_rule_for_a_level_holds_for_that_one_alone(asked: Level, level: Level) -> None:
    rules = parse_rules(rules_text(rule("narrow", level=asked), rule("wide")))
    found = route(RoutingFacts(Category.LAND, Severity.ORDINARY, "140105", level), rules)
    assert (found and found.rule_id) == ("narrow" if level is asked else "wide")


@pytest.mark.parametrize(
    ("severity", "level", "region", "rule_id"),
    [
        (Severity.MAJOR, Level.CITY, "140105", "narrow"),
        (Severity.ORDINARY, Level.CITY, "140105", "wide"),
        (Severity.MAJOR, Level.COUNTY, "140105", "wide"),
        (Severity.MAJOR, Level.CITY, "140106", "wide"),
        (Severity.ORDINARY, Level.COUNTY, "140105", "wide"),
        (Severity.ORDINARY, Level.CITY, "140106", "wide"),
    ],
)
def test_a_rule_holds_where_all_that_it_asks_is_so(severity: Severity, level: Level, region: str, rule_id: str) -> None:
    rules = parse_rules(rules_text(rule("narrow", severity="major", level="city", within="'140105'"), rule("wide")))
    found = route(RoutingFacts(Category.LAND, severity, region, level), rules)
    assert (found and found.rule_id) == rule_id


def test_a_matter_that_no_rule_matches_has_no_route() -> None:
    rules = parse_rules(rules_text(rule(severity="major")))
    assert route(RoutingFacts(Category.LAND, Severity.ORDINARY, "140105", Level.COUNTY), rules) is None


def test_a_level_below_the_regions_own_falls_to_the_region_itself() -> None:
    rules = parse_rules(rules_text(rule(lead="county", supervise="county")))
    found = route(RoutingFacts(Category.LAND, Severity.ORDINARY, "140100", Level.COUNTY), rules)
    assert found == Route("140100-natural-resources", "140100", Level.CITY, "own-level")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (rules_text(rule("a", severity="major"), rule("a")), "a: is there twice"),
        (rules_text(rule(bureau="astronomy")), "own-level: .*unknown bureau astronomy"),
        (rules_text(rule(bureau="civil-aviation")), "own-level: .*unknown bureau civil-aviation"),
        (rules_text(rule(within="'990000'")), "own-level: .*unknown region 990000"),
        (rules_text(rule(categories="[other]")), "own-level: .*no bureau leads other"),
        (rules_text(rule("all"), rule("late", severity="major")), "late: .*can never match"),
        (
            rules_text(rule("city", within="'140100'"), rule("county", within="'140105'")),
            "county: .*can never match",
        ),
        (
            rules_text(rule("one", severity="major"), rule("two", severity="ordinary"), rule("three")),
            "three: .*can never match",
        ),
        (rules_text(rule(categories="[weather]")), "own-level: .*unknown category weather"),
        (rules_text(rule(categories="['Weather!']")), "categories.0: "),
        (rules_text(rule(colour="red")), "colour: "),
        (rules_text(rule(severity="grave", level="village")), "severity: "),
        (rules_text(rule(categories="[land, other]")), "own-level: .*no bureau leads other"),
        ("version: 1\n", "RoutingRule: not a list"),
    ],
)
def test_rules_that_cannot_mean_what_they_say_are_refused(text: str, why: str) -> None:
    with pytest.raises(RegistryError, match=why):
        parse_rules(text)


def test_a_narrow_rule_before_a_wide_one_shadows_nothing() -> None:
    rules = parse_rules(rules_text(rule("county", within="'140105'"), rule("city", within="'140100'"), rule()))
    assert [found.id for found in rules.by_category[Category.LAND]] == ["county", "city", "own-level"]


def test_a_region_that_is_none_is_an_error_and_not_a_route() -> None:
    with pytest.raises(ValueError, match="not a region code"):
        routed(region="xiaodian")


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


def test_rules_stand_ten_apart_from_ten_on_so_that_one_can_come_before_between_and_after() -> None:
    routes = parse_routes(rules_text(rule("first"), rule("second"), rule("third")))
    assert [(each.id, each.order) for each in routes] == [("first", 10), ("second", 20), ("third", 30)]
