"""What a routing rule holds for, and which are refused."""

import pytest

from ledger.registry.files.reading import RegistryError
from ledger.registry.files.routes import parse_routes
from ledger.registry.routing import Route, RoutingFacts, route
from ledger.registry.routing_rules import parse_rules
from mobile_schema.vocabulary import Category, Level, Severity
from tests.ledger.registry.routing.parts import rule, rules_text


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


def test_rules_stand_ten_apart_from_ten_on_so_that_one_can_come_before_between_and_after() -> None:
    routes = parse_routes(rules_text(rule("first"), rule("second"), rule("third")))
    assert [(each.id, each.order) for each in routes] == [("first", 10), ("second", 20), ("third", 30)]
