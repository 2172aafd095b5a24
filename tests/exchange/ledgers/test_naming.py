"""Projects, places, units and people are found by the names that offices write, and never guessed."""

from dataclasses import replace
from datetime import date

import pytest

from exchange.ledgers.checking import CheckedRow, check
from exchange.ledgers.naming import Named, Registry
from exchange.workbooks.cells import Book
from tests.exchange.ledgers.ledgers import mapping
from tests.exchange.workbooks.books import sheet

ONE, LEFT, RIGHT = (f"2019-140100-01-01-00000{number}" for number in (1, 2, 3))
REGISTRY = Registry(
    projects=[
        Named(ONE, ("一号公路改造项目",), "140105"),
        Named(LEFT, ("南山隧道左线工程",), "140105"),
        Named(RIGHT, ("南山隧道右线工程",), "140106"),
    ],
    regions=[Named("140105", ("小店区",), "140105"), Named("140106", ("迎泽区",), "140106")],
    units=[
        Named("u-105", ("住建局",), "140105"),
        Named("u-106", ("住建局",), "140106"),
        Named("u-water", ("水利局",), "140105"),
        Named("u-land-105", ("太原市小店区自然资源局",), "140105"),
        Named("u-land-106", ("太原市迎泽区自然资源局",), "140106"),
        Named("u-house-105", ("太原市小店区住房和城乡建设管理局",), "140105"),
    ],
    persons=[Named("p-1", ("张三",), "140105", "u-105"), Named("p-2", ("李四",), "140105", "u-water")],
)
WORDS = ["序号", "项目名称", "属地", "存在问题", "责任单位", "责任人"]


def _row(project: str = "", region: str = "", unit: str = "", person: str = "") -> CheckedRow:
    book = Book("台账.xlsx", "xlsx", (sheet([WORDS, [1, project, region, "路没通", unit, person]]),))
    return check(book, mapping(), REGISTRY).rows[0]


@pytest.mark.parametrize("written", ["一号公路改造项目", " 一号公路 改造", "一号公路改造工程", ONE])
def test_a_project_is_known_by_its_code_its_name_and_its_name_without_a_tail(written: str) -> None:
    assert _row(written).placed.project_code == ONE


def test_a_name_that_may_be_several_projects_is_a_fault_that_names_them() -> None:
    row = _row("南山隧道")
    assert (row.verdict, row.faults[0].cell, row.faults[0].slug) == ("fault", "B2", "several-projects")
    assert LEFT in row.reason
    assert RIGHT in row.reason


@pytest.mark.parametrize(
    ("said", "cell", "slug", "hint"),
    [
        ({"project": "二号公路改造项目"}, "B2", "unknown-project", "一号公路改造项目"),
        ({"region": "小店"}, "C2", "unknown-region", "小店区"),
        ({"region": "小店区", "unit": "民政厅"}, "E2", "unknown-unit", "民政厅"),
    ],
)
def test_a_name_that_the_registry_has_not_is_a_fault_with_the_nearest_it_has(
    said: dict[str, str], cell: str, slug: str, hint: str
) -> None:
    row = _row(**said)
    assert (row.faults[-1].cell, row.faults[-1].slug) == (cell, slug)
    assert hint in row.reason


@pytest.mark.parametrize(("region", "unit"), [("小店区", "u-105"), ("迎泽区", "u-106")])
def test_of_units_with_one_name_it_is_the_one_of_the_rows_region(region: str, unit: str) -> None:
    assert _row(region=region, unit="住建局").placed.unit_id == unit


def test_of_units_with_one_name_and_no_region_none_is_guessed() -> None:
    assert _row(unit="住建局").faults[-1].slug == "several-units"


@pytest.mark.parametrize(
    ("person", "found"), [("张三 13800000000", "p-1"), ("李四", None), ("张三、李四", None), ("", None)]
)
def test_a_person_is_one_of_that_unit_and_stays_a_name_otherwise(person: str, found: str | None) -> None:
    row = _row(region="小店区", unit="住建局", person=person)
    assert (row.verdict, row.placed.person_id) == ("new", found)


def test_a_row_that_names_no_place_is_a_fault() -> None:
    assert _row().faults[-1].slug == "no-place"


@pytest.mark.parametrize("said", ["小店区自然资源局", "区自然资源局", "自然资源局", " 太原市小店区 自然资源局"])
def test_a_unit_is_known_by_the_end_of_its_whole_name_in_the_place_of_the_row(said: str) -> None:
    assert _row(project=ONE, unit=said).placed.unit_id == "u-land-105"


def test_the_end_of_a_name_that_several_units_have_is_asked_where_the_row_has_no_place() -> None:
    row = _row(unit="区自然资源局")
    assert (row.faults[-1].slug, row.placed.unit_id) == ("several-units", None)


def test_a_short_name_is_offered_from_the_place_of_the_row_and_never_taken() -> None:
    row = _row(project=ONE, unit="区住建管理局")
    assert (row.faults[0].slug, row.placed.unit_id) == ("unknown-unit", None)
    assert "太原市小店区住房和城乡建设管理局" in row.reason


def test_a_day_found_that_has_not_come_is_a_fault_with_its_cell() -> None:
    rows = [
        [WORDS[0], "检查日期", *WORDS[1:]],
        [1, "2026-12-01", "", "小店区", "路没通"],
        [2, "2026-11-28", "", "小店区", "桥"],
    ]
    book = Book("台账.xlsx", "xlsx", (sheet(rows),))
    late, today = check(book, mapping(), replace(REGISTRY, today=date(2026, 11, 28))).rows
    fault = late.faults[-1]
    assert (late.verdict, fault.cell, fault.slug, today.verdict) == ("fault", "B2", "found-later", "new")
