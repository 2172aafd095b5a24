"""A day is read in the forms that offices write; what could be two things is asked, and nothing is guessed."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.ledgers.values.dates import EMPTY, Day, read_day
from exchange.workbooks.cells import Value

FOUND = date(2025, 3, 20)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025.3.5", date(2025, 3, 5)),
        ("2025-03-05", date(2025, 3, 5)),
        ("2025/3/5 14:20", date(2025, 3, 5)),
        ("2025年3月5日", date(2025, 3, 5)),
        ("2025年3月5日前", date(2025, 3, 5)),
        ("25年3月5日", date(2025, 3, 5)),
        ("20250717", date(2025, 7, 17)),
        (20250717, date(2025, 7, 17)),
        (datetime(2025, 3, 5, 23, 59), date(2025, 3, 5)),
        (date(2024, 2, 29), date(2024, 2, 29)),
        ("2025年底", date(2025, 12, 31)),
        ("2025年6月底前", date(2025, 6, 30)),
        ("2024年2月底", date(2024, 2, 29)),
        ("31/12/2025", date(2025, 12, 31)),
    ],
)
def test_what_can_be_one_day_only_is_read(written: Value, day: date) -> None:
    assert read_day(written, FOUND) == Day(day)


@pytest.mark.parametrize(
    ("written", "doubt", "likeliest"),
    [
        ("4月5日", "year", date(2025, 4, 5)),
        ("3月5日", "year", date(2026, 3, 5)),
        ("4.5", "year", date(2025, 4, 5)),
        (7.1, "year", date(2025, 7, 1)),
        ("6月底前", "year", date(2025, 6, 30)),
        ("年底", "year", date(2025, 12, 31)),
        ("2025.6", "month", date(2025, 6, 30)),
        ("2025年6月中旬", "month", date(2025, 6, 20)),
        ("3/4/2025", "order", date(2025, 3, 4)),
        ("12/31/25", "order", date(2025, 12, 31)),
        ("立即", "at-once", FOUND),
        ("长期坚持", "always", None),
        (45_000, "serial", date(2023, 3, 15)),
        ("2025.3.1-2025.4.1", "span", date(2025, 4, 1)),
        ("2025年3月5日至2025年4月10日", "span", date(2025, 4, 10)),
        (time(6, 42), "time", None),
        ("2025.2.30", "impossible", None),
        ("2025.13.1", "impossible", None),
        ("2月30日", "impossible", None),
        ("尽快", "unread", None),
        (True, "unread", None),
    ],
)
def test_what_is_doubtful_says_why_and_offers_the_likeliest(written: Value, doubt: str, likeliest: date | None) -> None:
    found = read_day(written, FOUND)
    assert (found.doubt, found.day) == (doubt, likeliest)
    assert not found.is_certain


@pytest.mark.parametrize("written", [None, "", "  ", "-", "/", "无", "NULL", "待定"])
def test_nothing_is_no_day_and_no_doubt(written: Value) -> None:
    assert read_day(written) == EMPTY


def test_without_when_it_was_found_a_missing_year_has_no_likeliest_day() -> None:
    assert read_day("3月5日") == Day(None, "year")


@given(DAYS, st.sampled_from(["{y}-{m}-{d}", "{y}.{m}.{d}", "{y}/{m:02}/{d:02}", "{y}年{m}月{d}日", "{y}{m:02}{d:02}"]))
def test_every_day_with_its_year_is_read_back_whole(day: date, form: str) -> None:
    assert read_day(form.format(y=day.year, m=day.month, d=day.day)) == Day(day)


@given(DAYS, st.booleans())
def test_day_and_month_are_never_swapped_in_silence(day: date, day_first: bool) -> None:
    first, second = (day.day, day.month) if day_first else (day.month, day.day)
    found = read_day(f"{first}/{second}/{day.year}")
    assert day in (found.day, found.also)
    assert found.is_certain == (day.day > 12 or day.day == day.month)


@given(st.text(max_size=30), st.none() | DAYS)
def test_no_text_breaks_the_reader(text: str, found_on: date | None) -> None:
    found = read_day(text, found_on)
    assert found.day is None or isinstance(found.day, date)
