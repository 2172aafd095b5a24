"""Money becomes whole 分 exactly, a month is read wherever it stands, and what is neither is told."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from exchange.figures.money import NoMoney, fen_of, unit_in
from exchange.figures.months import last_day_in, month_in, month_of_cell, month_of_heads


@pytest.mark.parametrize(
    ("cell", "unit", "fen"),
    [
        (3.64, "亿元", 36_400_000_000),
        (0.1 + 0.2, "亿元", 3_000_000_000),
        ("36,400", "万元", 36_400_000_000),
        ("3.64亿元", "万元", 36_400_000_000),
        ("3.64 亿", None, 36_400_000_000),
        ("３．６４", "亿元", 36_400_000_000),
        ("(1.5)", "万元", -1_500_000),
        (-2, "元", -200),
        ("—", "亿元", None),
        (None, "亿元", None),
        ("", None, None),
        (0.005, "元", 1),
    ],
)
def test_an_amount_is_read_as_it_is_meant(cell: str | float | None, unit: str | None, fen: int | None) -> None:
    assert fen_of(cell, unit) == fen


@pytest.mark.parametrize(
    ("cell", "unit", "slug"),
    [(3.64, None, "money-unit"), (1e30, "元", "too-much"), ("约三亿", "亿元", "no-number"), (True, "元", "no-number")],
)
def test_what_is_no_amount_is_told(cell: str | float, unit: str | None, slug: str) -> None:
    with pytest.raises(NoMoney) as refused:
        fen_of(cell, unit)
    assert refused.value.slug == slug


@given(some.integers(0, 10**9))
def test_a_fraction_of_the_large_unit_is_the_whole_of_the_small_one(amount: int) -> None:
    assert fen_of(float(Decimal(amount) / 10_000), "亿元") == fen_of(amount, "万元")


@pytest.mark.parametrize(("words", "unit"), [("单位:亿元", "亿元"), ("总投资(万元)", "万元"), ("总投资", None)])
def test_the_unit_stands_in_a_head_or_over_it(words: str, unit: str | None) -> None:
    assert unit_in(words) == unit


@pytest.mark.parametrize(
    "title",
    [
        "2019年1-8月省级重点工程进展情况表",
        "省级重点工程项目2019年8月份月报",
        "截至2019年8月底省级重点工程进展",
        "截至2019年8月31日",
        "2019年1—8月",
        "重点工程(2019.8)",
        "2019-08",
        "2019年1月至8月完成情况",
    ],
)
def test_the_month_stands_in_a_title(title: str) -> None:
    assert month_in(["填报日期:2019年9月5日", title]) == "2019-08"


def test_seasons_and_halves_are_their_last_month() -> None:
    assert [month_in([text]) for text in ("2019年一季度", "2019年上半年", "2019年前三季度", "2019年全年")] == [
        "2019-03",
        "2019-06",
        "2019-09",
        "2019-12",
    ]
    assert month_in(["省级重点工程", "填表日期:2019年9月5日"]) is None


def test_heads_tell_the_month_where_a_title_tells_the_year() -> None:
    assert month_of_heads(["1-8月累计完成投资"], ["2019年省级重点工程"]) == "2019-08"
    assert month_of_heads(["2019年计划投资", "1-8月完成投资"], []) == "2019-08"
    assert month_of_heads(["1-8月完成投资"], []) is None


def test_a_cell_may_name_the_month() -> None:
    told = (201908, "2019年8月", date(2019, 8, 31), "2019/8", "8月")
    assert [month_of_cell(cell, 2019) for cell in told] == ["2019-08"] * 5
    assert month_of_cell("近期") is None


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2019年6月", date(2019, 6, 30)),
        ("2019.6", date(2019, 6, 30)),
        (2019.6, date(2019, 6, 30)),
        ("6月", date(2019, 6, 30)),
        ("6月底前", date(2019, 6, 30)),
        ("2019年6月15日", date(2019, 6, 15)),
        ("2019/6/15", date(2019, 6, 15)),
        ("二季度", date(2019, 6, 30)),
        ("2020年2月", date(2020, 2, 29)),
        ("2019年", date(2019, 12, 31)),
        (date(2019, 6, 15), date(2019, 6, 15)),
        (2019.1, None),
        ("尽快", None),
    ],
)
def test_a_day_may_be_a_month_or_a_season(cell: str | float | date, day: date | None) -> None:
    assert last_day_in(cell, 2019) == day
