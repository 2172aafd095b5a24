"""Every row below a head is of one kind, and only records become issues."""

import pytest

from exchange.ledgers.tables.heads import find_head
from exchange.ledgers.tables.rows import LedgerRow, rows_below
from exchange.workbooks.cells import Sheet
from tests.exchange.workbooks.books import sheet

HEAD = ["序号", "项目名称", "存在问题", "整改期限", "责任单位"]
LINE = [1, "一号", "路没通", "2025-03-05", "住建局"]


def _below(of: Sheet) -> list[LedgerRow]:
    head = find_head(of)
    assert head is not None
    return list(rows_below(of, head))


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (LINE, "record"),
        (["", "", "桥面破损", "", ""], "carried-on"),
        (["合计", "", "", 12, ""], "subtotal"),
        (["合计", "一号", "路没通", "2025-03-05", "住建局"], "record"),
        (["说明", "一号", "路没通", "2025-03-05", "住建局"], "record"),
        (["", "小 计", "3", "", ""], "subtotal"),
        (["总计(件)", "", 7, "", ""], "subtotal"),
        (["说明:本表每月填报", "", "", "", ""], "note"),
        (["注:以上为本月", "", "", "", ""], "note"),
        (["制表人:甲", "", "审核人:乙", "", ""], "signature"),
        (["一、高速公路", "", "", "", ""], "section"),
        ([3, "", "", "", ""], "numbers"),
        ([1, 2, 3, 4, 5], "numbers"),
        (HEAD, "head"),
        (["", "", "", "", ""], "blank"),
        (["", "", "", "", "后注"], "carried-on"),
    ],
)
def test_a_row_is_of_one_kind(cells: list[object], kind: str) -> None:
    rows = _below(sheet([HEAD, LINE, cells, [2, "二号", "水没通", "2025-03-05", "水利局"]]))
    assert rows[1].kind == kind


def test_a_wide_merged_row_is_a_section_that_the_rows_below_stand_in() -> None:
    rows = _below(sheet([HEAD, ["铁路项目", "", "", "", ""], LINE], (1, 0, 1, 4)))
    assert [row.kind for row in rows] == ["section", "record"]
    assert rows[1].section == "铁路项目"


def test_a_cell_merged_downwards_is_said_by_each_of_its_rows() -> None:
    of = sheet([HEAD, LINE, [2, "", "水没通", "", ""]], (1, 1, 2, 1))
    assert [row.cells.get(1) for row in _below(of)] == ["一号", "一号"]


def test_hidden_rows_are_told() -> None:
    rows = _below(sheet([HEAD, LINE, [2, "二号", "水没通", "", ""]], hidden_rows=frozenset({2})))
    assert [row.hidden for row in rows] == [False, True]


def test_every_row_below_the_head_is_told_once_and_in_order() -> None:
    of = sheet([HEAD, LINE, ["", "", "", "", ""], LINE, ["合计", "", "", "", ""]])
    assert [row.row for row in _below(of)] == [1, 2, 3, 4]
