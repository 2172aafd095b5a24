"""Each entry of the registry is about regions of its own, or about the whole deployment."""

from dataclasses import replace
from typing import Any

import pytest

from ledger.registry.entries import Duty, Person, Post, PostCode, Project, RoutingRule, Township, Zone
from ledger.registry.files.loading import load_catalogue
from ledger.registry.places import EVERYWHERE, lies_in, regions_of
from mobile_schema.vocabulary import Category, Level, Role

CATALOGUE = load_catalogue(samples=False)
UNIT = CATALOGUE.units["140105-housing"]
RULE = RoutingRule("ours", "own", "own", "县", within="140105")


@pytest.mark.parametrize(
    ("entry", "regions"),
    [
        (UNIT, ["140105"]),
        (replace(UNIT, id="140106-housing"), ["140105", "140106"]),
        (Township("140107200", "中涧河镇"), ["140107"]),
        (Zone("zone-a", "甲区", "Zone A", "140107"), ["140107"]),
        (
            Person("li", "李", Role.INSPECTOR, None, "140105", also=(Duty(Role.INSPECTOR, "140200"),)),
            ["140105", "140200"],
        ),
        (Project("2026-140105-48-01-000001", "桥", "Bridge", Level.CITY, ("140105", "140106")), ["140105", "140106"]),
        (Post(PostCode.SUPERVISOR, "140100"), ["140100"]),
        (Post(PostCode.UNIT_HEAD, UNIT.id), ["140105"]),
        (Post(PostCode.UNIT_HEAD, "of-another-registry"), [None]),
        (RULE, ["140105"]),
        (replace(RULE, within=None), [None]),
        (CATALOGUE.categories[Category.LAND], [None]),
    ],
    ids=lambda each: type(each).__name__,
)
def test_an_entry_is_about_the_regions_that_it_names_or_about_all(entry: Any, regions: list[str | None]) -> None:
    assert list(dict.fromkeys(regions_of(entry, CATALOGUE))) == regions


def test_it_lies_in_those_and_in_all_that_are_above() -> None:
    assert lies_in(UNIT, CATALOGUE) == {"140105", "140100", "140000"}
    assert lies_in(replace(RULE, within=None), CATALOGUE) == {EVERYWHERE}
