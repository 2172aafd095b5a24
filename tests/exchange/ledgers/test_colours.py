"""A fill is called by the name that people have for it."""

import pytest

from exchange.ledgers.checking import NothingKnown, check
from exchange.ledgers.values.colours import colour_named
from exchange.workbooks.cells import Book
from tests.exchange.ledgers.ledgers import mapping
from tests.exchange.workbooks.books import sheet


@pytest.mark.parametrize(
    ("fill", "name"),
    [
        ("FF0000", "red"),
        ("C00000", "red"),
        ("FFC7CE", "red"),
        ("FFC000", "orange"),
        ("ED7D31", "orange"),
        ("FFFF00", "yellow"),
        ("FFEB9C", "yellow"),
        ("FFF2CC", "yellow"),
        ("92D050", "green"),
        ("00B050", "green"),
        ("C6EFCE", "green"),
        ("0070C0", "blue"),
        ("00B0F0", "blue"),
        ("7030A0", "purple"),
        ("A5A5A5", "grey"),
        ("theme4", "blue"),
        ("FFFFFF", None),
        ("000000", None),
        ("theme3", None),
        ("xyz", None),
    ],
)
def test_a_fill_has_the_name_that_people_give_it(fill: str, name: str | None) -> None:
    assert colour_named(fill) == name


def test_a_state_that_a_colour_tells_is_told_at_the_day_that_denies_it() -> None:
    rows = [["项目名称", "存在问题", "发现时间", "完成日期"], ["一号公路", "便道未通", "2025-03-01", "2025-03-09"]]
    of = Book("台账.xlsx", "xlsx", (sheet(rows, fills={(1, 0): "FF0000"}),))
    (row,) = check(of, mapping(colour={"column": "status", "red": "open"}), NothingKnown()).rows
    assert [(fault.slug, fault.cell) for fault in row.faults] == [("open-with-day", "D2")]
