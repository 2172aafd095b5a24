"""`escalation audit` compares what fired with what should have, tells it by step, and ends with a line of totals."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ledger.groundwork.clock import HeldClock
from ledger.mongo.connection import Store
from ledger.policy.rules import Rules
from ledger.registry.files.loading import load_catalogue
from ledger.registry.routing_rules import load_rules
from ledger.store.by_itself.sweep import sweep
from tests.cli.conftest import Run
from tests.ledger.factories import FIRST

DUE = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)


@pytest.fixture
def fired(ledger: Store) -> Store:
    """Three issues whose first steps fired at their moment; what came due since has not."""
    sweep(ledger, HeldClock(DUE), Rules(load_catalogue(samples=True), FIRST, load_rules()))
    return ledger


def last(told: Any) -> dict[str, int]:
    summary: dict[str, int] = json.loads(told.stdout.splitlines()[-1])
    return summary


def test_what_fired_in_time_is_clean(fired: Store, run: Run) -> None:
    told = run("escalation", "audit", "--to", "2026-03-02")
    assert told.exit_code == 0
    assert list(last(told))[:6] == ["due", "fired", "missed", "doubled", "early", "late"]
    assert [last(told)[name] for name in ("due", "fired", "missed", "late", "issues")] == [3, 3, 0, 0, 3]
    assert "deploy-person" in told.stdout


def test_what_never_fired_is_listed_with_its_issue_and_exits_one(fired: Store, run: Run) -> None:
    issue = fired["issues"].find_one({}, sort=[("serial", 1)])
    assert issue
    told = run("escalation", "audit", "--from", "2026-03-03", "--to", "2026-03-03", "--issue", issue["serial"])
    assert told.exit_code == 1
    assert (last(told)["due"], last(told)["missed"], last(told)["issues"]) == (1, 1, 1)
    (line,) = [line for line in told.stdout.splitlines() if issue["serial"] in line]
    assert "漏发 missed" in line
    assert "deploy-county #1" in line
    assert "2026-03-03 23:59:59" in line


def test_json_tells_each_finding_in_a_line_and_the_totals_in_the_last(fired: Store, run: Run) -> None:
    end = (DUE + timedelta(days=1)).isoformat()
    told = run("escalation", "audit", "--to", end, "--json")
    *findings, totals = [json.loads(line) for line in told.stdout.splitlines()]
    assert totals["missed"] == len(findings) == 3
    assert {(finding["kind"], finding["due"]) for finding in findings} == {("missed", end)}


def test_without_dates_it_covers_everything_up_to_the_present_of_the_ledger(fired: Store, run: Run) -> None:
    told = run("escalation", "audit", "--json")
    assert last(told)["missed"] > 3
    assert last(told)["fired"] == 3


@pytest.mark.parametrize(
    ("options", "says"),
    [(("--from", "last week"), "not a time: 'last week'"), (("--issue", "140105-2026-09999"), "no issue 140105")],
)
def test_what_makes_no_sense_is_refused_in_one_line(
    fired: Store, run: Run, options: tuple[str, str], says: str
) -> None:
    told = run("escalation", "audit", *options)
    assert told.exit_code == 1
    assert says in told.stderr
    assert told.stdout == ""
