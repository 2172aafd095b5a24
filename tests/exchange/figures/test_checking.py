"""Every row of a table of projects ends in exactly one verdict, and says in which cell what is wrong."""

from datetime import date
from typing import Any

import pytest

from exchange.figures.checking import CheckedFigures, check_figures
from exchange.figures.mapping import FigureMapping
from exchange.ledgers.checking import Verdict
from exchange.workbooks.cells import Book, Sheet
from exchange.workbooks.refused import FileRefused
from mobile_schema.reports.figure import Kind, Stage
from tests.exchange.workbooks.books import sheet

HEAD = ("项目名称", "属地", "建设性质", "年度计划投资(亿元)", "1-8月累计完成投资(亿元)", "项目状态")
ROAD = ("路", "长治市", "续建", 10, 5, "在建")


def checked(*rows: Any, head: Any = HEAD, title: str = "2019年1-8月省级重点工程", **mapping: Any) -> CheckedFigures:
    return check_figures(book([[title], head, *rows]), FigureMapping(name="x", **mapping), "ab" * 32)


def book(rows: Any, name: str = "省级") -> Book:
    return Book("重点工程.xlsx", "xlsx", (sheet(rows, name=name),))


def test_a_row_is_a_figure() -> None:
    (row,) = checked(ROAD).rows
    figure = row.figure
    assert row.verdict is Verdict.NEW
    assert figure is not None
    assert (figure.month, figure.kind, figure.stage) == ("2019-08", Kind.CARRIED_OVER, Stage.BUILDING)
    assert (figure.plan_year, figure.done_year, figure.regions) == (10**11, 5 * 10**10, ("长治市",))
    assert (figure.source.sheet, figure.source.row) == ("省级", 3)


def test_planned_days_and_the_lead_leader_are_read_of_their_columns() -> None:
    head = (*HEAD, "计划竣工时间", "计划投产时间", "包联领导")
    finished, bridge = (*ROAD, "已竣工", "", ""), ("桥", *ROAD[1:], "2020年6月底前", "2020", "甲某 副市长")
    done, planned = checked(finished, bridge, head=head).rows
    assert done.figure is not None
    assert planned.figure is not None
    assert (done.figure.due_complete, done.figure.leader) == (None, "")
    assert (planned.figure.due_complete, planned.figure.due_produce) == (date(2020, 6, 30), date(2020, 12, 31))
    assert planned.figure.leader == "甲某 副市长"


PLAN = tuple(f"{number}月计划" for number in range(1, 13))


def test_the_plan_of_the_year_by_month_is_read_of_its_twelve_columns() -> None:
    head = (*HEAD, *(f"{each}(亿元)" for each in PLAN))
    full, blank = checked((*ROAD, *["", 1] * 6), ("桥", *ROAD[1:]), head=head).rows
    assert full.figure is not None
    assert blank.figure is not None
    assert full.figure.plan_months == (0, 10**10) * 6
    assert blank.figure.plan_months is None
    (some,) = checked((*ROAD, 1, 1), head=(*HEAD, "1月计划(亿元)", "2月计划(亿元)")).rows
    assert some.figure is not None
    assert some.figure.plan_months is None, "of less than a year nothing is known of the year"


@pytest.mark.parametrize(
    ("said", "progress"), [(0.35, 3_500), ("35%", 3_500), (35, 3_500), (1_500, None), ("主体", None)]
)
def test_progress_is_a_share_and_what_is_none_is_not_known(said: Any, progress: int | None) -> None:
    (row,) = checked((*ROAD, said), head=(*HEAD, "形象进度")).rows
    assert row.figure is not None
    assert row.figure.progress == progress


@pytest.mark.parametrize(
    ("said", "is_in"),
    [
        *(("是", True), ("√", True), ("省级重点", True), ("省", True), ("国家级重点工程", True)),
        *(("否", False), ("非重点", False), ("未列入省级重点", False), ("", None)),
    ],
)
def test_whether_a_project_is_in_a_programme_is_read_of_its_column(said: str, is_in: bool | None) -> None:
    (row,) = checked((*ROAD, said), head=(*HEAD, "是否重点工程")).rows
    assert row.figure is not None
    assert (row.figure.key_project, row.figure.transition) == (is_in, None)


