"""A CSV file of the registry: nothing of it is lost, and every fault is told with its line."""

import time

import pytest

from ledger.registry.files.loading import load_catalogue
from ledger.registry.own_files.checking import check
from ledger.registry.own_files.written import MAX_ENTRIES, read_csv
from tests.ledger.registry.told import faults_of, told


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "its columns tell no kind of entry"),
        ("id,name,role\nx,y\n", "persons 1:"),
        ("code,place,holders\nsupervisor,140107,li acting\n", "posts 1: holders.0.acting:"),
        ("code,place,holders\nsupervisor,140107,li since\n", "posts 1: holders.0.since:"),
        ("code,place,holders\nsupervisor,140107,li deputy=perhaps\n", "posts 1: holders.0.deputy:"),
        ("id,name,role,region,absences\nx,y,inspector,140107,since=2026-03-01\n", "persons 1: absences.0.until:"),
        ("id,name,role,region\nx,y,inspector,140105,more\n", "persons 1:"),
    ],
)
def test_what_is_no_registry_csv_is_told(text: str, said: str) -> None:
    assert said in faults_of(text, as_csv=True)[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            'id,name,role,region\na,"甲,inspector,140105\nb,乙,inspector,140105\n',
            "第 2 行的引号没有闭合 / line 2: a quote",
        ),
        ('id,name,role,region\na,"甲,inspector,140105\nb,乙",inspector,140105\n', "第 2 行的引号没有闭合"),
        ('id,name,role,region\na,"甲,inspector\nb,乙,"x",140105\n', "第 2 行的引号没有闭合"),
        (
            'id,name,role,region\na,甲,inspector,140105\nb,"乙"x,inspector,140105\n',
            "第 3 行不合 CSV 规则 / line 3: not CSV",
        ),
        ("id,name,role,region,name\na,甲,inspector,140105,乙\n", "表头重复:name / the header has twice: name"),
        ("id,name,role,region\na,甲,inspector,140105,more\n", "第 2 行有 5 个单元格,表头有 4 个"),
    ],
)
def test_a_csv_file_that_would_lose_something_is_refused_with_its_line(text: str, said: str) -> None:
    (fault,) = told(text, as_csv=True)
    assert said in fault


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "persons:\n  - {id: a, name: 甲, role: inspector, region: '140107'}\n\n"
            "  - {id: b, name: 乙, role: inspector, region: '999999'}\n",
            "第 4 行 / line 4: b: 没有行政区划 / no region 999999",
        ),
        (
            "id,name,role,region\n\na,甲,inspector,140107\nb,乙,inspector,999999\n",
            "第 4 行 / line 4: b: 没有行政区划 / no region 999999",
        ),
        (
            "id,name,role,unit_id,region\nw,王,unit_staff,140107-housing,140107\nw,王,unit_staff,140107-transport,140107\n",
            "第 3 行 / line 3: persons 2: w 重复出现 / w is there twice (第 2 行 / line 2)",
        ),
        (
            "id,name,role,unit_id,region,also\n"
            "w,王,unit_staff,140107-housing,140107,unit_staff region=140107 unit_id=140107-transport\n",
            "第 2 行 / line 2: w: 同一天在两个单位任职 / "
            "is staff of two units on one day: 140107-housing、140107-transport",
        ),
        (
            "id,name_zh,region,parent\na,甲,140107,b\nb,乙,140107,c\nc,丙,140107,a\n",
            "第 2 行 / line 2: a: 上级单位成环 / its parents go round in a circle: a → b → c → a",
        ),
        (
            "code,place,holders\nsupervisor,140105,supervisor-140105;supervisor-140105 since=2026-03-01\n",
            "第 2 行 / line 2: supervisor:140105: supervisor-140105 与 supervisor-140105 同时任职,且均非代理 / "
            "supervisor-140105 and supervisor-140105 hold it at the same time, and neither is a deputy",
        ),
        (
            "id,name_zh,region,retired_on,succeeded_by\na,甲,140107,2026-03-01,b\n",
            "第 2 行 / line 2: a: 没有继任单位 / no succeeding unit b",
        ),
        (
            "id,name_zh,region,retired_on,succeeded_by\na,甲,140107,2026-03-01,a\n",
            "第 2 行 / line 2: a: 没有继任单位 / no succeeding unit a",
        ),
        (
            "id,name_zh,region,succeeded_by\na,甲,140107,140107-housing\n",
            "第 2 行 / line 2: a: 有继任单位须注明撤销日期 / succeeded_by needs retired_on",
        ),
        ("id,name_zh,region\na,甲,999999\n", "第 2 行 / line 2: a: 没有行政区划 / no region 999999"),
        ("id,name_zh,region\n  ,甲,140107\n", "第 2 行 / line 2: units 1: id: 编号不得含空白 / an id has no blanks"),
        ("id,name_zh,region\na,  ,140107\n", "第 2 行 / line 2: units 1: name_zh: 名称为空 / the name is empty"),
        ("id,name_zh,region\na b,甲,140107\n", "第 2 行 / line 2: units 1: id: 编号不得含空白 / an id has no blanks"),
        (
            "id,name_zh,region,township\na,甲,140107,140106001\n",
            "第 2 行 / line 2: a: 乡镇街道 140106001 不在 140107 / township 140106001 is not in 140107",
        ),
        (
            "code,evidence,bureau\nland,selfie,natural-resources\n",
            "第 2 行 / line 2: land: 没有销号材料 / unknown evidence selfie",
        ),
        (
            "id,lead,supervise,source,within\nours,own,own,县,999999\n",
            "第 2 行 / line 2: ours: 没有行政区划 999999 / unknown region 999999",
        ),
    ],
)
def test_a_fault_is_said_with_its_line_in_both_languages(text: str, said: str) -> None:
    assert said in told(text, as_csv=not text.startswith("persons:"))


