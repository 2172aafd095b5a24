"""An office adds, renames, retires and splits its units; their history stays readable."""

from datetime import date

import pytest

from ledger.mongo.connection import Store
from ledger.registry.entries import Unit
from ledger.registry.store import read_catalogue
from tests.cli.conftest import Run, opened


def unit(mongo_url: str, unit_id: str) -> Unit:
    with opened(mongo_url):
        return read_catalogue().units[unit_id]


def test_a_unit_is_added_renamed_and_split_and_its_history_says_so(store: Store, run: Run, mongo_url: str) -> None:
    for name in ("old", "one", "two"):
        told = run("unit", "add", f"140107-{name}", "--name", f"单位{name}", "--region", "140107")
        assert (told.exit_code, "1 created" in told.stdout) == (0, True)
    assert run("unit", "rename", "140107-old", "新名", "--reason", "机构改革").exit_code == 0
    assert run("unit", "split", "140107-old", "140107-one", "140107-two", "--on", "2026-04-01").exit_code == 0
    found = unit(mongo_url, "140107-old")
    assert (found.name_zh, found.retired_on) == ("新名", date(2026, 4, 1))
    assert found.succeeded_by == ("140107-one", "140107-two")
    lines = run("registry", "history", "units", "140107-old").stdout.splitlines()
    assert [line.split()[3] for line in lines] == ["retired", "changed", "created"]
    assert "(机构改革): name_zh: 单位old → 新名" in lines[1]
    assert "140107-old  新名  0 人 people 已撤销 retired 2026-04-01" in run("unit", "list", "--region", "140107").stdout


def test_a_unit_is_retired_today_unless_a_day_is_named(store: Store, run: Run, mongo_url: str) -> None:
    assert run("unit", "retire", "140107-housing").exit_code == 0
    assert unit(mongo_url, "140107-housing").retired_on is not None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "140107-housing", "--name", "x", "--region", "140107"), "there is a unit 140107-housing already"),
        (("add", "x", "--name", "x", "--region", "999999"), "x: 没有行政区划 / no region 999999"),
        (("rename", "nowhere", "x"), "没有责任单位 / no unit nowhere"),
        (("split", "140107-housing", "nowhere"), "没有继任单位 / no succeeding unit nowhere"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(store: Store, run: Run, arguments: tuple[str, ...], said: str) -> None:
    told = run("unit", *arguments)
    assert (told.exit_code, said in told.stderr) == (1, True)
