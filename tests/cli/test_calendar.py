"""`xiaohao calendar`: a clerk's file is checked line by line, entered for good, and seen in the year's days."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from ledger.issue.words.timing import MovePolicy
from ledger.mongo.connection import Store, connect
from ledger.mongo.positions import stored_offsets
from ledger.mongo.shared_clock import SharedClock
from ledger.policy.in_force import RulesSource
from ledger.store.listing import load_issue
from mobile_schema.topics import SITE_VISITS
from streams.worker.recomputing import Recomputer
from tests.cli.conftest import Run
from tests.ledger.calendars import YEAR_2027
from tests.ledger.factories import PROJECT, PROVINCE, SHANGHAI
from tests.ledger.parts import Ledger

ELSEWHERE = "2020-140213-39-03-990003"
LOCAL = 'name: taiyuan\nversion: 1\nregion: "140100"\nclosed:\n  - {from: 2026-03-03, reason: 暴雪}\n'


def written(folder: Path, text: str) -> str:
    file = folder / "calendar.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_a_sound_file_passes_the_check_without_any_stack(run: Run, tmp_path: Path) -> None:
    told = run("calendar", "check", written(tmp_path, LOCAL))
    assert told.exit_code == 0
    assert "no fault: taiyuan@1 (140100)" in told.stdout


def test_every_fault_is_told_with_its_line(run: Run, tmp_path: Path) -> None:
    text = LOCAL.replace("version: 1", "version: 0").replace("2026-03-03", "2026-02-30")
    told = run("calendar", "check", written(tmp_path, text))
    assert told.exit_code == 1
    first, second = told.stderr.splitlines()
    assert "line 2: $.version: " in first
    assert "line 5: $.closed[0].from: " in second


def test_a_file_that_is_not_there_is_one_line(run: Run, tmp_path: Path) -> None:
    told = run("calendar", "check", str(tmp_path / "nowhere.yaml"))
    assert (told.exit_code, len(told.stderr.splitlines())) == (1, 1)


def test_a_local_closing_day_is_imported_and_shown_in_its_region_only(store: Store, run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, LOCAL)
    for _ in range(2):
        told = run("calendar", "import", file).stdout
        assert "imported: taiyuan@1" in told
        assert "0 running clock(s) on 0 issue(s) will be set anew within a minute" in told
    there = run("calendar", "show", "--region", "140105", "--year", "2026").stdout
    elsewhere = run("calendar", "show", "--region", "140200", "--year", "2026").stdout
    assert "休 2026-03-03 – 2026-03-03  暴雪  (taiyuan@1)" in there
    assert " 2    3休  4  " in there
    assert "暴雪" not in elsewhere
    assert " 2    3    4  " in elsewhere


def test_a_year_shows_its_holidays_and_made_up_days(store: Store, run: Run) -> None:
    told = run("calendar", "show", "--region", "140105", "--year", "2025").stdout
    assert "已公布 published" in told
    october = told[told.index("2025-10") :]
    assert " 6休  7休  8休  9   10   11班 12·" in october


def test_a_year_is_provisional_until_its_notice_is_imported(store: Store, run: Run, tmp_path: Path) -> None:
    show = ("calendar", "show", "--region", "140105", "--year", "2027")
    assert "未公布" in run(*show).stdout
    assert run("calendar", "import", written(tmp_path, YEAR_2027)).exit_code == 0
    told = run(*show).stdout
    assert "已公布" in told
    assert "30班" in told


def test_what_cannot_be_entered_is_one_clear_line(store: Store, run: Run, tmp_path: Path) -> None:
    assert run("calendar", "import", written(tmp_path, LOCAL)).exit_code == 0
    for text, reason in {
        LOCAL.replace("暴雪", "大风"): "taiyuan@1 已有",
        LOCAL.replace("140100", "999900"): "no region 999900",
    }.items():
        told = run("calendar", "import", written(tmp_path, text))
        assert (told.exit_code, len(told.stderr.splitlines())) == (1, 1)
        assert reason in told.stderr


def test_a_region_that_is_none_is_one_clear_line(store: Store, run: Run) -> None:
    told = run("calendar", "show", "--region", "14", "--year", "2026")
    assert (told.exit_code, "not a region code" in told.stderr) == (1, True)


def test_a_region_that_nobody_registered_is_not_shown_as_one_without_orders(store: Store, run: Run) -> None:
    told = run("calendar", "show", "--region", "149999", "--year", "2026")
    assert (told.exit_code, told.stdout) == (1, "")
    assert "no region 149999 in the registry" in told.stderr


def test_an_import_says_how_many_running_clocks_it_sets_anew(store: Store, run: Run, tmp_path: Path) -> None:
    stored_offsets(store, {(SITE_VISITS.name, 0): 0})
    ledger = Ledger(store)
    for issue in ledger.opened(2):
        ledger.do(issue.id, MovePolicy(policy="13710-working-days", version=2, reason="按工作日计"), PROVINCE)
    ledger.opened()
    told = run("calendar", "import", written(tmp_path, LOCAL)).stdout
    assert "2 个问题的 6 个时限" in told
    assert "6 running clock(s) on 2 issue(s)" in told


def counted_anew(mongo_url: str) -> int:
    """How many issues a worker settles that has just begun, and reads the calendars as they are."""
    own = connect(mongo_url)
    try:
        return Recomputer(own, SharedClock(own), RulesSource(refresh_seconds=-1)).turn()
    finally:
        own.close()


def test_the_shared_case_of_a_local_closing(store: Store, mongo_url: str, run: Run, shared: Path) -> None:
    """Clocks across 14 and 15 April 2026 are set anew in the city that closes, by a logged event; others stand."""
    file = shared / "cases" / "local-closing.yaml"
    if not file.is_file():
        pytest.skip(f"no cases/{file.name} in {shared.name}/ beside the checkout")
    stored_offsets(store, {(SITE_VISITS.name, 0): 0})
    ledger = Ledger(store)
    ledger.clock.moment = SharedClock(store).move(datetime(2026, 4, 13, 2, tzinfo=UTC))
    (there,), (elsewhere,) = ledger.opened(project=PROJECT), ledger.opened(project=ELSEWHERE)
    for issue in (there, elsewhere):
        ledger.do(issue.id, MovePolicy(policy="13710-working-days", version=2, reason="按工作日计"), PROVINCE)
    assert counted_anew(mongo_url) == 0
    before, other = load_issue(store, there.id), load_issue(store, elsewhere.id)
    moved = {o.code for o in before.obligations if o.running and o.due_at > ledger.clock.moment + timedelta(days=1)}

    told = run("calendar", "import", str(file)).stdout
    assert counted_anew(mongo_url) == 1

    assert f"{len(moved)} running clock(s) on 1 issue(s) will be set anew within a minute" in told
    (event,) = store["events"].find({"type": "clocks.recomputed.v1"})
    assert (event["issue_id"], load_issue(store, elsewhere.id)) == (there.id, other)
    due = {o.code: o.due_at.astimezone(SHANGHAI) for o in load_issue(store, there.id).obligations if o.running}
    for clock_before in before.obligations:
        if clock_before.code in moved:
            assert due[clock_before.code] > clock_before.due_at
            assert due[clock_before.code].date() not in {date(2026, 4, 14), date(2026, 4, 15)}
            assert f"{due[clock_before.code]:%H:%M:%S}" == "23:59:59"
