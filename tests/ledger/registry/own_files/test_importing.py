"""A file of registry entries is taken whole, or refused with every fault named."""

import re
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
import yaml

from ledger.groundwork.seen_text import hides
from ledger.registry.catalogue import Catalogue
from ledger.registry.entries import Holding, Post, PostCode
from ledger.registry.files.loading import load_catalogue
from ledger.registry.own_files.checking import check, without_post
from ledger.registry.own_files.refusals import ImportRefused
from ledger.registry.own_files.written import MAX_CHARACTERS, read_csv, read_yaml
from tests.factories import OWN_REGISTRY
from tests.ledger.registry.told import faults_of, told


def test_a_sound_file_is_taken() -> None:
    found = check(read_yaml(OWN_REGISTRY), load_catalogue(samples=False))
    assert (set(found["persons"]), set(found["projects"])) == ({"wang", "li"}, {"2026-140107-48-01-000001"})
    assert set(found["posts"]) == {"unit_head:140107-housing", "supervisor:140107"}


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("role: unit_staff", "role: chief", "persons 1: role:"),
        ("unit_id: 140107-housing, ", "", "wang: staff of a responsible unit need a unit_id"),
        ("unit_id: 140107-housing", "unit_id: 140107-nobody", "wang: no unit 140107-nobody"),
        ('region: "140107"}', 'region: "999999"}', "wang: no region 999999"),
        ('region: "140107"}', 'region: "140107", level: city}', "wang: only a supervisor has a level"),
        ("level: county}\nprojects", "level: city}\nprojects", "li: a supervisor of 140107 has level county"),
        ("level: county}\nprojects", "level: province}\nprojects", "li: a supervisor of 140107 has level county"),
        (", level: county}\nprojects", "}\nprojects", "li: a supervisor of 140107 has level county"),
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
        ("holders: [li]", "holders: [{person_id: li, sinse: 2026-03-01}]", "posts 2: holders.0.sinse:"),
        ("holders: [li]", "holders: [{person_id: li, since: soon}]", "posts 2: holders.0.since:"),
        ("holders: [li]", "holders: [{person_id: li, since: 86400}]", "posts 2: holders.0.since:"),
        ("holders: [li]", "holders: [{person_id: li, since: 2026-03-01 10:00:00}]", "posts 2: holders.0.since:"),
        ("holders: [li]", "holders: [{since: 2026-03-01}]", "posts 2: holders.0.person_id:"),
        (
            "holders: [li]",
            "holders: [{person_id: li, since: 2026-03-02, until: 2026-03-01}]",
            "supervisor:140107: li since 2026-03-02, which is after until 2026-03-01",
        ),
        (
            "holders: [li]",
            "holders: [{person_id: ghost, deputy: true}]",
            "supervisor:140107: no person ghost",
        ),
        (
            "holders: [li]",
            "holders: [{person_id: li, until: 2026-03-01}, {person_id: li, since: 2026-03-01}]",
            "supervisor:140107: li and li hold it at the same time",
        ),
        (
            "holders: [li]",
            "holders: [{person_id: li, since: 2026-01-01},"
            " {person_id: li, since: 2026-02-01, until: 2026-02-03, deputy: true},"
            " {person_id: wang, since: 2026-03-01, until: 2026-03-02},"
            " {person_id: zhao, since: 2026-04-01, until: 2026-04-02}]",
            "supervisor:140107: li and zhao hold it at the same time",
        ),
        ("holders: [wang]", "holders: [wang, wang]", "unit_head:140107-housing: wang and wang hold it at the same"),
        (
            'region: "140107"}',
            'region: "140107", absences: [{since: 2026-03-02, until: 2026-03-01, reason: x}]}',
            "wang: absent since 2026-03-02, which is after until 2026-03-01",
        ),
        ('region: "140107"}', 'region: "140107", absences: [{since: 2026-03-02}]}', "persons 1: absences.0.until:"),
        ("place: 140107-housing", "place: elsewhere", "unit_head:elsewhere: no such place elsewhere"),
        ("name: 王工", "nom: 王工", "persons 1: unknown field(s) nom"),
        ("id: li", "id: wang", "persons 2: wang is there twice"),
    ],
)
def test_a_fault_is_named_with_its_entry(right: str, wrong: str, said: str) -> None:
    assert right in OWN_REGISTRY
    assert any(fault.startswith(said) for fault in faults_of(OWN_REGISTRY.replace(right, wrong, 1)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a", "the file must hold townships, zones, units, persons"),
        ("people: []", "the file must hold townships, zones, units, persons"),
        ("{}", "the file must hold townships, zones, units, persons"),
        ("persons: 3", "persons: not a list"),
        ("persons: [", "not YAML"),
        ("persons: [7]", "persons 1:"),
    ],
)
def test_what_is_no_registry_yaml_is_told(text: str, said: str) -> None:
    assert said in faults_of(text)[0]


