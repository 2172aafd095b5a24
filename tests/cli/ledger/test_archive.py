"""`xiaohao archive` and `xiaohao retention`: told before done, asked before deleted, one run at a time."""

import json
from datetime import UTC, datetime
from pathlib import Path

from ledger.jobs.leases import Lease
from ledger.mongo.connection import Store
from ledger.retention.retention import shipped_text
from ledger.store.archive.archiving import JOB
from tests.cli.conftest import Run

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def closed_long_ago(ledger: Store) -> None:
    """Every issue as if it had ended years ago, and a delivery that is over."""
    ledger["issues"].update_many({}, {"$set": {"state": "closed", "due_at": LONG_AGO, "updated_at": LONG_AGO}})
    ledger["issues"].update_many({}, {"$set": {"obligations": []}})
    ledger["deliveries"].insert_one({"_id": "d", "created_at": LONG_AGO, "state": "delivered"})


def test_a_dry_run_says_how_much_and_changes_nothing(ledger: Store, run: Run) -> None:
    closed_long_ago(ledger)
    told = run("archive", "--dry-run")
    assert told.exit_code == 0
    assert "to archive: 3 问题 issues; 0 报告原文" in told.stdout
    assert "to delete: 1 投递记录 deliveries" in told.stdout
    assert ledger["issues"].count_documents({}) == 3


def test_it_asks_before_it_deletes(ledger: Store, run: Run) -> None:
    closed_long_ago(ledger)
    assert run("archive").exit_code == 1
    assert ledger["deliveries"].count_documents({}) == 1
    assert run("archive", "--limit", "1000").exit_code == 0
    assert (ledger["issues_archived"].count_documents({}), ledger["deliveries"].count_documents({})) == (3, 1)
    told = run("archive", "--yes", "--json")
    found, done = (json.loads(line) for line in told.stdout.splitlines())
    assert (found["found"]["deliveries"], done["done"]["deliveries"], done["done"]["issues"]) == (1, 1, 0)


def test_two_runs_exclude_each_other(ledger: Store, run: Run) -> None:
    closed_long_ago(ledger)
    lease = Lease(ledger, JOB, "another")
    assert lease.claim()
    told = run("archive", "--yes")
    assert (told.exit_code, len(told.stderr.splitlines())) == (1, 1)
    assert "another run is under way" in told.stderr
    assert ledger["issues"].count_documents({}) == 3
    lease.release()
    assert run("archive", "--yes").exit_code == 0
    assert run("archive", "--yes").exit_code == 0


def test_rules_are_checked_entered_and_shown(store: Store, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(shipped_text().replace("version: 1", "version: 2").replace("{days: 180}", "{years: 1}"), "utf-8")
    assert "no fault: version 2" in run("retention", "check", str(file)).stdout
    assert run("retention", "show").stdout == shipped_text()
    assert "imported: version 2" in run("retention", "import", str(file)).stdout
    assert run("retention", "show").stdout == file.read_text("utf-8")
    file.write_text(shipped_text().replace("{years: 2}", "{days: 2}"), "utf-8")
    told = run("retention", "import", str(file))
    assert told.exit_code == 1
    assert ["line 4: $.issues" in told.stderr, "line 6: $.receipts" in told.stderr] == [True, True]
