"""`xiaohao inbox` and `xiaohao notices`: what waits for somebody, and by which channels they want to hear."""

import json

import pytest

from ledger.mongo.connection import Store
from tests.cli.conftest import Run
from tests.ledger.factories import HEAD


def test_an_inbox_is_a_line_for_each_and_then_how_many(ledger: Store, run: Run) -> None:
    told = run("inbox", HEAD)
    assert told.exit_code == 0, told.stderr
    assert "待签收 to sign" in told.stdout
    assert "待签收 to sign 3 · 待报计划 to plan 0" in told.stdout
    assert "未看通知 unseen notices 0" in told.stdout
    found = json.loads(run("inbox", HEAD, "--json").stdout)
    assert [(tray["what"], tray["count"]) for tray in found["waiting"]] == [("sign", 3), ("plan", 0), ("report", 0)]


def test_a_choice_is_set_and_shown(ledger: Store, run: Run) -> None:
    assert json.loads(run("notices", "show", HEAD).stdout)["changed_at"] is None
    said = ("--by", "assigned=wecom,email", "--by", "merged=app", "--otherwise", "email", "--quiet", "22:00-07:30")
    assert run("notices", "set", HEAD, *said).exit_code == 0
    kept = json.loads(run("notices", "show", HEAD).stdout)
    assert kept["channels"] == {"assigned": ["wecom", "email"], "merged": []}
    assert (kept["otherwise"], kept["quiet_hours"]) == (["email"], {"from": "22:00", "to": "07:30"})


@pytest.mark.parametrize(
    "said",
    [
        ("--by", "assigned"),
        ("--by", "gossip=email"),
        ("--otherwise", "pigeon"),
        ("--quiet", "22:00"),
        ("--digest", "8"),
    ],
)
def test_a_choice_that_means_nothing_is_refused(run: Run, said: tuple[str, ...]) -> None:
    assert run("notices", "set", HEAD, *said).exit_code == 2


def test_nobody_has_no_inbox(ledger: Store, run: Run) -> None:
    for command in (("inbox",), ("notices", "show"), ("notices", "set")):
        told = run(*command, "nobody")
        assert (told.exit_code, "没有此人" in told.stderr) == (1, True)