def test_one_after_the_other_and_deputies_beside_them_are_no_conflict() -> None:
    spans = (
        "[{person_id: li, until: 2026-02-28}, {person_id: li, since: 2026-03-01}, "
        "{person_id: li, deputy: true}, {person_id: li, deputy: true}]"
    )
    found = check(read_yaml(OWN_REGISTRY.replace("[li]", spans)), load_catalogue(samples=False))
    assert found["posts"]["supervisor:140107"].holders == (
        Holding("li", until=date(2026, 2, 28)),
        Holding("li", since=date(2026, 3, 1)),
        Holding("li", deputy=True),
        Holding("li", deputy=True),
    )


@pytest.mark.parametrize("until", ["2026-03-01", "2026-03-02"])
def test_a_holding_and_an_absence_may_last_a_day_or_several(until: str) -> None:
    text = OWN_REGISTRY.replace("[li]", f"[{{person_id: li, since: 2026-03-01, until: {until}}}]")
    absent = f"absences: [{{since: 2026-03-01, until: {until}, reason: 培训}}]"
    text = text.replace('region: "140107"}', f'region: "140107", {absent}}}')
    found = check(read_yaml(text), load_catalogue(samples=False))
    last = date.fromisoformat(until)
    assert found["posts"]["supervisor:140107"].holders == (Holding("li", date(2026, 3, 1), last),)
    assert [absence.until for absence in found["persons"]["wang"].absences] == [last]


def test_a_unit_may_be_of_a_township_of_its_region() -> None:
    text = (
        "townships: [{code: '140107001', name_zh: 街道}]\n"
        "units: [{id: a, name_zh: 甲, region: '140107', township: '140107001'}]\n"
    )
    assert check(read_yaml(text), load_catalogue(samples=False))["units"]["a"].township == "140107001"


@pytest.mark.parametrize(("length", "taken"), [(0, False), (1, True), (80, True), (81, False)])
def test_an_id_is_as_long_as_an_address_takes(length: int, taken: bool) -> None:
    raw = read_yaml(f"units: [{{id: '{'a' * length}', name_zh: 甲, region: '140107'}}]\n")
    known = load_catalogue(samples=False)
    if taken:
        assert set(check(raw, known)["units"]) == {"a" * length}
    else:
        with pytest.raises(ImportRefused, match="编号须为 1 至 80 个字符 / an id has 1 to 80 characters"):
            check(raw, known)


@pytest.mark.parametrize("key", ["a/b", "/", ".", "..", "../a"])
def test_an_id_that_no_address_brings_to_the_api_is_refused(key: str) -> None:
    for text in (
        f"zones: [{{id: '{key}', name_zh: 甲, name_en: '', region: '140107'}}]\n",
        f"persons: [{{id: '{key}', name: 甲, role: inspector, region: '140107'}}]\n",
    ):
        with pytest.raises(ImportRefused, match=r"an id has no slash, and is not \. or \.\."):
            check(read_yaml(text), load_catalogue(samples=False))


@pytest.mark.parametrize(
    "text",
    [
        "zones: [{{id: a, name_zh: 甲, name_en: '', region: '140107', targets: [{{projects: {}, at_least: 1}}]}}]",
        "routes: [{{id: a, order: -{}, lead: own, supervise: own, source: 县, within: '140107'}}]",
    ],
)
def test_a_number_that_no_database_keeps_is_refused(text: str) -> None:
    with pytest.raises(ImportRefused, match=r"projects: |order: "):
        check(read_yaml(text.format(10**27)), load_catalogue(samples=False))


def test_a_post_is_named_by_its_place_however_long() -> None:
    unit = "a" * 80
    text = f"units: [{{id: {unit}, name_zh: 甲, region: '140107'}}]\nposts: [{{code: unit_head, place: {unit}}}]\n"
    assert set(check(read_yaml(text), load_catalogue(samples=False))["posts"]) == {f"unit_head:{unit}"}


def test_a_province_of_people_fits_into_a_file_of_64_mebibytes() -> None:
    assert MAX_CHARACTERS == 2**26


def test_why_someone_is_absent_may_be_written_over_several_lines() -> None:
    absent = 'absences: [{since: 2026-03-01, until: 2026-03-01, reason: "培训\\n太原"}]'
    text = OWN_REGISTRY.replace('region: "140107"}', f'region: "140107", {absent}}}')
    assert check(read_yaml(text), load_catalogue(samples=False))["persons"]["wang"].absences[0].reason == "培训\n太原"


def test_a_word_alone_in_a_csv_cell_says_that_it_is_so() -> None:
    text = "code,place,holders\nsupervisor,140107,li since=2026-03-01;li deputy\n"
    assert [holder.get("deputy", False) for holder in read_csv(text).entries["posts"][0]["holders"]] == [False, True]


