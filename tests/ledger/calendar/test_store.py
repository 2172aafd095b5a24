"""Calendar files as entered: versions that never change, and rules that work by them within seconds."""

from datetime import date

import pytest

from ledger.calendar.calendars import Calendars
from ledger.calendar.store import CalendarRefused, enter_calendar, read_calendars
from ledger.groundwork.yaml_lines import DataFileRefused
from ledger.mongo.connection import Store
from ledger.policy.in_force import RulesSource
from tests.ledger.calendars import YEAR_2027
from tests.ledger.factories import START

CLOSED = date(2026, 3, 3)
LOCAL = 'name: taiyuan\nversion: 1\nregion: "140100"\nclosed:\n  - {from: 2026-03-03, reason: 暴雪}\n'
VERSION_2 = LOCAL.replace("version: 1", "version: 2")


def test_without_files_the_calendars_are_the_national_ones(store: Store) -> None:
    assert read_calendars(store) == Calendars()


def test_what_is_entered_is_in_force_and_kept_word_for_word(store: Store) -> None:
    enter_calendar(store, LOCAL, START)
    assert not read_calendars(store).of("140105").is_working(CLOSED)
    kept = store["calendars"].find_one({"_id": "taiyuan@1"})
    assert kept is not None
    assert (kept["text"], kept["entered_at"], len(kept["sha256"])) == (LOCAL, START, 64)


def test_a_new_version_holds_in_the_place_of_the_old_which_stays(store: Store) -> None:
    enter_calendar(store, LOCAL, START)
    before = read_calendars(store)
    enter_calendar(store, VERSION_2.replace("03-03", "03-04"), START)
    after = read_calendars(store)
    assert after.of("140100").is_working(CLOSED)
    assert before.version != after.version
    assert store["calendars"].count_documents({}) == 2


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    first = enter_calendar(store, LOCAL, START)
    before = read_calendars(store)
    assert enter_calendar(store, LOCAL, START) == first
    assert read_calendars(store) is before


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (VERSION_2.replace("暴雪", "大风"), "taiyuan@2 已有,内容不同"),
        (LOCAL, "version 2 is there"),
        (VERSION_2.replace("version: 2", "version: 3").replace("140100", "140200"), "belongs to 140100"),
        (YEAR_2027.replace("national-2027", "other"), "national-2027 publishes 2027 already"),
    ],
)
def test_a_file_that_does_not_go_with_those_entered_is_refused(store: Store, text: str, reason: str) -> None:
    enter_calendar(store, VERSION_2, START)
    enter_calendar(store, YEAR_2027, START)
    before = read_calendars(store)
    with pytest.raises(CalendarRefused, match=reason):
        enter_calendar(store, text, START)
    assert read_calendars(store) is before


def test_a_file_that_is_not_sound_is_not_entered(store: Store) -> None:
    with pytest.raises(DataFileRefused):
        enter_calendar(store, LOCAL.replace("140100", "1401"), START)
    assert store["calendars"].count_documents({}) == 0


def test_rules_read_anew_work_by_the_calendars_entered(store: Store) -> None:
    source = RulesSource()
    assert source.anew().calendars.of("140105").is_working(CLOSED)
    enter_calendar(store, LOCAL, START)
    rules = source.anew()
    assert not rules.calendars.of("140105").is_working(CLOSED)
    assert source.anew().calendars is rules.calendars
