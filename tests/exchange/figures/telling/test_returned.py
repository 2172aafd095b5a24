"""Rows of projects that stay out say their month and unit themselves, so that they come in once they are corrected."""

import io
from typing import Any

import python_calamine

from exchange.figures.checking import check_figures
from exchange.figures.mapping import FigureMapping
from exchange.figures.telling.returned import returned_figures
from exchange.ledgers.checking import Verdict
from exchange.workbooks.cells import Book
from exchange.workbooks.reading import read_book
from exchange.workbooks.writing import Written, workbook_of
from tests.exchange.workbooks.books import sheet

HEAD = ("项目名称", "属地", "年度计划投资", "本年累计完成投资", "项目状态")
GOOD = ("路", "长治市", "10", "5", "在建")
BAD = ("桥", "长治市", "十", "5", "在建")


def returned(*sheets: Any) -> dict[str, list[list[Any]]]:
    """What comes back of a file with these sheets, by the names of its own."""
    book = Book("报表.xlsx", "xlsx", tuple(sheet(rows, name=f"表{number}") for number, rows in enumerate(sheets)))
    raw = returned_figures(check_figures(book, FigureMapping(name="x"), "ab" * 32))
    back = python_calamine.load_workbook(io.BytesIO(raw))
    return {name: back.get_sheet_by_name(name).to_python() for name in back.sheet_names}


def corrected(sheets: dict[str, list[list[Any]]]) -> list[Any]:
    """The figures of what came back, once somebody has written the right amount."""
    made = [
        Written(name, rows[0], [["10" if cell == "十" else cell for cell in row] for row in rows[1:]])
        for name, rows in sheets.items()
    ]
    checked = check_figures(read_book("错误.xlsx", workbook_of(made)), FigureMapping(name="x"), "cd" * 32)
    assert {row.verdict for row in checked.rows} == {Verdict.NEW}
    return [(row.figure.name, row.figure.month, row.figure.plan_year) for row in checked.rows if row.figure]


def test_month_and_unit_of_the_title_come_back_with_the_rows() -> None:
    back = returned([["2026年1-2月 单位:万元"], HEAD, GOOD, BAD])
    assert corrected(back) == [("桥", "2026-02", 10 * 1_000_000)]


def test_tables_of_several_units_and_months_come_back_as_several() -> None:
    one, other = [["2026年1-2月 单位:万元"], HEAD, BAD], [["2026年3月 单位:亿元"], HEAD, ("渠", *BAD[1:])]
    back = returned(one, other)
    assert list(back) == ["错误 1", "错误 2"]
    assert corrected(back) == [("桥", "2026-02", 10 * 1_000_000), ("渠", "2026-03", 10 * 10**10)]


def test_what_the_rows_say_themselves_is_said_once() -> None:
    head = (*HEAD[:2], "年度计划投资(万元)", "本年累计完成投资(万元)", "项目状态", "报告期")
    back = returned([head, (*BAD, "2026-02")])
    assert back["错误"][0][:6] == list(head)
    assert corrected(back) == [("桥", "2026-02", 10 * 1_000_000)]


def test_heads_of_two_rows_come_back_in_one() -> None:
    top, below = ("项目名称", "属地", "投资(万元)", "", "项目状态"), ("", "", "年度计划", "累计完成", "")
    assert corrected(returned([["2026年1-2月"], top, below, BAD])) == [("桥", "2026-02", 10 * 1_000_000)]


def test_where_nothing_stays_out_there_is_nothing_below_the_head() -> None:
    assert returned([["2026年1-2月 单位:万元"], HEAD, GOOD]) == {
        "错误": [["工作表与行 / sheet and row", "错误 / what is wrong"]]
    }
