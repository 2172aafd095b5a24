"""Each record is taken in once: the stored positions say what is in, also when several workers write."""

import pytest

from ledger.intake.taking import take_in
from ledger.mongo.positions import read_offsets, stored_offsets
from ledger.policy.rules import GivenRules
from ledger.store.commit import Conflict, PositionMoved
from mobile_schema.topics import INCIDENTS, SITE_VISITS
from mobile_schema.vocabulary import State
from tests.ledger.factories import RULES, recheck_visit, record, visit
from tests.ledger.parts import Ledger, at_once

PLACE = (SITE_VISITS.name, 0)


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
    assert (ledger.count()["receipts"], ledger.count()["issues"], ledger.position()) == (3, 3, 3)


def test_a_report_that_comes_again_later_moves_the_position_and_nothing_else(ledger: Ledger) -> None:
    report = visit()
    ledger.take(report)
    before = ledger.count()
    ledger.take(report)
    assert (ledger.count(), ledger.position()) == (before, 2)


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


def test_of_two_workers_on_one_partition_one_wins_and_nothing_is_there_twice(ledger: Ledger) -> None:
    for round_ in range(5):
        records = ledger.records(*(visit() for _ in range(10)))
        ledger.offset += 10
        outcomes = at_once(*[lambda batch=records: take_in(ledger.store, batch, ledger.clock, GivenRules(RULES))] * 2)
        wrote = [outcome for outcome in outcomes if isinstance(outcome, list) and outcome]
        assert len(wrote) == 1
        assert all(outcome == [] or isinstance(outcome, PositionMoved) for outcome in outcomes if outcome not in wrote)
        assert ledger.position() == 10 * (round_ + 1)
    assert (ledger.count()["receipts"], ledger.count()["issues"], ledger.wrong()) == (50, 50, [])


def test_a_worker_that_lost_its_partition_cannot_write_what_the_other_has_not_read(ledger: Ledger) -> None:
    """Both stand at 0; the new owner takes two, the old one all five: whoever comes second writes nothing double."""
    records = ledger.records(*(visit() for _ in range(5)))
    at_once(
        lambda: take_in(ledger.store, records[:2], ledger.clock, GivenRules(RULES)),
        lambda: take_in(ledger.store, records, ledger.clock, GivenRules(RULES)),
    )
    take_in(ledger.store, [r for r in records if r.offset >= ledger.position()], ledger.clock, GivenRules(RULES))
    assert (ledger.count()["receipts"], ledger.count()["issues"], ledger.position()) == (5, 5, 5)


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
    assert (ledger.position(), ledger.position(1)) == (1, 1)


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


def test_a_position_never_goes_back_and_never_before_what_the_broker_has(ledger: Ledger) -> None:
    ledger.opened(3)
    assert stored_offsets(ledger.store, {PLACE: 0}) == {PLACE: 3}
    assert stored_offsets(ledger.store, {PLACE: 9, (SITE_VISITS.name, 3): 4}) == {PLACE: 9, (SITE_VISITS.name, 3): 4}
    assert read_offsets(ledger.store, [PLACE, (SITE_VISITS.name, 8)]) == {PLACE: 9}
