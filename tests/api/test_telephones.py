"""A telephone is told to those alone who may read the entry of the registry that it stands in."""

from dataclasses import replace
from typing import cast

import pytest

from api.reads.reads import Reads
from api.shown.ahead import who_is_told
from ledger.groundwork.clock import SystemClock
from ledger.mongo.connection import Store
from oversight.explain.names import recipient_told
from tests.ledger.factories import RULES

PERSONS = RULES.catalogue.persons
UNIT = "140105-natural-resources"


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("supervisor-140105", True),
        ("supervisor-140000", True),
        ("supervisor-140213", False),
        (f"staff-{UNIT}", False),
        ("inspector-140105-1", False),
    ],
)
def test_a_telephone_is_for_who_may_read_its_entry(who: str, told: bool) -> None:
    persons, units = RULES.catalogue.persons, RULES.catalogue.units
    reads = Reads(cast(Store, None), SystemClock(), RULES, persons[who])
    somebody, unit = replace(persons[f"staff-{UNIT}"], phone="0351-1"), replace(units[UNIT], phone="0351-2")
    assert (reads.telephone_of(somebody), reads.telephone_of(unit)) == (("0351-1", "0351-2") if told else (None, None))
    assert reads.telephone_of(None) is None


def test_who_has_none_is_reached_by_that_of_the_unit() -> None:
    somebody, unit = RULES.catalogue.persons[f"staff-{UNIT}"], replace(RULES.catalogue.units[UNIT], phone="0351-2")
    catalogue = replace(RULES.catalogue, units=RULES.catalogue.units | {UNIT: unit})
    reads = Reads(cast(Store, None), SystemClock(), replace(RULES, catalogue=catalogue), PERSONS["supervisor-140105"])
    told = who_is_told(recipient_told(somebody.id, "responsible_person", "140105", (), catalogue), reads)
    assert (told["unit_id"], told["unit_zh"], told["phone"]) == (UNIT, unit.name_zh, "0351-2")
    nobody = who_is_told(recipient_told(None, "supervisor", "140105", (), catalogue), reads)
    assert (nobody["person_id"], nobody["unit_id"], nobody["phone"]) == (None, None, None)
