"""What an issue bears and what a person holds meet in keys: of regions, of units, of who reported."""

import pytest
from msgspec import structs

from ledger.access.scopes import ALERTS, NOWHERE, READ, Scope, may, may_read, regions_of, scope_of, scopes_of
from ledger.registry.entries import Duty, Person
from mobile_schema.vocabulary import Category, Level, Role, State
from tests.ledger.factories import INSPECTOR, LAND_UNIT, OTHER_UNIT
from tests.ledger.stories import in_state, reported

STAFF = Person("li", "李", Role.UNIT_STAFF, "140105-housing", "140105")
COUNTY = Person("wang", "王", Role.SUPERVISOR, None, "140105", Level.COUNTY)
VISITOR = Person("zhang", "张", Role.INSPECTOR, None, "140105")


def test_an_issue_bears_its_regions_each_unit_that_had_to_do_with_it_once_and_its_reporter() -> None:
    issue = structs.replace(
        in_state(State.IN_PROGRESS).issue,
        supporting_unit_ids=(OTHER_UNIT, "a"),
        fixing_units=(OTHER_UNIT, "b"),
    )
    assert scopes_of(issue) == (
        "r:140000",
        "r:140100",
        "r:140105",
        *(f"u:{unit}" for unit in (LAND_UNIT, OTHER_UNIT, "a", "b")),
        f"p:{INSPECTOR}",
    )


def test_an_issue_in_triage_bears_no_unit() -> None:
    assert scopes_of(reported(Category.OTHER).issue) == ("r:140000", "r:140100", "r:140105", f"p:{INSPECTOR}")


@pytest.mark.parametrize(
    ("person", "action", "keys", "own"),
    [
        (STAFF, READ, {"u:140105-housing"}, False),
        (STAFF, ALERTS, {"u:140105-housing"}, True),
        (COUNTY, READ, {"r:140105"}, False),
        (COUNTY, ALERTS, {"r:140105"}, True),
        (VISITOR, READ, {"r:140105", "p:zhang"}, False),
        (COUNTY, "policy.simulate", set(), False),
        (Person("x", "x", Role.SUPERVISOR, None, "140105"), READ, set(), False),
    ],
)
def test_a_person_holds_the_keys_of_the_duties_that_allow_an_action(
    person: Person, action: str, keys: set[str], own: bool
) -> None:
    scope = scope_of(person, action)
    assert (scope.keys, scope.own_id) == (keys, person.id if own else None)
    assert scope.empty is (not keys and not own)


def test_a_scope_of_keys_alone_or_of_ones_own_alone_is_not_empty() -> None:
    assert NOWHERE.empty
    assert not Scope(frozenset({"r:140105"})).empty
    assert not Scope(frozenset(), own_id="li").empty


def test_keys_meet_where_one_is_the_same() -> None:
    scope = Scope(frozenset({"u:a", "r:140105"}))
    assert scope.meets(["u:b", "u:a"])
    assert not scope.meets(["u:b", "r:140100"])
    assert not NOWHERE.meets(["u:a"])


def test_regions_are_those_among_the_keys_and_cover_what_lies_below_them() -> None:
    scope = Scope(frozenset({"u:r:140107", "r:140200", "r:140105"}))
    assert scope.regions == regions_of(scope.keys) == ("140105", "140200")
    assert [code for code in ("140105", "140106", "140100", "140213", "140000") if scope.covers_region(code)] == [
        "140105",
        "140213",
    ]


def test_what_is_read_is_what_any_duty_meets() -> None:
    issue = in_state(State.IN_PROGRESS).issue
    assert may_read(COUNTY, issue)
    assert not may_read(STAFF, issue)
    both = Person("li", "李", Role.UNIT_STAFF, "140105-housing", "140105", also=(Duty(Role.AUDITOR, "140100"),))
    assert may_read(both, issue)


def test_who_may_do_a_thing_at_all_is_whom_any_duty_allows_it() -> None:
    assert may(COUNTY, "issue.assign")
    assert not may(STAFF, "issue.assign")
    assert may(Person("li", "李", Role.AUDITOR, None, "140105", also=COUNTY.duties), "issue.assign")
