"""A person may have several duties: each is checked as the first is."""

import pytest

from ledger.registry.entries import Duty, Person
from ledger.registry.files.loading import load_catalogue
from ledger.registry.own_files.checking import check
from ledger.registry.own_files.written import read_csv, read_yaml
from mobile_schema.vocabulary import Role
from tests.factories import OWN_REGISTRY
from tests.ledger.registry.told import faults_of


def test_a_person_may_have_several_duties_and_hold_the_post_of_each() -> None:
    text = OWN_REGISTRY.replace(
        "level: county}\nprojects",
        "level: county,\n     also: [{role: unit_staff, unit_id: 140107-planning, region: '140107'},"
        " {role: admin, region: '140107'}]}\nprojects",
    ).replace("140107-planning", "140107-transport")
    text += "  - {code: unit_head, place: 140107-transport, holders: [li]}\n"
    li = check(read_yaml(text), load_catalogue(samples=False))["persons"]["li"]
    assert [duty.role for duty in li.duties] == [Role.SUPERVISOR, Role.UNIT_STAFF, Role.ADMIN]
    assert li.has(Role.ADMIN)
    assert li.is_of("140107-transport")
    assert not li.has(Role.SECURITY, Role.AUDITOR)


@pytest.mark.parametrize(
    ("duty", "said"),
    [
        ("{role: unit_staff, region: '140107'}", "li: staff of a responsible unit need a unit_id"),
        ("{role: supervisor, region: '140100', level: county}", "li: a supervisor of 140100 has level city"),
        ("{role: auditor, region: '140100', level: city}", "li: only a supervisor has a level"),
        ("{role: security, region: '999999'}", "li: no region 999999"),
    ],
)
def test_each_duty_is_checked_as_the_first_is(duty: str, said: str) -> None:
    text = OWN_REGISTRY.replace("level: county}\nprojects", f"level: county, also: [{duty}]}}\nprojects")
    assert said in faults_of(text)


def test_a_cell_says_further_duties_as_words() -> None:
    text = "id,name,role,unit_id,region,also\nzhao,赵,admin,,140107,security region=140107\n"
    (zhao,) = check(read_csv(text), load_catalogue(samples=False))["persons"].values()
    assert [duty.role for duty in zhao.duties] == [Role.ADMIN, Role.SECURITY]


def test_someone_is_of_the_unit_of_each_of_their_duties_and_of_no_other() -> None:
    also = (Duty(Role.UNIT_STAFF, "140107", "c"), Duty(Role.ADMIN, "140107"), Duty(Role.UNIT_STAFF, "140107", "x"))
    li = Person("li", "李", Role.UNIT_STAFF, "m", "140107", also=also)
    assert [unit for unit in ("a", "c", "d", "m", "n", "x", "z", None) if li.is_of(unit)] == ["c", "m", "x"]
