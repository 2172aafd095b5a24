"""A ledger that this product wrote out is known again when it comes back, however it was sorted."""

from typing import Any

from exchange.ledgers.checking import CheckedRow, NothingKnown, check
from exchange.workbooks.cells import Book
from tests.exchange.ledgers.ledgers import mapping
from tests.exchange.workbooks.books import sheet

HEAD = ["序号", "灯色", "编号", "项目", "问题描述", "类别", "责任人", "时限", "进展", "整改措施", "气温"]
LINE = [1, "红", "140105-2026-00001", "一号公路", "便道未通", "用地", "张三", "2026-03-20", "已交办", "修通", "-3"]
OTHER = [2, "绿", "140105-2026-00002", "二号公路", "围挡破损", "其他", "李四", "2026-03-21", "办理中", "修复", ""]
HIDDEN = [
    ["sheet", "row", "issue", "serial", "version"],
    ["台账", 2, "issue-1", "140105-2026-00001", 2],
    ["台账", 3, "issue-2", "140105-2026-00002", 5],
]


def rows(*lines: list[Any], hidden: list[list[Any]] | None = None) -> list[CheckedRow]:
    inside = sheet(hidden or HIDDEN)
    inside.name, inside.visible = "_xiaohao", False
    book = Book("台账.xlsx", "xlsx", (sheet([HEAD, *lines]), inside))
    return list(check(book, mapping(), NothingKnown()).rows)


def test_each_row_is_its_issue_at_the_version_written_whatever_the_order() -> None:
    assert [row.exported for row in rows(LINE, OTHER)] == [("issue-1", 2), ("issue-2", 5)]
    assert [row.exported for row in rows(OTHER, LINE)] == [("issue-2", 5), ("issue-1", 2)]
    assert rows(LINE)[0].row_id == rows(OTHER, LINE)[1].row_id


def test_its_state_is_a_state_and_what_was_derived_says_nothing() -> None:
    (row,) = rows(LINE)
    assert row.verdict == "new"
    assert row.record.fields["state_text"].value == "已交办"
    assert "progress" not in row.record.fields
    assert row.record.kept == {"气温": "-3"}
    assert row.record.fields["category"].value == "land"


def test_a_row_that_somebody_added_is_like_any_other() -> None:
    added = [3, "", "", "三号公路", "新问题", "用地", "", "2026-03-22", "已整改", "", ""]
    assert [row.exported for row in rows(LINE, added)] == [("issue-1", 2), None]


def test_a_sheet_of_that_name_that_is_none_of_ours_is_nothing() -> None:
    assert rows(LINE, hidden=[["a", "b"], ["1", "2"]])[0].exported is None
