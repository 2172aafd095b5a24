"""A unit is called what it was called at the moment, however often it was renamed or split since."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ledger.mongo.connection import Store
from ledger.registry.actors import SYSTEM
from ledger.registry.files.loading import load_catalogue
from ledger.registry.keeping.changing import change
from ledger.registry.keeping.history import By
from ledger.registry.keeping.names import names_of_units, units_in
from ledger.registry.store import read_catalogue, seed
from tests.ledger.factories import START

UNIT = load_catalogue(samples=False).units["140105-housing"]
DAY = timedelta(days=1)


def to(store: Store, after: timedelta, **how: Any) -> None:
    unit = replace(read_catalogue().units[UNIT.id], **how)
    change(store, lambda _: {"units": {UNIT.id: unit}}, By(SYSTEM, START + after))


def test_each_moment_has_the_name_of_then(store: Store) -> None:
    seed(store, load_catalogue(samples=False))
    to(store, DAY, name_zh="住建局")
    to(store, 2 * DAY, phone="0351-1")
    to(store, 3 * DAY, name_zh="住建城管局", name_en="Housing and order")
    to(store, 4 * DAY, retired_on=date(2026, 3, 9), succeeded_by=("140105-ecology",))
    names = names_of_units(store, read_catalogue().units, [UNIT.id])
    told = [(names.at(UNIT.id, START + days * DAY) or {})["name_zh"] for days in (0, 1, 2, 3, 9)]
    assert told == [UNIT.name_zh, "住建局", "住建局", "住建城管局", "住建城管局"]
    assert (names.at(UNIT.id, START) or {})["name_en"] == UNIT.name_en
    assert names.at("nowhere", START) is None


def test_the_units_of_an_event_are_those_that_it_names() -> None:
    assert units_in({"unit_id": "a", "supporting_unit_ids": ["b"], "added": ["c"], "removed": ()}) == {"a", "b", "c"}
    assert units_in({"unit_id": "a", "from_unit_id": "b"}) == {"a", "b"}
    assert units_in({"unit_id": None, "clocks": {}}) == set()
