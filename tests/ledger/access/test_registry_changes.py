"""An administrator changes what is in their own regions, never what lies above, never their own duties or posts."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.access.registry_changes import is_within_scope, may_change_registry, who_changes
from ledger.access.scopes import NOWHERE, Scope, region_key, unit_key
from ledger.registry.actors import actor_of
from ledger.registry.entries import Duty, Holding, Person, Post, PostCode, Project, RoutingRule, Township
from ledger.registry.files.loading import load_catalogue
from mobile_schema.vocabulary import Category, Level, Role, Severity

CATALOGUE = load_catalogue(samples=True)
COUNTY_ADMIN = Person("zhao", "赵", Role.ADMIN, None, "140105")
CITY_ADMIN = replace(COUNTY_ADMIN, region="140100")
PROVINCE_ADMIN = replace(COUNTY_ADMIN, region="140000")
SUPERVISOR = CATALOGUE.persons["supervisor-140000"]
STAFF = Person("li", "李", Role.UNIT_STAFF, "140105-housing", "140105")
UNIT = CATALOGUE.units["140105-housing"]
BRIDGE = Project("2026-140105-48-01-000001", "桥", "Bridge", Level.COUNTY, ("140105",))
RULE = RoutingRule("ours", "own", "own", "县", order=65, within="140105")


def why(person: Person, before: Any | None, after: Any) -> str | None:
    return may_change_registry(person, before, after, CATALOGUE)


@pytest.mark.parametrize(
    "entry",
    [
        UNIT,
        STAFF,
        BRIDGE,
        RULE,
        Township("140105100", "街道"),
        Post(PostCode.UNIT_HEAD, UNIT.id),
        Post(PostCode.SUPERVISOR, "140105"),
    ],
    ids=lambda entry: type(entry).__name__,
)
def test_what_is_in_a_region_is_its_administrators_and_those_aboves(entry: Any) -> None:
    for admin in (COUNTY_ADMIN, CITY_ADMIN, PROVINCE_ADMIN):
        assert why(admin, None, entry) is None
        assert why(admin, entry, entry) is None
    for other in (replace(COUNTY_ADMIN, region="140106"), replace(COUNTY_ADMIN, region="140200"), SUPERVISOR, STAFF):
        assert why(other, None, entry) is not None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (UNIT, replace(UNIT, region="140106")),
        (replace(UNIT, region="140106"), UNIT),
        (None, CATALOGUE.units["140100-housing"]),
        (None, replace(BRIDGE, regions=("140105", "140106"))),
        (None, replace(STAFF, also=(Duty(Role.SUPERVISOR, "140100", None, Level.CITY),))),
        (None, replace(STAFF, unit_id="140106-housing")),
        (STAFF, replace(STAFF, also=(Duty(Role.INSPECTOR, "140105", "140100-housing"),))),
        (replace(STAFF, unit_id="140106-housing"), STAFF),
        (None, replace(UNIT, id="140106-new")),
        (replace(STAFF, role=Role.INSPECTOR, unit_id=None, region="140106"), STAFF),
        (None, replace(RULE, within=None)),
        (CATALOGUE.categories[Category.LAND], CATALOGUE.categories[Category.LAND]),
        (None, Post(PostCode.UNIT_HEAD, "140106-housing")),
    ],
)
def test_what_comes_from_or_goes_to_elsewhere_or_above_is_not(before: Any, after: Any) -> None:
    assert why(COUNTY_ADMIN, before, after) is not None
    assert why(PROVINCE_ADMIN, before, after) is None


@pytest.mark.parametrize(
    "over",
    [
        {"order": 1},
        {"order": 1, "severity": Severity.MAJOR},
        {"order": 1, "level": Level.PROVINCE},
        {"order": 1, "categories": (Category.DEMOLITION,), "severity": Severity.ORDINARY, "level": Level.COUNTY},
        {"order": 1, "severity": Severity.MAJOR, "lead": "county", "supervise": "county"},
        {"order": 1, "level": Level.COUNTY, "categories": (Category.LAND,)},
    ],
    ids=str,
)
def test_no_rule_takes_a_matter_out_of_the_hands_of_those_above(over: dict[str, Any]) -> None:
    assert "不得" in (why(COUNTY_ADMIN, None, replace(RULE, **over)) or "")
    assert why(PROVINCE_ADMIN, None, replace(RULE, **over)) is None


def test_two_rules_of_ones_own_do_not_hide_each_other() -> None:
    lowered = replace(RULE, id="a", order=1, severity=Severity.MAJOR)
    both = {**CATALOGUE.routes, "a": lowered, "b": replace(lowered, id="b", order=2)}
    for rule in (both["a"], both["b"]):
        assert may_change_registry(COUNTY_ADMIN, None, rule, replace(CATALOGUE, routes=both)) is not None
    assert may_change_registry(COUNTY_ADMIN, lowered, replace(lowered, retired_on=date(2026, 3, 2)), CATALOGUE) is None


def test_no_rule_gives_work_to_a_unit_of_elsewhere() -> None:
    rule = replace(RULE, order=1, severity=Severity.ORDINARY, level=Level.COUNTY, categories=(Category.LAND,))
    assert why(COUNTY_ADMIN, None, rule) is None
    assert "140000-" in (why(COUNTY_ADMIN, None, replace(rule, lead="province")) or "")
    assert why(COUNTY_ADMIN, None, replace(rule, supervise="city")) is None


def test_a_project_is_its_own_levels_to_change() -> None:
    key_project = replace(BRIDGE, level=Level.PROVINCE)
    for before, after in ((None, key_project), (key_project, BRIDGE), (BRIDGE, key_project)):
        assert "level above yours" in (why(COUNTY_ADMIN, before, after) or "")
        assert why(PROVINCE_ADMIN, before, after) is None
    assert why(CITY_ADMIN, BRIDGE, replace(BRIDGE, level=Level.CITY)) is None


def test_a_level_counts_in_the_regions_of_the_duty_that_has_it_alone() -> None:
    mixed = replace(CITY_ADMIN, also=(Duty(Role.ADMIN, "140212"),))
    elsewhere = replace(BRIDGE, regions=("140212",))
    of_the_city, across = (
        replace(elsewhere, level=Level.CITY, regions=regions) for regions in (("140212",), ("140105", "140212"))
    )
    assert why(mixed, None, elsewhere) is None
    assert why(mixed, None, replace(BRIDGE, level=Level.CITY)) is None
    for before, after in ((None, of_the_city), (of_the_city, elsewhere), (elsewhere, of_the_city), (None, across)):
        assert "level above yours" in (why(mixed, before, after) or "")
    assert why(replace(mixed, also=(Duty(Role.ADMIN, "140200"),)), None, across) is None


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDITOR])
def test_a_role_that_one_lacks_is_neither_given_nor_taken(role: Role) -> None:
    granted = replace(STAFF, also=(Duty(role, "140105"),))
    for before, after in ((STAFF, granted), (granted, STAFF), (None, granted)):
        assert "that you lack" in (why(COUNTY_ADMIN, before, after) or "")
        assert why(replace(COUNTY_ADMIN, also=(Duty(role, "140100"),)), before, after) is None


@pytest.mark.parametrize("role", [Role.SECURITY, Role.AUDITOR])
def test_whose_role_one_lacks_is_neither_seen_off_nor_called_back(role: Role) -> None:
    there = Person("wu", "吴", role, None, "140105")
    left = replace(there, left_on=date(2026, 3, 2))
    for before, after in ((there, left), (left, there)):
        assert "that you lack" in (why(COUNTY_ADMIN, before, after) or "")
        assert why(replace(COUNTY_ADMIN, also=(Duty(role, "140105"),)), before, after) is None
    assert why(COUNTY_ADMIN, left, replace(left, phone="0351")) is None
    assert why(COUNTY_ADMIN, STAFF, replace(STAFF, left_on=date(2026, 3, 2))) is None
    assert "own duties" in (why(COUNTY_ADMIN, COUNTY_ADMIN, replace(COUNTY_ADMIN, left_on=date(2026, 3, 2))) or "")


def test_an_administrator_makes_others_administrators_of_what_they_administer_alone() -> None:
    assert why(CITY_ADMIN, STAFF, replace(STAFF, also=(Duty(Role.ADMIN, "140105"),))) is None
    assert why(COUNTY_ADMIN, STAFF, replace(STAFF, also=(Duty(Role.ADMIN, "140100"),))) is not None


def test_nobody_changes_their_own_duties_or_posts_but_their_own_telephone() -> None:
    assert why(COUNTY_ADMIN, COUNTY_ADMIN, replace(COUNTY_ADMIN, phone="0351")) is None
    more = replace(COUNTY_ADMIN, also=(Duty(Role.SUPERVISOR, "140105", None, Level.COUNTY),))
    assert "own duties" in (why(COUNTY_ADMIN, COUNTY_ADMIN, more) or "")
    empty = Post(PostCode.SUPERVISOR, "140105")
    held = replace(empty, holders=(Holding("zhao"),))
    for before, after in ((empty, held), (held, empty)):
        assert "post of their own" in (why(COUNTY_ADMIN, before, after) or "")


@pytest.mark.parametrize("other", ["li", "zou"])
def test_others_are_given_duties_and_posts_whatever_they_are_called(other: str) -> None:
    person = replace(STAFF, id=other)
    assert why(COUNTY_ADMIN, person, replace(person, also=(Duty(Role.INSPECTOR, "140105"),))) is None
    empty = Post(PostCode.UNIT_HEAD, UNIT.id, (Holding("zhao"),))
    held = replace(empty, holders=(Holding("zhao"), Holding(other)))
    for before, after in ((empty, held), (held, empty), (None, replace(held, holders=(Holding(other),)))):
        assert why(COUNTY_ADMIN, before, after) is None


def test_an_entry_is_there_for_whoever_has_one_of_its_regions_or_one_above_and_what_holds_everywhere_for_all() -> None:
    for region in ("140105", "140100", "140000"):
        assert is_within_scope(Scope(frozenset({region_key(region)})), UNIT, CATALOGUE)
    everywhere = replace(RULE, within=None)
    for keys in ({region_key("140106")}, {unit_key(UNIT.id)}):
        assert not is_within_scope(Scope(frozenset(keys)), UNIT, CATALOGUE)
        assert is_within_scope(Scope(frozenset(keys)), everywhere, CATALOGUE)
    assert not is_within_scope(NOWHERE, everywhere, CATALOGUE)


@pytest.mark.parametrize("region", ["", "999999", "小店区", "1401050"])
def test_what_is_in_no_region_is_the_provinces_to_be_told_of(region: str) -> None:
    for entry in (replace(UNIT, region=region), replace(BRIDGE, regions=(region,)), replace(RULE, within=region)):
        assert why(COUNTY_ADMIN, None, entry) is not None
        assert why(PROVINCE_ADMIN, None, entry) is None


def test_who_is_in_the_registry_by_now_and_has_not_left_changes_it() -> None:
    acting, today = actor_of(COUNTY_ADMIN), date(2026, 3, 2)
    moved = replace(COUNTY_ADMIN, region="140107")
    for stands, found in (
        (COUNTY_ADMIN, COUNTY_ADMIN),
        (moved, moved),
        (replace(COUNTY_ADMIN, left_on=today), None),
    ):
        assert who_changes(acting, replace(CATALOGUE, persons={"zhao": stands}), today) == found
    assert who_changes(acting, replace(CATALOGUE, persons={}), today) is None
