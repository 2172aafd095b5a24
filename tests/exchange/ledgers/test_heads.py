"""The head of a table is found wherever it stands, and its words are known, offered, or kept as they are."""

import pytest

from exchange.ledgers.tables.dictionary import Sure, meaning_of
from exchange.ledgers.tables.heads import find_head, head_of
from exchange.workbooks.cells import Sheet
from tests.exchange.workbooks.books import sheet

WORDS = ["序号", "项目名称", "存在问题", "整改期限", "责任单位"]
LINE = [1, "一号", "路没通", "2025-03-05", "住建局"]


def _paths(of: Sheet) -> list[str]:
    head = find_head(of)
    assert head is not None
    return [column.path for column in head.columns]


def test_a_head_in_the_first_row_is_one_row() -> None:
    head = find_head(sheet([WORDS, LINE]))
    assert head is not None
    assert (head.top, head.bottom) == (0, 0)
    assert [column.meaning.field for column in head.columns] == ["seq", "project", "description", "due_on", "lead_unit"]


def test_a_title_and_lines_of_metadata_above_are_no_head() -> None:
    title = ["某县问题台账", "", "", "", ""]
    metadata = ["填报单位:某局", "", "", "填报日期:2025-03-01", ""]
    of = sheet([title, metadata, WORDS, LINE], (0, 0, 0, 4))
    head = find_head(of)
    assert head is not None
    assert (head.top, head.bottom) == (2, 2)
    assert _paths(of) == WORDS


def test_a_table_that_begins_at_column_c_keeps_its_places() -> None:
    head = find_head(sheet([["", "", ""], ["", "", *WORDS], ["", "", *LINE]]))
    assert head is not None
    assert [column.place for column in head.columns] == [2, 3, 4, 5, 6]


def test_merged_heads_of_two_rows_become_paths() -> None:
    of = sheet(
        [
            ["序号", "存在问题", "整改责任单位", "", "整改期限"],
            ["", "", "施工", "监理", ""],
            [1, "路没通", "一公司", "二公司", "2025-3-5"],
        ],
        (0, 0, 1, 0),
        (0, 1, 1, 1),
        (0, 2, 0, 3),
        (0, 4, 1, 4),
    )
    assert _paths(of) == ["序号", "存在问题", "整改责任单位/施工", "整改责任单位/监理", "整改期限"]
    head = find_head(of)
    assert head is not None
    assert [column.meaning.field for column in head.columns][2:4] == ["lead_unit.work", "lead_unit.watch"]


def test_a_head_of_three_rows_goes_down_to_its_tallest_range() -> None:
    of = sheet(
        [
            ["序号", "问题描述", "整改", "", "", "", "类别", "备注"],
            ["", "", "责任", "", "时限", ""],
            ["", "", "责任单位", "责任人", "整改期限", "完成日期"],
            [1, "路没通", "一公司", "甲", "2025-3-5", ""],
        ],
        (0, 0, 2, 0),
        (0, 1, 2, 1),
        (0, 2, 0, 5),
        (1, 2, 1, 3),
        (1, 4, 1, 5),
        (0, 6, 2, 6),
        (0, 7, 2, 7),
    )
    head = find_head(of)
    assert head is not None
    assert (head.top, head.bottom) == (0, 2)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["说明"], ["本表每月填报一次"]],
        [[1, 2, 3], [4, 5, 6]],
        [["姓名", "甲"], ["职务", "乙"]],
    ],
    ids=["empty", "notes", "numbers", "card"],
)
def test_where_no_table_is_none_is_found(rows: list[list[object]]) -> None:
    assert find_head(sheet(rows)) is None


def test_somebody_may_say_where_the_head_stands() -> None:
    head = head_of(sheet([["a", "b"], ["c", "d"], ["e", "f"]]), 1, 1)
    assert [column.path for column in head.columns] == ["c", "d"]


def test_of_two_columns_of_one_meaning_the_second_is_asked() -> None:
    head = find_head(sheet([["问题描述", "责任单位", "整改单位"], ["路", "一", "二"]]))
    assert head is not None
    assert [column.meaning.sure for column in head.columns] == [Sure.CERTAIN, Sure.CERTAIN, Sure.ASK]


@pytest.mark.parametrize(
    ("words", "sure"),
    [
        ("存在问题", Sure.CERTAIN),
        (" 存 在\n问题※", Sure.CERTAIN),
        ("时间", Sure.ASK),
        ("单位", Sure.ASK),
        ("气温", Sure.UNKNOWN),
    ],
)
def test_only_what_is_certain_is_filled_in(words: str, sure: Sure) -> None:
    meaning = meaning_of(words)
    assert meaning.sure is sure
    assert (meaning.field is not None) == (sure is Sure.CERTAIN)


def test_a_near_word_is_offered_and_never_taken() -> None:
    meaning = meaning_of("隐患问题的描述")
    assert (meaning.sure, meaning.field) == (Sure.NEAR, None)
    assert "description" in meaning.offered


def test_two_columns_of_one_name_are_both_kept_apart() -> None:
    head = find_head(sheet([["编号", "检查时间", "存在问题", "检查时间"], [1, "2025-3-1", "路", "2025-3-5"]]))
    assert head is not None
    assert [column.path for column in head.columns] == ["编号", "检查时间", "存在问题", "检查时间#2"]
    assert head.columns[3].meaning.sure is Sure.ASK


def test_a_head_repeated_on_each_page_begins_at_the_first() -> None:
    head = find_head(sheet([WORDS, LINE, WORDS, LINE]))
    assert head is not None
    assert head.top == 0