def test_a_unit_is_succeeded_by_any_others_that_there_are() -> None:
    text = "id,name_zh,region,retired_on,succeeded_by\n140107-m,甲,140107,2026-03-01,140107-ecology;140107-transport\n"
    (unit,) = check(read_csv(text), load_catalogue(samples=False))["units"].values()
    assert unit.succeeded_by == ("140107-ecology", "140107-transport")


@pytest.mark.parametrize("rows", [4_000])
def test_what_many_rows_cost_grows_with_their_number_alone(rows: int) -> None:
    """Whatever stands in them: one line of parents as long as the file, one post that all of them hold at once."""
    units = "".join(f"  - {{id: u{n}, name_zh: 单位, region: '140107', parent: u{n + 1}}}\n" for n in range(rows))
    assert len(faults_of(f"units:\n{units}")) == 1
    holders = ", ".join(f"p{n}" for n in range(rows))
    begun = time.process_time()
    assert len(faults_of(f"posts:\n  - {{code: supervisor, place: '140107', holders: [{holders}]}}\n")) == 2 * rows - 1
    assert time.process_time() - begun < 5


def test_of_a_hundred_thousand_rows_the_one_that_is_wrong_is_named() -> None:
    rows = "".join(f"p{n},人,inspector,140107\n" for n in range(99_999))
    (fault,) = told(f"id,name,role,region\n{rows}last,末,inspector,999999\n", as_csv=True)
    assert fault == "第 100001 行 / line 100001: last: 没有行政区划 / no region 999999"


def test_more_entries_than_one_change_can_hold_are_refused_at_the_first_that_is_too_many() -> None:
    rows = "".join(f"p{n},人,inspector,140107\n" for n in range(MAX_ENTRIES))
    (fault,) = told(f"id,name,role,region\n{rows}last,末,inspector,140107\n", as_csv=True)
    assert fault == "第 100002 行:最多 100000 条,请拆分 / line 100002: more than 100000 entries: split the file"


def test_of_what_is_held_against_all_others_a_file_has_a_thousand() -> None:
    rows = "".join(f"e{n},材料,evidence,\n" for n in range(1_001))
    (fault,) = told(f"code,name_zh,name_en,photo\n{rows}", as_csv=True)
    assert fault == "第 1002 行 / line 1002: evidence 1001: 最多 1000 条 / more than 1000 of them in a file"


def test_empty_cells_beyond_the_header_and_blank_lines_are_none() -> None:
    assert read_csv("id,role\n\na,inspector,,\n,\nb\n").entries == {
        "persons": [{"id": "a", "role": "inspector"}, {"id": "b"}]
    }
