"""A file of registry entries is taken whole, or refused with every fault named."""

import pytest

from xiaohao.ledger.registry import load_catalogue
from xiaohao.ledger.registry.importing import ImportRefused, check, read_csv, read_yaml

GOOD = """
persons:
  - {id: wang, name: 王工, role: unit_staff, unit_id: 140107-housing, region: "140107"}
  - {id: li, name: 李督办, role: supervisor, unit_id: 140107-government, region: "140107", level: county}
projects:
  - {code: 2026-140107-48-01-000001, name_zh: 新桥, name_en: New bridge, level: county, regions: ["140107"]}
posts:
  - {code: unit_head, place: 140107-housing, holders: [wang]}
  - {code: supervisor, place: "140107", holders: [li]}
"""


def faults_of(text: str, *, as_csv: bool = False) -> tuple[str, ...]:
    with pytest.raises(ImportRefused) as refused:
        check(read_csv(text) if as_csv else read_yaml(text), load_catalogue(samples=True))
    return refused.value.faults


def test_a_sound_file_is_taken() -> None:
    found = check(read_yaml(GOOD), load_catalogue(samples=False))
    assert (set(found.persons), set(found.projects)) == ({"wang", "li"}, {"2026-140107-48-01-000001"})
    assert set(found.posts) == {"unit_head:140107-housing", "supervisor:140107"}


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("role: unit_staff", "role: chief", "persons 1: role:"),
        ("unit_id: 140107-housing, ", "", "wang: staff of a responsible unit need a unit_id"),
        ("unit_id: 140107-housing", "unit_id: 140107-nobody", "wang: no unit 140107-nobody"),
        ('region: "140107"}', 'region: "999999"}', "wang: no region 999999"),
        ('region: "140107"}', 'region: "140107", level: city}', "wang: only a supervisor has a level"),
        ("level: county}\nprojects", "level: city}\nprojects", "li: a supervisor of 140107 has level county"),
        ("2026-140107-48-01-000001", "2026-1", "projects 1: code:"),
        ('regions: ["140107"]', "regions: []", "projects 1: regions:"),
        ('regions: ["140107"]', 'regions: ["999999"]', "2026-140107-48-01-000001: no region 999999"),
        ("level: county, regions", "lead_unit: x, level: county, regions", "2026-140107-48-01-000001: no unit x"),
        (
            "level: county, regions",
            "zone: x, level: county, regions",
            "2026-140107-48-01-000001: no development zone",
        ),
        ("holders: [li]", "holders: [ghost]", "supervisor:140107: no person ghost"),
        ("holders: [li]", "holders: [wang]", "supervisor:140107: wang is no supervisor of 140107"),
        ("holders: [wang]", "holders: [li]", "unit_head:140107-housing: li is not of that unit"),
        ("place: 140107-housing", "place: elsewhere", "unit_head:elsewhere: no such place elsewhere"),
        ("name: 王工", "nom: 王工", "persons 1: unknown field(s) nom"),
        ("id: li", "id: wang", "persons 2: wang is there twice"),
    ],
)
def test_a_fault_is_named_with_its_entry(right: str, wrong: str, said: str) -> None:
    assert right in GOOD
    assert any(fault.startswith(said) for fault in faults_of(GOOD.replace(right, wrong, 1)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a", "must hold persons, projects, posts"),
        ("people: []", "must hold persons, projects, posts"),
        ("persons: 3", "persons: not a list"),
        ("persons: [", "not YAML"),
        ("persons: [7]", "persons 1:"),
    ],
)
def test_what_is_no_registry_yaml_is_told(text: str, said: str) -> None:
    assert said in faults_of(text)[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "its columns tell no kind of entry"),
        ("id,name,role\nx,y\n", "persons 1:"),
        ("id,name,role,region\nx,y,inspector,140105,more\n", "persons 1:"),
    ],
)
def test_what_is_no_registry_csv_is_told(text: str, said: str) -> None:
    assert said in faults_of(text, as_csv=True)[0]
