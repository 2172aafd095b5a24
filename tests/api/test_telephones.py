"""A telephone is told to those alone who may read the entry of the registry that it stands in."""

from dataclasses import replace
from typing import cast

import pytest

from api.reads import Reads
from ledger.groundwork.clock import SystemClock
from ledger.mongo.connection import Store
from tests.ledger.factories import RULES

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
