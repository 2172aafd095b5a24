"""Records get into the ledger whole or not at all, in as many transactions as they need."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from pymongo.errors import BulkWriteError, OperationFailure

from ledger.groundwork.clock import HeldClock
from ledger.intake import pipeline as intake
from ledger.intake.incoming import Record
from ledger.intake.planning.opening import issue_id
from ledger.intake.taking import take_in
from ledger.issue.words.setting_aside import Merge
from ledger.issue.words.solving import RecordRecheck
from ledger.mongo.connection import Store
from ledger.policy.rules import GivenRules
from ledger.store.alerts import AlertFilter, list_alerts
from ledger.store.carrying_out import acknowledge
from ledger.store.commit import Conflict
from ledger.store.listing import load_issue
from ledger.store.records import event_from_document, issue_from_document
from mobile_schema.vocabulary import RecheckResult
from oversight.audit.stored import audit
from oversight.audit.verdict import Window
from tests import factories as phone
from tests.ledger.factories import CITY, COUNTY, EVERYWHERE, INSPECTOR, RULES, START, person, recheck_visit, visit
from tests.ledger.parts import CountedClock, Ledger


@contextmanager
def refusing(store: Store, collection: str) -> Iterator[None]:
    """MongoDB refuses every write to one collection meanwhile."""
    if collection not in store.database.list_collection_names():
        store.database.create_collection(collection)
    store.database.command("collMod", collection, validator={"never": {"$exists": True}})
    try:
        yield
    finally:
        store.database.command("collMod", collection, validator={})


def test_a_batch_is_written_with_all_that_belongs_to_it(ledger: Ledger) -> None:
    report = visit(phone.finding(), phone.finding(category="other"))
    opened = ledger.take(report, b"{", phone.quiet_visit(project_code=report["project_code"]))
    assert ledger.count() == {
        "receipts": 2,
        "issues": 2,
        "events": 4,
        "dead_letters": 1,
        "positions": 1,
        "serials": 1,
    }
    assert ledger.position() == 3
    stored = [issue_from_document(document) for document in ledger.store["issues"].find({}, sort=[("serial", 1)])]
    assert stored == opened
    receipt = ledger.store["receipts"].find_one({"_id": report["report_id"]})
    assert receipt is not None
    assert receipt["raw"] == phone.as_bytes(report)
    assert [issue["id"] for issue in receipt["issues"]] == [issue.id for issue in opened]
    letter = ledger.store["dead_letters"].find_one({})
    assert letter is not None
    assert (letter["raw"], letter["reason"], letter["at"], letter["replayed"]) == (b"{", "invalid", START, False)
    assert ledger.wrong() == []


def test_the_events_stand_as_they_were_decided(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    events = [event_from_document(document) for document in ledger.store["events"].find({}, sort=[("_id", 1)])]
    assert [(event.version, event.type, event.actor.person_id) for event in events] == [
        (1, "issue.reported.v1", INSPECTOR),
        (2, "issue.assigned.v1", "system"),
    ]
    assert {event.issue_id for event in events} == {issue.id}


@pytest.mark.parametrize("collection", ["receipts", "issues", "events", "dead_letters", "positions", "serials"])
def test_a_write_that_fails_leaves_nothing_half_done(ledger: Ledger, collection: str) -> None:
    before = ledger.contents()
    batch = [visit(), b"{", visit()]
    with refusing(ledger.store, collection), pytest.raises((BulkWriteError, OperationFailure)):
        take_in(ledger.store, ledger.records(*batch), ledger.clock, GivenRules(RULES))
    assert ledger.contents() == before
    assert len(ledger.take(*batch)) == 2
    assert (ledger.position(), ledger.wrong()) == (3, [])


def test_an_event_id_that_is_taken_stops_the_batch_and_leaves_nothing(ledger: Ledger) -> None:
    report = visit()
    ledger.store["events"].insert_one({"_id": f"{issue_id(report['report_id'], 0)}:000001"})
    before = ledger.contents()
    with pytest.raises(Conflict):
        take_in(ledger.store, ledger.records(visit(), report), ledger.clock, GivenRules(RULES))
    assert ledger.contents() == before


def test_many_records_go_in_several_transactions_as_if_they_were_one(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "_PORTION_BYTES", 3_000)
    reports = [visit() for _ in range(20)]
    twice = [*reports, *reports[:5], reports[3] | {"sent_at": "2026-03-02T09:31:00+08:00"}]
    clock = CountedClock(START)
    plans = take_in(ledger.store, ledger.records(*twice), clock, GivenRules(RULES))
    assert len(plans) > 3
    assert clock.read == len(plans), "a portion was planned on less than what the one before it leads to"
    numbers = [change.issue.serial for plan in plans for change in plan.changes.values()]
    assert numbers == [f"140105-2026-{n:05d}" for n in range(1, 21)]
    assert ledger.count() == {
        "receipts": 20,
        "issues": 20,
        "events": 40,
        "dead_letters": 1,
        "positions": 1,
        "serials": 1,
    }
    assert (ledger.position(), ledger.wrong()) == (26, [])


def test_rechecks_of_one_issue_in_several_transactions_follow_one_another(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    (issue,) = ledger.opened()
    requested = ledger.walk(issue.id, "accept", "report-progress", "request-closure")
    monkeypatch.setattr(intake, "_PORTION_BYTES", 1)
    ledger.take(*(recheck_visit(issue.id, result=result) for result in ("not_solved", "solved", "not_solved")))
    stored = ledger.store["issues"].find_one({"_id": issue.id})
    assert stored is not None
    assert (stored["version"], stored["recheck"]["result"]) == (requested.version + 3, "not_solved")
    assert ledger.wrong() == []


def told(ledger: Ledger, issue_id: str) -> list[tuple[str, str]]:
    """(type of the event, recipient) of each alert that a recheck raised on an issue."""
    found = ledger.store["alerts"].find({"issue_id": issue_id, "obligation": "recheck"}, sort=[("fired_at", 1)])
    return [(alert["step"], alert["recipient_person_id"]) for alert in found]


def test_a_recheck_that_finds_a_struck_off_problem_again_tells_its_supervisor_once(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    ledger.walk(issue.id, "accept", "report-progress", "request-closure", "approve-closure")
    report = recheck_visit(issue.id, result="not_solved", note="便道又断。")
    (after,) = ledger.take(report)
    assert ledger.take(report) == []
    assert (after.state, after.recheck and after.recheck.result) == ("closed", "not_solved")
    receipt = ledger.store["receipts"].find_one({"_id": report["report_id"]})
    assert receipt is not None
    assert [entry["refused"] for entry in receipt["rechecks"]] == [None]
    assert told(ledger, issue.id) == [("not-solved", COUNTY)]
    alert = ledger.store["alerts"].find_one({"obligation": "recheck"})
    assert alert is not None
    acknowledge(ledger.store, alert["_id"], person(COUNTY), "已派人核实", clock=ledger.clock, rules=RULES)
    assert (
        list_alerts(ledger.store, AlertFilter(EVERYWHERE, recipient=COUNTY, acknowledged=True), 10).items[0]["_id"]
        == alert["_id"]
    )
    assert ledger.wrong() == []
    assert audit(ledger.store, Window.of(None, None, ledger.clock.now())).clean


def test_a_recheck_of_a_merged_problem_is_recorded_on_the_main_one_whose_supervisor_is_told(ledger: Ledger) -> None:
    duplicate, main = ledger.opened(2)
    merged = ledger.do(duplicate.id, Merge(into=main.id, reason="同一地块"))
    report = visit(
        kind="recheck",
        findings=[],
        rechecks=[phone.recheck(issue.id, result="not_solved") for issue in (duplicate, main)],
    )
    (after,) = ledger.take(report)
    assert (after.id, after.version) == (main.id, main.version + 3)
    assert load_issue(ledger.store, duplicate.id) == merged
    assert told(ledger, main.id) == [("not-solved", COUNTY)] * 2
    assert told(ledger, duplicate.id) == []
    receipt = ledger.store["receipts"].find_one({"_id": report["report_id"]})
    assert receipt is not None
    assert [(entry["issue_id"], entry["refused"]) for entry in receipt["rechecks"]] == [
        (duplicate.id, None),
        (main.id, None),
    ]
    assert ledger.wrong() == []
    assert audit(ledger.store, Window.of(None, None, ledger.clock.now())).clean


def test_the_same_said_at_a_desk_is_recorded_alike(ledger: Ledger) -> None:
    duplicate, main = ledger.opened(2)
    ledger.do(duplicate.id, Merge(into=main.id, reason="同一地块"))
    again = RecordRecheck(result=RecheckResult.NOT_SOLVED, on_site=False, note="来电反映")
    assert ledger.do(duplicate.id, again, CITY).id == main.id
    assert ledger.do(main.id, again, CITY).version == main.version + 3
    assert told(ledger, main.id) == [("not-solved", COUNTY)] * 2
    assert ledger.wrong() == []


def test_after_a_failure_midway_what_is_in_stays_and_the_rest_comes_next_time(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "_PORTION_BYTES", 1)
    reports = [visit() for _ in range(5)]
    taken = f"{issue_id(reports[3]['report_id'], 0)}:000001"
    ledger.store["events"].insert_one({"_id": taken})
    records = ledger.records(*reports)
    with pytest.raises(Conflict):
        take_in(ledger.store, records, ledger.clock, GivenRules(RULES))
    assert (ledger.position(), ledger.count()["issues"]) == (3, 3)
    ledger.store["events"].delete_one({"_id": taken})
    take_in(ledger.store, records, ledger.clock, GivenRules(RULES))
    assert (ledger.position(), ledger.count()["issues"], ledger.wrong()) == (5, 5, [])


def test_numbers_begin_again_with_the_year(ledger: Ledger) -> None:
    ledger.opened(2)
    ledger.clock = HeldClock(datetime(2026, 12, 31, 16, 0, tzinfo=UTC))
    assert [issue.serial for issue in ledger.opened(2)] == ["140105-2027-00001", "140105-2027-00002"]
    counters = {document["_id"]: document["last"] for document in ledger.store["serials"].find({})}
    assert counters == {"140105-2026": 2, "140105-2027": 2}


def test_absurd_times_and_large_reports_are_stored(ledger: Ledger) -> None:
    findings: list[dict[str, Any]] = [phone.finding(description="长" * 2000) for _ in range(100)]
    reports = [
        visit(*findings, captured_at="0001-01-01T00:00:00+14:00"),
        visit(captured_at="9999-12-31T23:59:59.999999-12:00"),
    ]
    assert len(ledger.take(*reports, received_at="9999-12-31T23:59:59+00:00")) == 101
    assert ledger.wrong() == []


def test_only_the_records_given_are_taken(ledger: Ledger) -> None:
    nothing: list[Record] = []
    assert take_in(ledger.store, nothing, ledger.clock, GivenRules(RULES)) == []
