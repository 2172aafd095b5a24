"""An entry that is faulty or double is refused, and told by its place in the file."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from ledger.registry.entries import EvidenceKind, Holding, Person, Project, RoutingRule, ZoneTarget
from ledger.registry.files.reading import RegistryError, as_entries, by_key, parse_mapping
from mobile_schema.vocabulary import Role


def project(**changes: object) -> dict[str, object]:
    return {
        "code": "2019-140105-48-01-000001",
        "name_zh": "某项目",
        "name_en": "Some project",
        "level": "county",
        "regions": ["140105"],
    } | changes


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (project(code="2019-140105"), r"projects\.yaml: entry 1 \(2019-140105\): code: "),
        (project(colour="red"), r"entry 1 \(2019-140105-48-01-000001\): colour: "),
        (project(regions=[]), "regions: "),
        (project(level="village"), "level: "),
        (project(latitude=90.5, longitude=112.5), "latitude: "),
        (project(latitude=37.8, longitude="nan"), "longitude: "),
        (project(latitude=37.8), "give latitude and longitude both"),
        ("大张高铁", "entry 1: "),
    ],
)
def test_a_faulty_entry_is_named_with_its_file(raw: object, why: str) -> None:
    with pytest.raises(RegistryError, match=why):
        as_entries("projects.yaml", [raw], Project)


def test_an_entry_with_several_faults_is_told_by_the_first_and_by_its_place_in_the_file() -> None:
    with pytest.raises(RegistryError, match=r"entry 2 \(2019-140105\): code: "):
        as_entries("projects.yaml", [project(), project(code="2019-140105", level="village")], Project)


@pytest.mark.parametrize("raw", [None, {}, "projects"])
def test_entries_that_are_no_list_are_refused(raw: object) -> None:
    with pytest.raises(RegistryError, match=r"projects\.yaml: Project: not a list"):
        as_entries("projects.yaml", raw, Project)


def test_a_double_entry_is_refused() -> None:
    entries = as_entries("projects.yaml", [project(), project()], Project)
    with pytest.raises(RegistryError, match="is there twice"):
        by_key("projects.yaml", entries, "code")


@pytest.mark.parametrize("text", ["- a list", "key: [unclosed", ""])
def test_a_file_that_is_no_mapping_is_refused(text: str) -> None:
    with pytest.raises(RegistryError, match=r"units\.yaml"):
        parse_mapping("units.yaml", text)


def test_a_project_is_where_its_two_columns_say_or_nowhere_that_one_knows() -> None:
    (placed,) = as_entries("projects.yaml", [project(latitude="37.74", longitude=112.56)], Project)
    assert placed.location == {"latitude": 37.74, "longitude": 112.56}
    assert as_entries("projects.yaml", [project()], Project)[0].location is None


def test_what_is_not_said_to_be_a_sample_is_none() -> None:
    (own,) = as_entries(
        "projects.yaml",
        [
            {
                "code": "2026-140107-48-01-000001",
                "name_zh": "甲",
                "name_en": "A",
                "level": "county",
                "regions": ["140107"],
            }
        ],
        Project,
    )
    assert (own.sample, own.code_is_sample) == (False, False)
    assert not Person("wang", "王工", Role.INSPECTOR, None, "140107").sample
    assert not Holding("wang").deputy
    assert not EvidenceKind("minutes", "会议纪要", "Minutes").photo


TARGET: dict[str, Any] = {"projects": 2, "at_least": 5, "at_most": 10}
RULE: dict[str, Any] = {"id": "ours", "lead": "own", "supervise": "own", "source": "T14"}


@pytest.mark.parametrize(
    ("kind", "entry", "field", "least", "most"),
    [
        (ZoneTarget, TARGET, "projects", 0, 1_000_000),
        (ZoneTarget, TARGET, "at_least", 0, 1_000_000),
        (ZoneTarget, TARGET, "at_most", 0, 1_000_000),
        (RoutingRule, RULE, "order", -1_000_000_000, 1_000_000_000),
    ],
)
def test_a_number_is_taken_to_its_very_limits(
    kind: type[Any], entry: dict[str, Any], field: str, least: int, most: int
) -> None:
    read = TypeAdapter(kind).validate_python
    assert [getattr(read(entry | {field: number}), field) for number in (least, most)] == [least, most]
    for beyond in (least - 1, most + 1):
        with pytest.raises(ValidationError):
            read(entry | {field: beyond})


def test_a_rule_that_says_no_order_has_none_before_or_after() -> None:
    assert TypeAdapter(RoutingRule).validate_python(RULE).order == 0
