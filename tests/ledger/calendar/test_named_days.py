"""A day is called what the calendar of its region makes of it, with the name of its holiday or the reason of a file."""

from datetime import date

from ledger.calendar.calendars import Calendars
from ledger.calendar.files import parse_calendar
from ledger.calendar.named_days import DayKind, NamedDay, named_days
from tests.ledger.calendars import YEAR_2027, calendars, days, local

COUNTY = "140105"


def told(of: Calendars, day: date, region: str = COUNTY) -> NamedDay:
    (found,) = named_days(of, region, day, day)
    return found


def test_a_week_with_a_holiday_and_what_is_made_up_for_it() -> None:
    found = {each.day: each for each in named_days(calendars(), COUNTY, date(2026, 2, 13), date(2026, 2, 17))}
    assert [each.kind for each in found.values()] == [
        DayKind.WORKING,
        DayKind.MADE_UP,
        DayKind.HOLIDAY,
        DayKind.HOLIDAY,
        DayKind.HOLIDAY,
    ]
    assert [each.working for each in found.values()] == [True, True, False, False, False]
    made_up, spring = found[date(2026, 2, 14)], found[date(2026, 2, 17)]
    assert (spring.name_zh, spring.name_en) == (made_up.name_zh, made_up.name_en) == ("春节", "Spring Festival")
    assert found[date(2026, 2, 13)].name_zh is None
    assert {each.ordered_by for each in found.values()} == {None}


def test_every_day_is_there_once_with_both_ends() -> None:
    first, last = date(2026, 2, 27), date(2026, 3, 2)
    found = list(named_days(calendars(), COUNTY, first, last))
    assert [each.day for each in found] == days(first, last)
    assert [each.kind for each in found][1:3] == [DayKind.MADE_UP, DayKind.WEEKEND]


def test_a_place_closes_for_a_reason_of_its_own_and_the_lowest_has_the_last_word() -> None:
    day = date(2026, 4, 14)
    of = calendars(local("140100", closed=[day]), local(COUNTY, working=[day]))
    assert (told(of, day, "140100").kind, told(of, day, "140100").name_zh) == (DayKind.HOLIDAY, "大风")
    assert (told(of, day).kind, told(of, day).name_zh) == (DayKind.MADE_UP, "补班")
    assert told(of, day, "140213").kind is DayKind.WORKING
    assert (told(of, day, "140100").ordered_by, told(of, day).ordered_by) == ("140100", COUNTY)


def test_what_no_notice_has_settled_is_provisional() -> None:
    day = date(2027, 2, 5)
    assert (told(calendars(), day).provisional, told(calendars(), day).working) == (True, True)
    published = told(calendars(parse_calendar(YEAR_2027)), day)
    assert (published.provisional, published.kind, published.name_zh) == (False, DayKind.HOLIDAY, None)
