"""A date is read as people and spreadsheets write it, and names a moment that there was."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.cells.moments import moment_of, read_moment
from exchange.tables.mapping import Dates
from exchange.tables.row import Row, RowRefused

DATES = Dates(formats=("%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y年%m月%d日%H时%M分"), time_zone="Asia/Shanghai")
ANGELES = Dates(formats=("%m/%d/%Y %I:%M %p", "%Y-%m-%d %H:%M"), time_zone="America/Los_Angeles")


def read(text: str, dates: Dates = DATES) -> str | None:
    moment = read_moment(text, dates)
    return None if moment is None else f"{moment:%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026/3/2 9:05", "2026-03-02 09:05:00"),
        ("2026/3/2 上午 9:05", "2026-03-02 09:05:00"),
        ("2026/3/2 下午 3:05", "2026-03-02 15:05:00"),
        ("2026/3/2 下午3:05", "2026-03-02 15:05:00"),
        ("2026/3/2下午3:05", "2026-03-02 15:05:00"),
        ("下午 2026/3/2 3:05", "2026-03-02 15:05:00"),
        ("2026年3月2日下午3时05分", "2026-03-02 15:05:00"),
        ("2026-03-02 下午 03:05:09", "2026-03-02 15:05:09"),
        ("2026/3/2 3:05 PM", "2026-03-02 15:05:00"),
        ("2026/3/2 3:05PM", "2026-03-02 15:05:00"),
        ("2026/3/2 上午 12:30", "2026-03-02 00:30:00"),
        ("2026/3/2 下午 12:30", "2026-03-02 12:30:00"),
        ("2026/3/2 下午 15:05", "2026-03-02 15:05:00"),
        ("2026/3/2 中午 12:30", "2026-03-02 12:30:00"),
        ("2026/3/2 中午 1:30", "2026-03-02 13:30:00"),
        ("2026/3/2 晚上 9:30", "2026-03-02 21:30:00"),
        ("2026/3/2 凌晨 3:30", "2026-03-02 03:30:00"),
        ("２０２６/３/２　９：０５", "2026-03-02 09:05:00"),
        ("46083", "2026-03-02 00:00:00"),
        ("46083.375", "2026-03-02 09:00:00"),
        ("46083,375", "2026-03-02 09:00:00"),
        ("46083.3756944444", "2026-03-02 09:01:00"),
        ("46083.99999", "2026-03-02 23:59:59"),
    ],
)
def test_a_moment_is_read_however_it_is_written(text: str, expected: str) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    ["2026/3/2 上午 15:05", "2026/3/2 晚上 12:00", "2026/3/2 25:00", "2026/3/2 24:00", "1234", "460833", "46083.", ""],
)
def test_what_is_no_moment_or_two_is_none(text: str) -> None:
    assert read(text) is None


def test_a_half_of_the_day_that_the_format_has_is_read_too() -> None:
    assert read("01/02/2020 12:30 AM", ANGELES) == "2020-01-02 00:30:00"
    assert read("01/02/2020 12:30 PM", ANGELES) == "2020-01-02 12:30:00"
    assert read("01/02/2020 3:30 下午", ANGELES) == "2020-01-02 15:30:00"


@given(st.datetimes(datetime(1930, 1, 1), datetime(2099, 1, 1)))
def test_a_serial_date_with_ten_decimals_is_the_second_it_was(at: datetime) -> None:
    second = at.replace(microsecond=0)
    serial = (second - datetime(1899, 12, 30)).total_seconds() / 86_400
    assert read_moment(f"{serial:.10f}", DATES) == second


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2020-03-08 02:30", ANGELES),
        # China had summer time from 1986 to 1991
        ("1986-05-04 02:30:00", DATES),
    ],
)
def test_an_hour_that_does_not_exist_is_named_in_both_languages(text: str, dates: Dates) -> None:
    with pytest.raises(RowRefused) as refused:
        moment_of(Row(2, {"done": text}), "done", dates)
    assert f"done: '{text}' 这一时刻不存在" in str(refused.value)
    assert f"done: '{text}' does not exist" in str(refused.value)


def test_an_hour_that_there_was_twice_is_the_first() -> None:
    moment = moment_of(Row(2, {"done": "2020-11-01 01:30"}), "done", ANGELES)
    assert moment is not None
    assert moment.astimezone(UTC) == datetime(2020, 11, 1, 8, 30, tzinfo=UTC)


@given(st.text(max_size=30))
def test_no_text_is_too_odd_to_be_answered(text: str) -> None:
    read_moment(text, DATES)


@pytest.mark.parametrize("text", ["0001-01-01 00:00:00", "0001-01-02 00:00:00", "1899-12-31 00:00:00"])
def test_a_year_that_no_visit_can_be_of_is_named_as_that(text: str) -> None:
    """At the ends of the calendar, and before China's clocks stood whole minutes from UTC."""
    with pytest.raises(RowRefused, match=r"年份过早或过晚.* / done: .* lies in a year that no visit can be of"):
        moment_of(Row(2, {"done": text}), "done", DATES)


@pytest.mark.parametrize("text", ["²2026", "4608③", "46083.²", "2026/3/² 9:05", "₄6083"])
def test_a_footnote_is_no_digit(text: str) -> None:
    assert read(text) is None


ISO_DATES = Dates(formats=("iso",), time_zone="Asia/Shanghai")


@pytest.mark.parametrize("text", ["2026-03-02", "2026-03-02 09:05", "2026-03-02T09:05:00", "20260302", "20260302T0905"])
def test_iso_is_a_day_or_a_day_and_a_time(text: str) -> None:
    assert str(read(text, ISO_DATES)).startswith("2026-03-02")


@given(st.integers(10**8, 10**20).map(str))
def test_a_long_number_is_no_iso_moment(text: str) -> None:
    assert read(text, ISO_DATES) is None


@pytest.mark.parametrize("text", ["2026-W01-1", "2026W011", "2026-03-02x09:05", "202603020090500", "2026-03-0209:05"])
def test_neither_weeks_nor_any_sign_between_day_and_time_are_iso_here(text: str) -> None:
    assert read(text, ISO_DATES) is None