@pytest.mark.parametrize("said", ["研究中", "未列为转型", "尚未列入省级重点", "拟申报省级重点", "区级医院", "2019年度"])
def test_what_says_neither_yes_nor_no_is_a_fault_where_the_head_asks_and_is_not_said_elsewhere(said: str) -> None:
    (asked,) = checked((*ROAD, said), head=(*HEAD, "是否转型项目")).rows
    assert [(fault.slug, fault.cell) for fault in asked.faults] == [("truth-unread", "G3")]
    (named,) = checked((*ROAD, said), head=(*HEAD, "转型项目")).rows
    assert named.figure is not None
    assert named.figure.transition is None


def test_what_is_to_be_done_next_month_in_words_is_no_plan_of_the_year() -> None:
    (row,) = checked((*ROAD, "完成主体封顶"), head=(*HEAD, "9月计划")).rows
    assert (row.verdict, row.figure and row.figure.plan_months) == (Verdict.NEW, None)


def test_the_plan_of_another_year_by_month_is_not_that_of_this_one() -> None:
    for year, planned in ((2019, (10**10,) * 12), (2020, None)):
        head = (*HEAD, *(f"{year}年{each}(亿元)" for each in PLAN))
        (row,) = checked((*ROAD, *[1] * 12), head=head).rows
        assert row.figure is not None
        assert (row.figure.month, row.figure.plan_months) == ("2019-08", planned)


def test_a_plan_that_goes_to_december_makes_no_table_one_of_december() -> None:
    head = (*HEAD, *(f"1-12月分月计划(亿元)/{number}月" for number in range(1, 13)))
    (row,) = checked((*ROAD, *[1] * 12), head=head, title="2019年省级重点工程").rows
    assert row.figure is not None
    assert (row.figure.month, row.figure.plan_months) == ("2019-08", (10**10,) * 12)


@pytest.mark.parametrize(
    ("title", "period", "month"),
    [
        ("2019年1-9月省级重点工程", None, None),
        ("2019年1-9月省级重点工程", "2019-09", "2019-09"),
        ("2019年1-9月省级重点工程", "2019-08", "2019-08"),
        ("2019年1-8月省级重点工程", "2019-09", None),
        ("2019年省级重点工程", "2019-08", "2019-08"),
    ],
)
def test_a_month_on_which_title_heads_and_period_differ_is_asked(title: str, period: Any, month: Any) -> None:
    (row,) = checked(ROAD, title=title, month=period).rows
    assert [fault.slug for fault in row.faults] == ([] if month else ["month-unclear"])
    assert (row.figure and row.figure.month) == month


@pytest.mark.parametrize("year", ["", "2019年"])
def test_months_side_by_side_with_plan_and_done_are_of_their_months(year: str) -> None:
    columns = [f"{year}{number}月/{what}(亿元)" for number in range(1, 13) for what in ("计划投资", "完成投资")]
    head = (*HEAD[:4], *columns, *HEAD[4:])
    (row,) = checked((*ROAD[:4], *[1, 0.5] * 12, *ROAD[4:]), head=head).rows
    assert row.figure is not None
    assert row.figure.plan_months == (10**10,) * 12
    assert (row.figure.plan_year, row.figure.done_year) == (10**11, 5 * 10**10)


@pytest.mark.parametrize("head", ["计划投产时间", "计划开工时间"])
@pytest.mark.parametrize(
    ("said", "day"), [("待定", None), ("视情况而定", None), ("年底", date(2019, 12, 31)), ("13月", ...), ("六月", ...)]
)
def test_a_word_for_a_planned_day_is_none_and_a_number_that_is_no_day_a_fault(said: str, day: Any, head: str) -> None:
    (row,) = checked((*ROAD, said), head=(*HEAD, head)).rows
    assert ["day-unread"] * (day is ...) == [fault.slug for fault in row.faults]
    assert (row.figure and (row.figure.due_produce or row.figure.due_start)) == (None if day is ... else day)


