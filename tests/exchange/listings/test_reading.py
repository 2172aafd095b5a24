"""A list of projects, units or people is read from wherever its head stands, one entry a row."""

from typing import Any

import pytest

from exchange.listings.reading import listing_of
from exchange.workbooks.cells import Book
from exchange.workbooks.refused import FileRefused
from tests.exchange.workbooks.books import sheet

PROJECTS: list[list[Any]] = [
    ["某市重点工程名单", "", "", "", ""],
    ["", "", "", "", "单位:亿元"],
    ["序号", "项目名称", "项目代码", "建设地点", "总投资"],
    ["一", "续建(1个)", "", "", 3],
    [1, "新路", "2026-140107-48-01-000002", "杏花岭区、迎泽区", 3],
    ["合计", "", "", "", 3],
    ["填报人:甲某", "", "", "", ""],
]


def _book(*sheets: Any) -> Book:
    return Book("名单.xlsx", "xlsx", sheets)


def test_a_list_is_read_under_its_title_without_its_sums_and_signatures() -> None:
    listing = listing_of(_book(sheet(PROJECTS)), "projects")
    (entry,) = listing.entries
    assert (entry.row, dict(entry.said)) == (
        5,
        {"name_zh": "新路", "code": "2026-140107-48-01-000002", "regions": "杏花岭区、迎泽区"},
    )


def test_people_without_numbers_are_all_read() -> None:
    rows = [["姓名", "单位", "职务", "手机"], ["甲某", "住建局", "局长", "13800000000"], ["乙某", "住建局", "", ""]]
    listing = listing_of(_book(sheet([["说明"]], name="说明"), sheet(rows)), "persons")
    assert [entry.said["name"] for entry in listing.entries] == ["甲某", "乙某"]
    assert listing.unread == ("说明",)


def test_where_no_head_has_a_name_the_file_is_refused_with_the_words_that_are_known() -> None:
    with pytest.raises(FileRefused, match="单位名称"):
        listing_of(_book(sheet([["a", "b"], ["c", "d"]])), "units")
