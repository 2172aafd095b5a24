"""The next batch is planned while the one before is written; what was planned on a batch that failed is thrown away."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import monotonic, sleep

import pytest

from ledger.intake.incoming import Record
from ledger.intake.pipeline import Pipeline
from ledger.intake.planning.opening import issue_id
from ledger.intake.taking import take_in
from ledger.mongo.positions import position_id
from ledger.policy.rules import GivenRules
from ledger.store.commit import Conflict, PositionMoved
from mobile_schema.topics import SITE_VISITS
from tests.ledger.factories import RULES, START, recheck_visit, record, visit
from tests.ledger.parts import CountedClock, Ledger

PLACE = position_id(SITE_VISITS.name, 0)


@pytest.fixture
def pipeline(ledger: Ledger) -> Iterator[Pipeline]:
    """One that is open as long as the test."""
    made = Pipeline(ledger.store, ledger.clock, GivenRules(RULES))
    yield made
    made.close()


def visits(count: int, first: int = 0) -> list[Record]:
    return [record(visit(), offset=first + number) for number in range(count)]


def until(happened: Callable[[], bool]) -> None:
    deadline = monotonic() + 20
    while not happened():
        assert monotonic() < deadline
        sleep(0.01)


@contextmanager
def writing_held_up(ledger: Ledger) -> Iterator[None]:
    """Somebody else's open transaction has the position meanwhile: whoever wants to move it tries again and again."""
    with ledger.store.client.start_session() as session:
        session.start_transaction()
        ledger.store["positions"].update_one({"_id": PLACE}, {"$set": {"held": True}}, session=session)
        yield
        session.abort_transaction()


def numbers(ledger: Ledger) -> list[str]:
    return sorted(document["serial"] for document in ledger.store["issues"].find({}, {"serial": 1}))


def test_a_batch_is_planned_while_the_one_before_is_written(ledger: Ledger) -> None:
    clock = CountedClock(START)
    pipeline = Pipeline(ledger.store, clock, GivenRules(RULES))
    with ThreadPoolExecutor(1) as other:
        with writing_held_up(ledger):
            first = pipeline.take(visits(3))
            second = other.submit(pipeline.take, visits(3, 3))
            until(lambda: clock.read == 2)
            assert not first.done()
            assert ledger.position() == 0
        second.result(20).result(20)
    assert first.done()
    pipeline.close()
    assert (ledger.position(), ledger.wrong()) == (6, [])
    assert numbers(ledger) == [f"140105-2026-{number:05d}" for number in range(1, 7)]


def test_what_was_planned_on_a_batch_that_failed_is_thrown_away(ledger: Ledger, pipeline: Pipeline) -> None:
    report = visit()
    failing, following = [record(visit()), record(report, offset=1)], visits(2, 2)
    taken = {"_id": f"{issue_id(report['report_id'], 0)}:000001"}
    ledger.store["events"].insert_one(taken)
    before = ledger.contents()
    first = pipeline.take(failing)
    with pytest.raises(Conflict):
        pipeline.take(following)
    assert isinstance(first.exception(), Conflict)
    assert ledger.contents() == before
    with pytest.raises(PositionMoved):
        pipeline.take(following)
    ledger.store["events"].delete_one(taken)
    pipeline.take(failing)
    pipeline.take(following)
    pipeline.settle()
    assert (ledger.position(), ledger.count()["receipts"], ledger.wrong()) == (4, 4, [])


def test_a_batch_that_cannot_be_planned_leaves_the_one_before_in(ledger: Ledger, pipeline: Pipeline) -> None:
    first = pipeline.take(visits(2))
    with pytest.raises(PositionMoved):
        pipeline.take(visits(1, 7))
    assert first.done()
    assert (ledger.position(), ledger.count()["receipts"]) == (2, 2)


def test_records_that_are_read_again_while_they_are_written_are_dropped(ledger: Ledger, pipeline: Pipeline) -> None:
    records = visits(8)
    with writing_held_up(ledger):
        pipeline.take(records[:5])
        again = pipeline.take(records[2:5])
        assert not again.done()
    pipeline.take(records[3:])
    pipeline.settle()
    assert again.done()
    assert (ledger.position(), ledger.count()["receipts"], ledger.wrong()) == (8, 8, [])


def test_a_report_that_comes_again_in_the_next_batch_is_one(ledger: Ledger, pipeline: Pipeline) -> None:
    report = visit()
    for offset in range(3):
        pipeline.take([record(report, offset=offset)])
    pipeline.settle()
    assert (ledger.position(), ledger.count()["receipts"], ledger.count()["issues"]) == (3, 1, 1)


def test_rechecks_of_one_issue_in_batch_after_batch_follow_one_another(ledger: Ledger, pipeline: Pipeline) -> None:
    (issue,) = ledger.opened()
    requested = ledger.walk(issue.id, "accept", "report-progress", "request-closure")
    for offset, result in enumerate(("not_solved", "solved", "not_solved"), start=1):
        pipeline.take([record(recheck_visit(issue.id, result=result), offset=offset)])
    pipeline.settle()
    stored = ledger.store["issues"].find_one({"_id": issue.id})
    assert stored is not None
    assert (stored["version"], stored["recheck"]["result"]) == (requested.version + 3, "not_solved")
    assert ledger.wrong() == []


def test_what_somebody_did_since_the_last_batch_is_seen(ledger: Ledger, pipeline: Pipeline) -> None:
    (issue,) = ledger.opened()
    ledger.walk(issue.id, "accept", "report-progress", "request-closure")
    pipeline.take([record(recheck_visit(issue.id), offset=1)]).result(20)
    take_in(ledger.store, visits(2, 2), ledger.clock, GivenRules(RULES))
    ledger.do(issue.id, "log-referral")
    pipeline.take([record(recheck_visit(issue.id), offset=4), record(visit(), offset=5)])
    pipeline.settle()
    assert (ledger.position(), ledger.wrong()) == (6, [])
    assert numbers(ledger) == [f"140105-2026-{number:05d}" for number in range(1, 5)]


def test_a_topic_made_anew_is_taken_in_from_its_beginning(ledger: Ledger, pipeline: Pipeline) -> None:
    pipeline.take(visits(3))
    pipeline.forget()
    ledger.store["positions"].update_one({"_id": PLACE}, {"$set": {"offset": 0}})
    pipeline.take(visits(2))
    pipeline.settle()
    assert (ledger.position(), ledger.count()["receipts"]) == (2, 5)