def test_the_verdicts_are_as_many_as_the_rows() -> None:
    found = checked(
        ROAD, ROAD, ("桥", "长治市", "新建", "十亿", 5, ""), ("合计", "", "", 20, 10, ""), ("渠", *ROAD[1:])
    )
    assert [row.verdict.value for row in found.rows] == ["new", "duplicate", "fault", "skipped", "new"]
    assert sum(count for name, count in found.counts.items() if name != "rows") == found.counts["rows"] == 5
    assert found.rows[2].faults[0].cell == "D5"


def test_of_a_project_and_month_said_otherwise_in_two_rows_neither_comes_in() -> None:
    found = checked(ROAD, ("路", "长治市", "续建", 10, 6, "在建"), ROAD)
    assert [row.verdict for row in found.rows] == [Verdict.CONFLICT, Verdict.CONFLICT, Verdict.DUPLICATE]
    first, second = (row.faults[0] for row in found.rows[:2])
    assert (first.cell, second.cell) == ("E3", "E4")
    assert "省级!E4" in first.sentence
    assert "省级!E3" in second.sentence


@pytest.mark.parametrize(
    ("row", "slug"),
    [
        (("路", "长治市", "续建", 1e30, 5, ""), "too-much"),
        (("路", "长治市", "续建", True, 5, ""), "no-number"),
        (("路", "长治市", "续建", 10, 5, "说不清"), "unlisted-value"),
        (("", "长治市", "续建", 10, 5, ""), "no-project"),
    ],
)
def test_what_is_wrong_is_told(row: Any, slug: str) -> None:
    (found,) = checked(row).rows
    assert found.verdict is Verdict.FAULT
    assert slug in {fault.slug for fault in found.faults}


def test_a_month_and_a_unit_that_no_one_tells_are_asked_for() -> None:
    bare = ("项目名称", "属地", "年度计划投资", "累计完成投资")
    (row,) = checked(("路", "长治市", 10, 5), head=bare, title="省级重点工程").rows
    assert {fault.slug for fault in row.faults} == {"no-month", "money-unit"}
    (row,) = checked(("路", "长治市", 10, 5), head=bare, title="省级重点工程", month="2019-08", money="万元").rows
    assert row.figure is not None
    assert (row.figure.month, row.figure.plan_year) == ("2019-08", 10 * 10**6)


def test_a_unit_of_money_over_the_head_and_the_words_of_an_office_are_read() -> None:
    table = [
        ["2019年1-8月"],
        ["单位:万元"],
        ["工程名称", "地市", "年计划", "1-8月完成", "状态"],
        ["路", "长治", 10, 5, "歇着"],
    ]
    (row,) = check_figures(book(table), FigureMapping(name="x", stages={"歇着": Stage.STOPPED}), "ab" * 32).rows
    assert row.figure is not None
    assert (row.figure.plan_year, row.figure.stage) == (10 * 10**6, Stage.STOPPED)


def test_what_was_done_this_year_may_have_to_be_worked_out() -> None:
    head = ("项目名称", "属地", "年度计划(亿元)", "至上年底累计完成(亿元)", "自开工累计完成投资(亿元)")
    (row,) = checked(("路", "长治市", 10, 7, 12), head=head).rows
    assert row.figure is not None
    assert (row.figure.done_year, row.figure.kind) == (5 * 10**10, Kind.CARRIED_OVER)