def test_a_supervisor_has_a_post_in_the_file_or_in_the_registry_or_is_named() -> None:
    found = check(read_yaml(OWN_REGISTRY), load_catalogue(samples=False))
    assert without_post(found, load_catalogue(samples=False)) == ()
    nowhere = replace(found, of={**found.of, "posts": {}})
    assert without_post(nowhere, load_catalogue(samples=False)) == ("li",)
    known = replace(load_catalogue(samples=False), posts=found["posts"])
    assert without_post(nowhere, known) == ()


def moved(known: Catalogue, person_id: str, **over: Any) -> str:
    """A file that changes someone, and nothing else."""
    person = asdict(known.persons[person_id]) | over
    told = {name: person[name] for name in ("id", "name", "role", "unit_id", "region", "level") if person[name]}
    return yaml.safe_dump({"persons": [{name: str(value) for name, value in told.items()}]}, allow_unicode=True)


@pytest.mark.parametrize(
    ("person_id", "over", "said"),
    [
        ("head-140105-natural-resources", {"unit_id": "140105-housing"}, "unit_head:140105-natural-resources"),
        ("head-140105-natural-resources", {"unit_id": "140105-public-security"}, "unit_head:140105-natural-resources"),
        ("supervisor-140105", {"region": "140106"}, "supervisor:140105"),
        ("supervisor-140105", {"region": "140100", "level": "city"}, "supervisor:140105"),
        ("supervisor-140105", {"role": "inspector", "level": None}, "supervisor:140105"),
    ],
)
def test_whoever_is_changed_still_fits_the_posts_they_hold_that_are_not_in_the_file(
    person_id: str, over: dict[str, Any], said: str
) -> None:
    known = load_catalogue(samples=True)
    (fault,) = faults_of(moved(known, person_id, **over))
    assert fault.startswith(f"{said}: {person_id} is ")


def test_a_holding_that_ended_is_history_and_binds_nobody() -> None:
    known, person_id = load_catalogue(samples=True), "head-140105-natural-resources"
    ended = Post(PostCode.UNIT_HEAD, "140105-natural-resources", (Holding(person_id, until=date(2026, 3, 1)),))
    known = replace(known, posts={**known.posts, ended.id: ended})
    raw = read_yaml(moved(known, person_id, unit_id="140105-housing"))
    assert set(check(raw, known, date(2026, 3, 2))["persons"]) == {person_id}
    for today in (date(2026, 3, 1), date(2026, 2, 1)):
        with pytest.raises(ImportRefused):
            check(raw, known, today)


@pytest.mark.parametrize("hidden", ["\\x1b[2J", "\\u202e", "\\u200b", "\\n", "\\x7f", "\\u2028", "\\x85"])
@pytest.mark.parametrize(
    ("field", "said"),
    [
        ('"wang"', "persons 1: id"),
        ('"王工"', "persons 1: name"),
        ('"新桥"', "projects 1: name_zh"),
        ('"li"', "posts 2: holders"),
    ],
)
def test_no_id_and_no_name_hides_anything(hidden: str, field: str, said: str) -> None:
    text = OWN_REGISTRY.replace("id: wang", 'id: "wang"').replace("name: 王工", 'name: "王工"')
    text = text.replace("holders: [li]", 'holders: ["li"]')
    text = re.sub("name_zh: [^,]+", 'name_zh: "新桥"', text)
    assert field in text
    faults = faults_of(text.replace(field, f'{field[:-1]}{hidden}"'))
    assert any(fault.startswith(said) and "invisible characters" in fault for fault in faults)
    assert not any(hides(fault) for fault in faults)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{OWN_REGISTRY}persons: []\n", "$.persons: 与第 2 行重复 / stands in line 2 already"),
        (OWN_REGISTRY.replace("{id: wang,", "{id: wang, id: wong,"), "$.persons[0].id: 与第 3 行重复"),
        ("persons: [" * 5000, "嵌套过深"),
        ("persons: &all [1]\nprojects: *all\n", "不得使用锚点和引用"),
    ],
)
def test_a_yaml_file_that_says_a_thing_twice_or_without_end_is_refused(text: str, said: str) -> None:
    assert said in told(text)[0]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("a: &x 1", "锚点"),
        ("[" * 40 + "]" * 40, "嵌套过深"),
        ("a: 1:30", "会被读作别的数"),
        ("a: 1, a: 2", "重复"),
        ("a: [", "不是有效的 YAML"),
    ],
)
def test_a_long_file_is_held_to_the_same_rules_as_a_short_one(entry: str, said: str) -> None:
    """A long one goes through another parser."""
    wrapped = entry if entry.startswith("[") else "{" + entry + "}"
    for rows in (1, 6_000):
        with pytest.raises(ImportRefused, match=said):
            read_yaml("persons: [" + "{id: a, b: 1}," * rows + wrapped + "]")
