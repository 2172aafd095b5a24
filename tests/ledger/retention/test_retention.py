"""Retention rules as data: faults with their lines, nothing too short, and the ones that ship."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ledger.groundwork.yaml_lines import DataFileRefused
from ledger.retention.retention import Age, parse_retention, shipped_retention, shipped_text
from mobile_schema.topics import DEAD_LETTERS, EVENTS, FOREVER, SITE_VISITS
from tests.checkout import CHECKOUT


def test_what_ships_deletes_nothing_of_an_issue_and_archives_after_two_years() -> None:
    rules = shipped_retention()
    assert rules.issues.archive_after == rules.receipts.archive_after == Age(years=2)
    assert rules.receipts.delete_after is None
    assert rules.deliveries.delete_after == Age(days=180)
    assert rules.dead_letters.delete_after == Age(years=1)
    assert rules.lengthened(EVENTS) == EVENTS.retention_ms


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("version: 1", "version: 0", 2, "$.version"),
        ("version: 1", 'version: "1"', 2, "$.version"),
        ("version: 1", "version: true", 2, "$.version"),
        ("version: 1", "version: 1.0", 2, "$.version"),
        ("archive_after: {years: 2}     # ended", "archive_after: {days: 89}  #", 4, "not shorter than 90 days"),
        ("archive_after: {years: 2}     # ended", "archive_after: soon  #", 4, "$.issues.archive_after"),
        ("archive_after: {years: 2}     # ended", "archive_after: {}  #", 4, "longer than nothing"),
        ("{days: 180}", "{days: 7}", 9, "not shorter than 30 days"),
        ("delete_after: never ", "delete_after: {years: 1} ", 7, "before their issues are archived"),
        ("streams: {}", "streams: {ledger.events.v1: {days: 30}}", 12, "not shorter than 90 天 days"),
        ("streams: {}", "streams: {field.dead-letters.v1: {years: 9}}", 12, "for ever"),
        ("streams: {}", "streams: {nowhere: forever}", 12, "no such topic"),
        ("streams: {}", "stream: {}", 12, "$.stream"),
    ],
)
def test_a_fault_is_told_with_its_line(old: str, new: str, line: int, told: str) -> None:
    assert old in shipped_text()
    with pytest.raises(DataFileRefused) as refused:
        parse_retention(shipped_text().replace(old, new))
    (fault,) = refused.value.faults
    assert fault.line == line
    assert told in str(fault)


def test_bytes_may_be_deleted_once_their_issues_are_archived() -> None:
    late = shipped_text().replace("delete_after: never ", "delete_after: {years: 30} ")
    assert parse_retention(late).receipts.delete_after == Age(years=30)
    with pytest.raises(DataFileRefused, match="before their issues are archived"):
        parse_retention(late.replace("archive_after: {years: 2}     # ended", "archive_after: never  #"))


@pytest.mark.parametrize(
    ("old", "least", "too_little"),
    [
        ("archive_after: {years: 2}     # ended", "archive_after: {days: 90} #", "archive_after: {days: 89} #"),
        ("archive_after: {years: 2}     # the bytes", "archive_after: {days: 90} #", "archive_after: {days: 89} #"),
        ("{days: 180}", "{days: 30}", "{days: 29}"),
        ("delete_after: {years: 1}", "delete_after: {days: 30}", "delete_after: {days: 29}"),
        ("delete_after: never ", "delete_after: {days: 732} ", "delete_after: {days: 731} "),
        ("streams: {}", "streams: {ledger.events.v1: {days: 90}}", "streams: {ledger.events.v1: {days: 89}}"),
        ("version: 1", "version: 1000000", "version: 1000001"),
    ],
)
def test_a_length_is_taken_to_its_very_limit(old: str, least: str, too_little: str) -> None:
    assert old in shipped_text()
    parse_retention(shipped_text().replace(old, least))
    with pytest.raises(DataFileRefused):
        parse_retention(shipped_text().replace(old, too_little))


@pytest.mark.parametrize(("unit", "most"), [("years", 100), ("months", 1200), ("days", 36_600)])
def test_an_age_has_whole_numbers_from_nothing_to_a_century(unit: str, most: int) -> None:
    assert getattr(Age.model_validate({"days": 1, unit: most}), unit) == most
    assert Age.model_validate({"years": 1, "months": 1, "days": 1} | {unit: 0}).model_dump()[unit] == 0
    for wrong in (most + 1, -1, "1", True):
        with pytest.raises(ValidationError):
            Age.model_validate({"days": 1, unit: wrong})


@pytest.mark.parametrize(
    ("age", "shortest", "longest"),
    [
        (Age(years=1), 365, 366),
        (Age(months=1), 28, 31),
        (Age(days=1), 1, 1),
        (Age(years=2, months=3, days=4), 818, 829),
    ],
)
def test_an_age_is_as_short_and_as_long_as_the_calendar_makes_it(age: Age, shortest: int, longest: int) -> None:
    assert (age.shortest, age.longest) == (timedelta(days=shortest), timedelta(days=longest))


def test_a_stream_is_lengthened_and_the_others_stay_as_stated() -> None:
    streams = "streams: {ledger.events.v1: forever, field.site-visits.v1: {months: 6}}"
    rules = parse_retention(shipped_text().replace("streams: {}", streams))
    assert rules.lengthened(EVENTS) == FOREVER
    assert rules.lengthened(SITE_VISITS) >= timedelta(days=184) / timedelta(milliseconds=1)
    assert rules.lengthened(DEAD_LETTERS) == DEAD_LETTERS.retention_ms


@given(
    now=st.datetimes(datetime(2020, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),
    age=st.builds(Age, years=st.integers(0, 100), months=st.integers(0, 1200), days=st.integers(1, 36_600)),
)
def test_an_age_lies_between_its_shortest_and_its_longest(now: datetime, age: Age) -> None:
    assert age.shortest <= now - age.before(now) <= age.longest


def test_a_day_that_its_month_does_not_have_is_the_last() -> None:
    assert Age(years=1).before(datetime(2028, 2, 29, 5, tzinfo=UTC)) == datetime(2027, 2, 28, 5, tzinfo=UTC)
    assert Age(months=1).before(datetime(2026, 3, 31, tzinfo=UTC)) == datetime(2026, 2, 28, tzinfo=UTC)
    assert Age(months=3, days=1).before(datetime(2026, 1, 1, tzinfo=UTC)) == datetime(2025, 9, 30, tzinfo=UTC)


def test_the_guide_shows_the_rules_that_ship() -> None:
    guide = (CHECKOUT / "docs" / "retention.md").read_text(encoding="utf-8")
    assert shipped_text().partition("\n")[2] in guide
