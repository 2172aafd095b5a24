"""The data files of the package are taken when they agree with each other, and refused by the entry that does not."""

from dataclasses import replace
from typing import Any

import pytest

from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Holding
from ledger.registry.files.loading import demand_references, load_catalogue, parse_bureaus, parse_regions
from ledger.registry.files.reading import RegistryError
from tests.ledger.factories import COUNTY, HEAD, LAND_UNIT, PROJECT

CATALOGUE = load_catalogue(samples=True)
ITEM_15 = next(code for code, project in CATALOGUE.projects.items() if not project.sample)
ZONE = next(iter(CATALOGUE.zones))
LINE = "code,level,name_zh,name_en\n140000,province,山西省,Shanxi\n140100,city,太原市,Taiyuan\n"


def changed(entries: str, key: str, **over: Any) -> Catalogue:
    """The registry that ships after a change to one entry."""
    known = getattr(CATALOGUE, entries)
    changes: dict[str, Any] = {entries: {**known, key: replace(known[key], **over)}}
    return replace(CATALOGUE, **changes)


@pytest.mark.parametrize(
    ("entries", "key", "over", "why"),
    [
        ("projects", ITEM_15, {"regions": ("149999",)}, f"projects.yaml: {ITEM_15}: refers to 149999"),
        ("projects", ITEM_15, {"lead_unit": "no-unit"}, f"projects.yaml: {ITEM_15}: refers to no-unit"),
        ("projects", ITEM_15, {"zone": "no-zone"}, f"projects.yaml: {ITEM_15}: refers to no-zone"),
        ("projects", PROJECT, {"regions": ("140105", "149999")}, f"samples.yaml: {PROJECT}: refers to 149999"),
        ("zones", ZONE, {"region": "149999"}, f"development_zones.yaml: {ZONE}: refers to 149999"),
        ("persons", HEAD, {"region": "149999"}, f"samples.yaml: {HEAD}: refers to 149999"),
        ("persons", HEAD, {"unit_id": "no-unit"}, f"samples.yaml: {HEAD}: refers to no-unit"),
    ],
)
def test_an_entry_that_refers_to_what_does_not_exist_is_refused_with_its_file(
    entries: str, key: str, over: dict[str, Any], why: str
) -> None:
    with pytest.raises(RegistryError) as refused:
        demand_references(changed(entries, key, **over))
    assert str(refused.value).startswith(why)


@pytest.mark.parametrize("over", [{"lead_unit": LAND_UNIT, "zone": ZONE}, {"lead_unit": None, "zone": None}])
def test_a_project_may_refer_to_a_unit_and_a_zone_and_need_not(over: dict[str, Any]) -> None:
    demand_references(changed("projects", PROJECT, **over))


@pytest.mark.parametrize("region", ["140100", "140106"])
def test_a_code_that_was_made_up_carries_the_region_of_its_project_and_a_real_one_need_not(region: str) -> None:
    with pytest.raises(RegistryError, match=f"{PROJECT}: its code does not carry its region {region}"):
        demand_references(changed("projects", PROJECT, regions=(region,)))
    demand_references(changed("projects", PROJECT, regions=(region,), code_is_sample=False))


def test_regions_are_named_with_their_city_and_not_with_their_province() -> None:
    regions = parse_regions(f"{LINE}140105,county,小店区,Xiaodian\n")
    assert [region.full_name_zh for region in regions.values()] == ["山西省", "太原市", "太原市小店区"]


@pytest.mark.parametrize(
    ("row", "region"),
    [
        ("140105,city,小店区,Xiaodian", "140105"),
        ("140200,county,大同市,Datong", "140200"),
        ("140213,county,平城区,Pingcheng", "140213"),
        ("410000,city,河南省,Henan", "410000"),
    ],
)
def test_a_region_whose_level_or_parent_is_not_that_of_its_code_is_refused(row: str, region: str) -> None:
    with pytest.raises(RegistryError, match=f"regions.csv: {region}: its level or its parent"):
        parse_regions(f"{LINE}{row}\n")


@pytest.mark.parametrize(
    ("bureaus", "why"),
    [
        (
            "{code: a, notice_name: 甲, name_en: A, levels: [city, county], name_zh: {city: 甲局}}",
            "a: no name at county",
        ),
        ("{code: a, notice_name: 甲, name_en: A, name_zh: {county: 甲}}", "a: no name at city level"),
        (", ".join(2 * ["{code: a, notice_name: 甲, name_en: A, levels: [], name_zh: {}}"]), "a: is there twice"),
    ],
)
def test_a_bureau_without_a_name_at_one_of_its_levels_or_that_is_there_twice_is_refused(bureaus: str, why: str) -> None:
    with pytest.raises(RegistryError, match=f"units.yaml: {why}"):
        parse_bureaus(f"bureaus: [{bureaus}]")


def test_a_bureau_may_have_more_names_than_levels() -> None:
    (bureau,) = parse_bureaus(
        "bureaus: [{code: a, notice_name: 甲, name_en: A, levels: [city], name_zh: {city: 甲局, county: 甲}}]"
    )
    assert bureau.levels == ("city",)


def test_a_post_is_held_by_the_head_of_its_unit_or_the_supervisor_of_its_region_and_by_nobody_else() -> None:
    assert CATALOGUE.posts[f"unit_head:{LAND_UNIT}"].holders == (Holding(HEAD),)
    assert CATALOGUE.posts["supervisor:140105"].holders == (Holding(COUNTY),)
    assert CATALOGUE.posts["unit_head:140105-government"].holders == (Holding("head-140105-government"),)
