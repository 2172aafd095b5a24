"""`ledger rebuild` proves the ledger against its events, says what differs, and puts it right."""

from ledger.mongo.connection import Store
from tests.cli.conftest import Run


def test_a_sound_ledger_has_no_differences(ledger: Store, run: Run) -> None:
    told = run("ledger", "rebuild", "--check")
    assert told.exit_code == 0
    assert "3 issues, 0 differences" in told.stdout


def test_check_names_what_differs_and_changes_nothing(ledger: Store, run: Run) -> None:
    tampered, lost, *_ = ledger["issues"].find().sort("_id", 1)
    ledger["issues"].update_one({"_id": tampered["_id"]}, {"$set": {"state": "closed"}})
    ledger["issues"].delete_one({"_id": lost["_id"]})
    told = run("ledger", "rebuild", "--check")
    assert told.exit_code == 1
    assert f"{tampered['_id']}: state" in told.stdout
    assert f"{lost['_id']}: issue missing" in told.stdout
    assert "2 differences" in told.stdout
    assert run("ledger", "rebuild", "--check").exit_code == 1


def test_rebuild_writes_the_issues_anew_from_their_events(ledger: Store, run: Run) -> None:
    before = list(ledger["issues"].find().sort("_id", 1))
    ledger["issues"].update_one({"_id": before[0]["_id"]}, {"$set": {"state": "closed"}})
    ledger["issues"].delete_one({"_id": before[1]["_id"]})
    told = run("ledger", "rebuild")
    assert told.exit_code == 0
    assert "0 differences left" in told.stdout
    assert list(ledger["issues"].find().sort("_id", 1)) == before


def test_what_events_cannot_mend_is_told_and_exits_one(ledger: Store, run: Run) -> None:
    issue = ledger["issues"].find_one()
    assert issue
    ledger["events"].delete_one({"issue_id": issue["_id"], "version": 1})
    told = run("ledger", "rebuild")
    assert told.exit_code == 1
    assert "events missing or with a gap" in told.stdout
    assert "1 differences left" in told.stdout
