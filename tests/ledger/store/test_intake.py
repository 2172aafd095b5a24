"""Records get into the ledger whole or not at all, each once, whoever else writes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from pymongo.errors import BulkWriteError, OperationFailure

from tests import factories as phone
from tests.ledger.factories import INSPECTOR, RULES, START, recheck_visit, record, visit
from tests.ledger.store.parts import Ledger, at_once
from xiaohao.ledger.clock import HeldClock
from xiaohao.ledger.deliveries import Record
from xiaohao.ledger.opening import issue_id
from xiaohao.ledger.rules import GivenRules
from xiaohao.ledger.store import intake
from xiaohao.ledger.store.commit import Conflict, PositionMoved
from xiaohao.ledger.store.connection import Store
from xiaohao.ledger.store.intake import take_in
from xiaohao.ledger.store.positions import read_offsets, stored_offsets
from xiaohao.ledger.store.records import event_from_document, issue_from_document
from xiaohao.mobile_schema.topics import INCIDENTS, SITE_VISITS
from xiaohao.mobile_schema.vocabulary import State

PLACE = (SITE_VISITS.name, 0)


class CountedClock(HeldClock):
    """A held clock that knows how often it was read: once for each plan that is made."""

    read = 0

    def now(self) -> datetime:
        self.read += 1
        return HeldClock.now(self)


def offset(store: Store, partition: int = 0) -> int:
    return read_offsets(store, [(SITE_VISITS.name, partition)])[SITE_VISITS.name, partition]


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
    assert offset(ledger.store) == 3
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
    assert (offset(ledger.store), ledger.wrong()) == (3, [])


def test_an_event_id_that_is_taken_stops_the_batch_and_leaves_nothing(ledger: Ledger) -> None:
    report = visit()
    ledger.store["events"].insert_one({"_id": f"{issue_id(report['report_id'], 0)}:000001"})
    before = ledger.contents()
    with pytest.raises(Conflict):
        take_in(ledger.store, ledger.records(visit(), report), ledger.clock, GivenRules(RULES))
    assert ledger.contents() == before


def test_what_is_in_is_dropped(ledger: Ledger) -> None:
    reports = [visit(), visit()]
    records = ledger.records(*reports)
    assert len(take_in(ledger.store, records, ledger.clock, GivenRules(RULES))) == 1
    before = ledger.contents()
    assert take_in(ledger.store, records, ledger.clock, GivenRules(RULES)) == []
    assert take_in(ledger.store, records[:1], ledger.clock, GivenRules(RULES)) == []
    assert ledger.contents() == before


def test_a_batch_that_overlaps_what_is_in_brings_only_the_rest(ledger: Ledger) -> None:
    records = ledger.records(visit(), visit(), visit())
    take_in(ledger.store, records[:2], ledger.clock, GivenRules(RULES))
    take_in(ledger.store, records[1:], ledger.clock, GivenRules(RULES))
    assert (ledger.count()["receipts"], ledger.count()["issues"], offset(ledger.store)) == (3, 3, 3)


def test_a_report_that_comes_again_later_moves_the_position_and_nothing_else(ledger: Ledger) -> None:
    report = visit()
    ledger.take(report)
    before = ledger.count()
    ledger.take(report)
    assert (ledger.count(), offset(ledger.store)) == (before, 2)


@pytest.mark.parametrize("first", [1, 7])
def test_a_gap_before_a_batch_stops_it(ledger: Ledger, first: int) -> None:
    before = ledger.contents()
    with pytest.raises(PositionMoved):
        take_in(ledger.store, [record(visit(), offset=first)], ledger.clock, GivenRules(RULES))
    assert ledger.contents() == before


def test_a_partition_without_a_position_is_not_taken_in(ledger: Ledger) -> None:
    with pytest.raises(PositionMoved):
        take_in(ledger.store, [record(visit(), partition=5)], ledger.clock, GivenRules(RULES))
    assert "receipts" not in ledger.count()


def test_a_batch_may_hold_several_partitions_and_topics(ledger: Ledger) -> None:
    places = {(SITE_VISITS.name, 1): 40, (INCIDENTS.name, 1): 7}
    stored_offsets(ledger.store, places)
    batch = [
        record(visit(), offset=0),
        record(visit(), partition=1, offset=40),
        record(visit(), partition=1, offset=41),
        record(visit(), topic=INCIDENTS.name, partition=1, offset=7),
    ]
    take_in(ledger.store, batch, ledger.clock, GivenRules(RULES))
    assert read_offsets(ledger.store, [PLACE, *places]) == {
        PLACE: 1,
        (SITE_VISITS.name, 1): 42,
        (INCIDENTS.name, 1): 8,
    }


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
    assert (offset(ledger.store), ledger.wrong()) == (26, [])


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
    assert (offset(ledger.store), ledger.count()["issues"]) == (3, 3)
    ledger.store["events"].delete_one({"_id": taken})
    take_in(ledger.store, records, ledger.clock, GivenRules(RULES))
    assert (offset(ledger.store), ledger.count()["issues"], ledger.wrong()) == (5, 5, [])


def test_of_two_workers_on_one_partition_one_wins_and_nothing_is_there_twice(ledger: Ledger) -> None:
    for round_ in range(5):
        records = ledger.records(*(visit() for _ in range(10)))
        ledger.offset += 10
        outcomes = at_once(*[lambda batch=records: take_in(ledger.store, batch, ledger.clock, GivenRules(RULES))] * 2)
        wrote = [outcome for outcome in outcomes if isinstance(outcome, list) and outcome]
        assert len(wrote) == 1
        assert all(outcome == [] or isinstance(outcome, PositionMoved) for outcome in outcomes if outcome not in wrote)
        assert offset(ledger.store) == 10 * (round_ + 1)
    assert (ledger.count()["receipts"], ledger.count()["issues"], ledger.wrong()) == (50, 50, [])


def test_a_worker_that_lost_its_partition_cannot_write_what_the_other_has_not_read(ledger: Ledger) -> None:
    """Both stand at 0; the new owner takes two, the old one all five: whoever comes second writes nothing double."""
    records = ledger.records(*(visit() for _ in range(5)))
    at_once(
        lambda: take_in(ledger.store, records[:2], ledger.clock, GivenRules(RULES)),
        lambda: take_in(ledger.store, records, ledger.clock, GivenRules(RULES)),
    )
    take_in(ledger.store, [r for r in records if r.offset >= offset(ledger.store)], ledger.clock, GivenRules(RULES))
    assert (ledger.count()["receipts"], ledger.count()["issues"], offset(ledger.store)) == (5, 5, 5)


def test_four_writers_number_one_region_without_a_hole(ledger: Ledger) -> None:
    writers, batches, size = 4, 6, 3
    stored_offsets(ledger.store, {(SITE_VISITS.name, partition): 0 for partition in range(writers)})

    def write(partition: int) -> int:
        conflicts = 0
        for batch in range(batches):
            records = [record(visit(), partition=partition, offset=batch * size + n) for n in range(size)]
            while True:
                try:
                    take_in(ledger.store, records, ledger.clock, GivenRules(RULES))
                    break
                except Conflict:
                    conflicts += 1
        return conflicts

    outcomes = at_once(*[lambda partition=n: write(partition) for n in range(writers)])
    assert all(isinstance(outcome, int) for outcome in outcomes), outcomes
    total = writers * batches * size
    numbers = sorted(document["serial"] for document in ledger.store["issues"].find({}, {"serial": 1}))
    assert numbers == [f"140105-2026-{n:05d}" for n in range(1, total + 1)]
    assert ledger.store["serials"].find_one({})["last"] == total  # type: ignore[index]
    assert ledger.wrong() == []


def test_the_same_report_on_two_partitions_is_one(ledger: Ledger) -> None:
    stored_offsets(ledger.store, {(SITE_VISITS.name, 1): 0})
    report = visit()
    outcomes = at_once(
        lambda: take_in(ledger.store, [record(report)], ledger.clock, GivenRules(RULES)),
        lambda: take_in(ledger.store, [record(report, partition=1)], ledger.clock, GivenRules(RULES)),
    )
    assert all(isinstance(outcome, list) for outcome in outcomes), outcomes
    assert (ledger.count()["receipts"], ledger.count()["issues"]) == (1, 1)
    assert (offset(ledger.store), offset(ledger.store, 1)) == (1, 1)


def test_a_recheck_and_a_command_at_the_same_time_both_count(ledger: Ledger) -> None:
    (issue,) = ledger.opened()
    before = ledger.walk(issue.id, "accept", "report-progress", "request-closure")
    outcomes = at_once(
        lambda: ledger.take(recheck_visit(issue.id)) and None,
        lambda: ledger.do(issue.id, "log-referral") and None,
    )
    assert outcomes == [None, None]
    stored = ledger.store["issues"].find_one({"_id": issue.id})
    assert stored is not None
    assert (stored["version"], stored["state"]) == (before.version + 2, State.CLOSURE_REQUESTED)
    assert (stored["recheck"]["result"], len(stored["referrals"])) == ("solved", 1)
    assert ledger.wrong() == []


def test_numbers_begin_again_with_the_year(ledger: Ledger) -> None:
    ledger.opened(2)
    ledger.clock = HeldClock(datetime(2026, 12, 31, 16, 0, tzinfo=UTC))
    assert [issue.serial for issue in ledger.opened(2)] == ["140105-2027-00001", "140105-2027-00002"]
    counters = {document["_id"]: document["last"] for document in ledger.store["serials"].find({})}
    assert counters == {"140105-2026": 2, "140105-2027": 2}


def test_a_position_never_goes_back_and_never_before_what_the_broker_has(ledger: Ledger) -> None:
    ledger.opened(3)
    assert stored_offsets(ledger.store, {PLACE: 0}) == {PLACE: 3}
    assert stored_offsets(ledger.store, {PLACE: 9, (SITE_VISITS.name, 3): 4}) == {PLACE: 9, (SITE_VISITS.name, 3): 4}
    assert read_offsets(ledger.store, [PLACE, (SITE_VISITS.name, 8)]) == {PLACE: 9}


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
