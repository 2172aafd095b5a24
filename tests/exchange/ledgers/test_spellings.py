"""What nobody knows is asked once, with how often it stands; what one answer settles for all is asked once of all."""

import pytest

from exchange.ledgers.checking import NothingKnown, check
from exchange.ledgers.naming import Named, Registry
from exchange.ledgers.spellings import questions_of, spellings_of
from exchange.ledgers.values.words import listed
from exchange.workbooks.cells import Book
from tests.exchange.ledgers.ledgers import HEAD, LINES, checked, mapping
from tests.exchange.workbooks.books import sheet


def test_a_spelling_is_asked_once_with_its_count_and_its_first_cell() -> None:
    odd = [[*line[:6], "差不多了"] for line in LINES]
    (asked,) = spellings_of(checked(*odd).rows)
    assert (asked.field, asked.text, asked.count, asked.first) == ("status", "差不多了", 2, "台账!G2")


def test_what_the_registry_does_not_have_is_asked_by_its_field() -> None:
    known = Registry(projects=[Named("2020-140105-30-03-990001", ("一号公路",), "140105")], regions=[], units=[])
    asked = {(one.field, one.text) for one in spellings_of(checked(*LINES, known=known).rows)}
    assert asked == {("project", "二号公路"), ("lead_unit", "住建局"), ("lead_unit", "自然资源局")}


def test_a_word_for_a_day_is_asked_and_a_missing_year_once_for_the_whole_file() -> None:
    rows = checked([1, "2025-03-01", "甲", "路", "立即", "", ""], [2, "3月5日", "乙", "桥", "", "", ""]).rows
    assert [(one.field, one.text) for one in spellings_of(rows)] == [("due_on", "立即")]
    assert questions_of(rows) == {"year": 0, "order": 0, "hidden": 0, "unnamed": 0, "undated": 1}


def test_a_year_that_the_day_found_tells_is_asked_apart_from_one_that_nothing_tells() -> None:
    lines = [[1, "2025-03-01", "甲", "路", "3月20日", "", ""], [2, "3月6日", "乙", "桥", "3月20日", "", ""]]
    assert questions_of(checked(*lines).rows) == {"year": 1, "order": 0, "hidden": 0, "unnamed": 0, "undated": 1}
    found = checked(*lines, dates={"year": 2026}).rows
    assert [row.verdict for row in found] == ["new", "new"]
    days = [[str(row.record.fields[name].value) for name in ("found_on", "due_on")] for row in found]
    assert days == [["2025-03-01", "2025-03-20"], ["2026-03-06", "2026-03-20"]]


def test_a_day_that_the_year_said_does_not_have_is_none() -> None:
    (row,) = checked([1, "2月29日", "甲", "路", "", "", ""], dates={"year": 2026}).rows
    assert row.faults[0].slug == "day-impossible"


def test_the_years_that_a_file_names_of_itself_are_told_those_above_its_head_first() -> None:
    title = [["问题台账(截止2026年3月31日)"], HEAD, *LINES]
    book = Book("2025年汇总 20251231001.xlsx", "xlsx", (sheet(title),))
    assert check(book, mapping(), NothingKnown()).years == (2026, 2025)


def test_a_day_that_there_is_not_is_no_spelling() -> None:
    assert spellings_of(checked([1, "2025-02-30", "甲", "路", "", "", ""]).rows) == []


def test_a_text_that_is_no_word_is_not_asked() -> None:
    long = "很" * 300
    assert spellings_of(checked([1, "2025-03-01", "甲", "路", "", "", long]).rows) == []


@pytest.mark.parametrize(
    ("written", "near"), [("较大", "major"), ("二级", "major"), ("紧急", "major"), ("中", "ordinary")]
)
def test_a_grade_that_is_none_of_ours_is_asked_with_what_is_near(written: str, near: str) -> None:
    head = ["序号", "检查时间", "项目名称", "存在问题", "隐患等级"]
    lines = [[1, "2025-03-01", "甲", "路", written], [2, "2025-03-01", "乙", "桥", written]]
    book = Book("台账.xlsx", "xlsx", (sheet([head, *lines]),))
    (asked,) = spellings_of(check(book, mapping(), NothingKnown()).rows)
    assert (asked.field, asked.text, asked.count, asked.offered) == ("severity", written, 2, near)


@pytest.mark.parametrize(("written", "meant"), [("重大", "major"), ("特别重大", "major"), ("一般", "ordinary")])
def test_a_grade_that_is_one_of_ours_is_read(written: str, meant: str) -> None:
    assert listed("severity", written, {}) == meant
