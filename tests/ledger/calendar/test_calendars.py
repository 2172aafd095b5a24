"""Working days: weekends, the country's holidays and 调休, a region's own days, and years nobody has published."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.calendar.calendars import Calendars
from ledger.calendar.files import parse_calendar
from tests.ledger.calendars import YEAR_2027, calendars, days, local

PROVINCE, CITY, COUNTY, NEIGHBOUR = "140000", "140100", "140105", "140106"
TUESDAY, SATURDAY = date(2026, 3, 3), date(2026, 3, 7)
NATIONAL = Calendars().national

any_day = st.dates(date(2004, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize("day", [date(2024, 2, 4), date(2024, 2, 18), date(2024, 9, 29), date(2025, 10, 11)])
def test_a_weekend_day_made_up_for_a_holiday_is_worked(day: date) -> None:
    assert day.weekday() >= 5
    assert NATIONAL.is_working(day)


@pytest.mark.parametrize("day", [*days(date(2025, 10, 1), date(2025, 10, 8)), date(2018, 12, 31), date(2024, 2, 12)])
def test_a_national_holiday_is_not_worked(day: date) -> None:
    assert not NATIONAL.is_working(day)


def test_other_days_are_worked_from_monday_to_friday() -> None:
    assert [NATIONAL.is_working(day) for day in days(date(2026, 3, 2), date(2026, 3, 8))] == [True] * 5 + [False] * 2


def test_a_year_nobody_has_published_works_its_weekdays_and_is_not_known() -> None:
    national_day = date(2031, 10, 1)
    assert not NATIONAL.is_known(national_day)
    assert NATIONAL.is_working(national_day)
    assert NATIONAL.is_known(date(2026, 12, 31))


def test_a_file_publishes_a_year() -> None:
    published = calendars(parse_calendar(YEAR_2027)).of(COUNTY)
    assert published.is_known(date(2027, 7, 1))
    assert not published.is_working(date(2027, 10, 4))
    assert published.is_working(date(2027, 10, 9))
    assert not published.is_known(date(2028, 1, 1))


def test_a_published_year_stands_in_the_place_of_what_was_known_of_it() -> None:
    text = YEAR_2027.replace("2027", "2026").replace("2026-10-09", "2026-10-17").replace("2026-01-30", "2026-01-31")
    corrected = calendars(parse_calendar(text)).national
    assert corrected.is_working(date(2026, 10, 17))
    assert corrected.is_working(date(2026, 10, 5))
    assert not corrected.is_working(date(2026, 10, 10))
    assert corrected.is_working(date(2024, 2, 4))
    assert not corrected.is_working(date(2025, 10, 1))


def test_an_earlier_year_published_again_leaves_the_later_ones_as_they_are() -> None:
    corrected = calendars(parse_calendar(YEAR_2027.replace("2027", "2021"))).national
    assert not corrected.is_working(date(2025, 10, 1))
    assert corrected.is_working(date(2025, 10, 11))


@pytest.mark.parametrize(("day", "settled"), [(25, True), (26, False), (27, False), (31, False)])
def test_from_26_december_on_a_day_waits_for_the_notice_of_the_next_year(day: int, settled: bool) -> None:
    assert NATIONAL.is_settled(date(2026, 12, day)) is settled
    assert NATIONAL.is_settled(date(2025, 12, day))
    assert not NATIONAL.is_settled(date(2027, 12, day))


def test_the_notice_of_a_year_reaches_into_the_december_before_whichever_file_it_is_in() -> None:
    after = (
        YEAR_2027.replace("2027", "2028").replace("2028-01-30, ", "2027-12-26, ").replace("2028-10-09", "2028-10-14")
    )
    after = after.replace("closed: [", "closed: [2027-12-31, ").replace("national-2028", "a-2028")
    national = calendars(parse_calendar(YEAR_2027), parse_calendar(after)).national
    assert not national.is_working(date(2027, 12, 31))
    assert national.is_working(date(2027, 12, 26))


def test_a_regions_own_days_hold_in_it_and_below_it_only() -> None:
    county, city = local(COUNTY, closed=[TUESDAY]), local(CITY, closed=[date(2026, 3, 4)], working=[SATURDAY])
    both = calendars(county, city)
    assert not both.of(COUNTY).is_working(TUESDAY)
    assert not both.of(COUNTY).is_working(date(2026, 3, 4))
    assert both.of(NEIGHBOUR).is_working(TUESDAY)
    assert both.of(NEIGHBOUR).is_working(SATURDAY)
    assert both.of(CITY).is_working(TUESDAY)
    assert both.of(PROVINCE) == NATIONAL


def test_what_the_lower_region_orders_goes_before_what_the_higher_one_does() -> None:
    both = calendars(local(COUNTY, working=[TUESDAY]), local(PROVINCE, closed=[TUESDAY], working=[SATURDAY]))
    assert both.of(COUNTY).is_working(TUESDAY)
    assert not both.of(NEIGHBOUR).is_working(TUESDAY)
    again = calendars(local(COUNTY, closed=[SATURDAY]), local(PROVINCE, working=[SATURDAY]))
    assert not again.of(COUNTY).is_working(SATURDAY)
    assert again.of(NEIGHBOUR).is_working(SATURDAY)


def test_a_region_may_work_on_a_national_holiday() -> None:
    assert calendars(local(COUNTY, working=[date(2025, 10, 8)])).of(COUNTY).is_working(date(2025, 10, 8))


def test_the_newest_version_of_a_file_replaces_the_others_whatever_their_order() -> None:
    older, newer = local(COUNTY, closed=[TUESDAY]), local(COUNTY, closed=[date(2026, 3, 4)], version=2)
    for both in (calendars(older, newer), calendars(newer, older)):
        assert both.of(COUNTY).is_working(TUESDAY)
        assert not both.of(COUNTY).is_working(date(2026, 3, 4))


def test_the_version_changes_with_what_is_in_force_and_only_with_that() -> None:
    older, newer = local(COUNTY, closed=[TUESDAY]), local(COUNTY, closed=[date(2026, 3, 4)], version=2)
    year = parse_calendar(YEAR_2027)
    versions = [one.version for one in (calendars(), calendars(older), calendars(newer), calendars(older, year))]
    assert len(set(versions)) == 4
    assert calendars(older, newer).version == calendars(newer).version
    assert calendars(older, year).version == calendars(year, older).version
    assert Calendars().version == calendars().version
    assert re.fullmatch("[0-9a-f]{12}", calendars().version)


def test_a_malformed_region_is_refused() -> None:
    with pytest.raises(ValueError, match="not a region code"):
        Calendars().of("14")


@given(any_day, st.sets(any_day, max_size=5), st.sets(any_day, max_size=5))
def test_only_the_days_named_differ(day: date, closed: set[date], working: set[date]) -> None:
    changed = NATIONAL.with_days(closed - working, working)
    expected = True if day in working else False if day in closed else NATIONAL.is_working(day)
    assert changed.is_working(day) is expected
