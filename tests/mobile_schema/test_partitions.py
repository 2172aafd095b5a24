"""The reports of a county go to one partition, the same for every producer, and counties spread over the partitions."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.registry.files.loading import load_catalogue
from ledger.registry.regions import level_of
from mobile_schema.fields import PROJECT_CODE_PATTERN
from mobile_schema.partitions import partition_of
from mobile_schema.topics import BY_COUNTY, SITE_VISITS
from mobile_schema.vocabulary import Level
from tests.checkout import CHECKOUT

PARTITIONS = SITE_VISITS.partitions
CATALOGUE = load_catalogue(samples=True)
COUNTIES = [code for code in CATALOGUE.regions if level_of(code) is Level.COUNTY]

counts = st.integers(1, 1_000)
codes = st.from_regex(re.compile(PROJECT_CODE_PATTERN, re.ASCII), fullmatch=True)


def in_county(county: str) -> bytes:
    return f"2026-{county}-48-01-000001".encode()


def published_vectors() -> list[tuple[str, int, int]]:
    told = (CHECKOUT / "docs" / "operations.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(.+?)` \| (\d+) \| (\d+) \|$", told, re.MULTILINE)
    return [(key, int(of_24), int(of_6)) for key, of_24, of_6 in rows]


@pytest.mark.parametrize(("key", "of_24", "of_6"), published_vectors())
def test_a_partition_is_as_the_published_vectors_say(key: str, of_24: int, of_6: int) -> None:
    assert (partition_of(key.encode(), 24), partition_of(key.encode(), 6)) == (of_24, of_6)


def test_there_are_vectors() -> None:
    assert len(published_vectors()) > 5


@given(codes, codes, counts)
def test_two_projects_of_a_region_share_their_partition(one: str, two: str, partitions: int) -> None:
    same_region = two[:5] + one[5:11] + two[11:]
    assert partition_of(one.encode(), partitions) == partition_of(same_region.encode(), partitions)


@given(st.none() | st.binary() | codes.map(str.encode), counts)
def test_every_key_has_a_partition_that_exists(key: bytes | None, partitions: int) -> None:
    assert 0 <= partition_of(key, partitions) < partitions


@pytest.mark.parametrize("key", [None, b"", b"2026-140105-48-01-000001\n", b"2026-14010x-48-01-000001", b"\xff" * 24])
def test_a_key_that_is_no_project_code_goes_to_the_first(key: bytes | None) -> None:
    assert partition_of(key, PARTITIONS) == 0


def test_all_topics_have_as_many_partitions_so_that_one_worker_reads_all_of_a_county() -> None:
    assert {topic.partitions for topic in BY_COUNTY} == {24}


def test_the_counties_of_the_province_spread_over_all_partitions() -> None:
    """117 over 24 is 5 at best; the fullest has 7, which is 1.4 times its share, and none is empty."""
    spread = Counter(partition_of(in_county(county), PARTITIONS) for county in COUNTIES)
    assert (len(COUNTIES), len(spread), max(spread.values())) == (117, 24, 7)


def test_no_two_cities_share_a_partition() -> None:
    cities = [code for code in CATALOGUE.regions if level_of(code) is not Level.COUNTY]
    assert len({partition_of(in_county(city), PARTITIONS) for city in cities}) == len(cities) == 12


def test_a_multiple_of_the_partitions_moves_a_county_to_a_new_one_or_not_at_all() -> None:
    for county in COUNTIES:
        before, after = partition_of(in_county(county), PARTITIONS), partition_of(in_county(county), 2 * PARTITIONS)
        assert after in {before, before + PARTITIONS}


def test_in_what_ships_a_projects_code_names_the_region_that_numbers_it() -> None:
    """Where they differ, a county may be numbered by two workers: they race, and leave no hole."""
    assert [project.code for project in CATALOGUE.projects.values() if project.code[5:11] != project.region] == []