def test_headings_and_sheets_tell_where_projects_lie() -> None:
    head = ("序号", "项目名称", "年度计划投资(亿元)", "1-8月累计完成投资(亿元)")
    table = [
        ["2019年1-8月"],
        head,
        ["一、长治市", "", "", ""],
        [1, "路", 10, 5],
        ["", "大同市", 10, 4],
        [1, "桥", 10, 4],
    ]
    found = check_figures(book(table), FigureMapping(name="x"), "ab" * 32)
    assert [row.figure.regions for row in found.rows if row.figure] == [("长治市",), ("大同市",)]
    (row,) = check_figures(
        book([["2019年1-8月"], head, [1, "路", 10, 5]], "阳泉市"), FigureMapping(name="x"), "ab" * 32
    ).rows
    assert row.figure is not None
    assert row.figure.regions == ("阳泉市",)


def test_headings_may_say_what_is_new_and_a_column_of_any_name_too() -> None:
    head = ("序号", "项目名称", "年度计划投资(亿元)", "1-8月累计完成投资(亿元)")
    table = [
        ["2019年1-8月"],
        head,
        ["一、续建项目", "", "", ""],
        [1, "路", 10, 5],
        ["二、新建项目(1个)", "", "", ""],
        [1, "桥", 10, 4],
    ]
    found = check_figures(book(table, "大同市"), FigureMapping(name="x"), "ab" * 32)
    assert [row.figure.kind for row in found.rows if row.figure] == [Kind.CARRIED_OVER, Kind.NEW]
    named = checked(("路", "长治市", "续建", 10, 5, ""), head=("项目名称", "属地", "项目类别", *HEAD[3:]))
    assert [row.figure.kind for row in named.rows if row.figure] == [Kind.CARRIED_OVER]


def test_one_column_of_starts_and_resumptions_is_read_by_what_the_project_is() -> None:
    head = (*HEAD[:5], "计划开(复)工时间", "实际开(复)工时间")
    begun, carried = (
        ("路", "长治市", "新建", 10, 5, "2019年5月", "2019年5月"),
        ("桥", "长治市", "续建", 10, 5, "", "3月"),
    )
    idle = ("渠", "长治市", "续建", 10, 5, "", "")
    found = [row.figure for row in checked(begun, carried, idle, head=head).rows if row.figure]
    assert [(each.stage, each.resumed) for each in found] == [(Stage.STARTED, None), (None, True), (None, False)]


def test_a_project_is_ended_where_its_status_or_a_note_says_so() -> None:
    head = (*HEAD[:5], "是否终止", "备注")
    rows = [("路", *ROAD[1:5], "是", ""), ("桥", *ROAD[1:5], "否", ""), ("渠", *ROAD[1:5], "", "已终止")]
    found = [row.figure for row in checked(*rows, head=head).rows if row.figure]
    assert [each.stage for each in found] == [Stage.TERMINATED, None, Stage.TERMINATED]


def test_several_cities_in_one_cell_are_several_regions() -> None:
    (row,) = checked(("路", "长治市、晋城市", "续建", 10, 5, "")).rows
    assert row.figure is not None
    assert row.figure.regions == ("长治市", "晋城市")


def test_a_column_names_the_development_zone_where_there_is_one() -> None:
    rows = checked((*ROAD, "长治高新区"), ("桥", *ROAD[1:], "无"), head=(*HEAD, "所属开发区")).rows
    assert [row.figure and row.figure.zone for row in rows] == ["长治高新区", ""]
    assert rows[0].row.places["zone"] == "G3"


def test_a_book_without_such_a_table_is_refused() -> None:
    with pytest.raises(FileRefused):
        check_figures(Book("x.xlsx", "xlsx", (Sheet("空", rows=[("无",)]),)), FigureMapping(name="x"), "ab" * 32)


def test_a_head_of_two_rows_is_one_also_where_nothing_is_merged() -> None:
    top, below = ("项目名称", "属地", "投资(万元)", "", "项目状态"), ("", "", "年度计划", "累计完成", "")
    (row,) = checked(below, ("桥", "长治市", 10, 5, "在建"), head=top).rows
    assert row.figure is not None
    assert (row.figure.plan_year, row.figure.done_year) == (10_000_000, 5_000_000)
