"""The days of a deployment are those of its time zone, on the command line too."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cli.terminal.addresses import addresses
from ledger.mongo.connection import Store
from ledger.mongo.shared_clock import SharedClock
from ledger.registry.entries import Holding
from ledger.registry.files.loading import load_catalogue
from ledger.registry.store import enter
from stack.processes.data_folder import DataFolder, RunningStack
from tests.cli.conftest import Run

POST = "supervisor:140105"
NEW_YEAR = datetime(2030, 12, 31, 17, 0, tzinfo=UTC)
"""The first of January in China, and still the last of December in Berlin."""


def test_a_zone_that_does_not_exist_is_one_clear_line(store: Store, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOHAO_TIME_ZONE", "Asia/Atlantis")
    for command in (("ledger", "rebuild", "--check"), ("registry", "vacancies")):
        told = run(*command)
        assert (told.exit_code, told.stderr) == (
            1,
            "xiaohao: XIAOHAO_TIME_ZONE: 没有时区 'Asia/Atlantis' / no time zone 'Asia/Atlantis'\n",
        )


@pytest.mark.parametrize(("zone", "vacant"), [("", True), ("Asia/Shanghai", True), ("Europe/Berlin", False)])
def test_a_post_is_vacant_by_the_day_of_the_deployment(
    store: Store, run: Run, monkeypatch: pytest.MonkeyPatch, zone: str, vacant: bool
) -> None:
    monkeypatch.setenv("XIAOHAO_CLOCK", "movable")
    monkeypatch.setenv("XIAOHAO_TIME_ZONE", zone)
    SharedClock(store).move(NEW_YEAR)
    known = load_catalogue(samples=True)
    until_december = Holding(person_id="supervisor-140105", until=date(2030, 12, 31))
    enter(store, replace(known, posts={POST: replace(known.posts[POST], holders=(until_december,))}))
    told = run("registry", "vacancies", "--region", "140105")
    assert ("supervisor@140105" in told.stdout) is vacant


@pytest.mark.parametrize("said", ["Asia/Tokyo", "Asia/Atlantis"])
def test_a_running_stack_says_its_zone_whatever_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setenv("XIAOHAO_TIME_ZONE", said)
    folder = DataFolder(tmp_path)
    folder.hold()
    folder.announce(RunningStack(1, "http://127.0.0.1:8710", "m", "k", "system", {}, "Asia/Urumqi"))
    assert addresses(tmp_path).time_zone == "Asia/Urumqi"
    folder.release()
