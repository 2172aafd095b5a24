"""A worker begins where the ledger stands, whatever Kafka has committed, and wherever the topic has changed."""

import hashlib

from mobile_schema.cloudevents import SITE_VISIT
from mobile_schema.topics import SITE_VISITS
from streams.worker.reading.batches import Hole
from streams.worker.reading.places import Places
from tests import factories
from tests.signing import signatures
from tests.streams.parts import WORK, Scene, until

KILLED_BEFORE_COMMIT = (
    """
import os, signal
from streams.worker.reading.consumer import LedgerConsumer
LedgerConsumer.taken_in = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
"""
    + WORK
)


def test_commits_that_are_ahead_or_behind_lose_and_repeat_nothing(scene: Scene) -> None:
    before = scene.send_many(scene.visit(n) for n in range(30))
    middle = scene.ends()
    scene.stand_at(middle)
    ids = scene.send_many(scene.visit(n) for n in range(60))
    ends = scene.ends()
    ahead = [place for place in ends if place[1] % 2]
    scene.commit({place: ends[place] if place in ahead else 0 for place in ends})
    assert any(ends[place] > middle[place] for place in ahead), "no record lies on a partition committed ahead"
    scene.start()
    until(lambda: scene.positions() == ends)
    scene.assert_each_once(ids)
    assert not scene.taken_in(before)


def test_a_worker_killed_between_transaction_and_commit_leaves_each_report_in_once(scene: Scene) -> None:
    ids = scene.send_many(scene.visit(n) for n in range(40))
    doomed = scene.start(KILLED_BEFORE_COMMIT)
    assert doomed.wait() == -9
    assert scene.store["receipts"].count_documents({}) > 0, "the transaction had ended"
    assert any(scene.committed().get(place, 0) < offset for place, offset in scene.positions().items())
    scene.start()
    ids += scene.send_many(scene.visit(n) for n in range(10))
    until(lambda: scene.taken_in(ids))
    scene.assert_each_once(ids)


def test_offsets_at_which_kafka_holds_nothing_are_stepped_over(scene: Scene) -> None:
    """A transaction's end takes an offset: here, the one at which the worker begins."""
    scene.start()
    ids = []
    with_transactions = scene.transactional_producer()
    for _ in range(3):
        with_transactions.begin_transaction()
        visit = scene.visit()
        value = factories.as_bytes(visit)
        signed = signatures().sign(scene.headers(SITE_VISIT), SITE_VISITS.name, value)
        with_transactions.send(SITE_VISITS.name, key=visit["project_code"].encode(), value=value, headers=signed)
        with_transactions.commit_transaction()
        ids += [visit["report_id"], scene.send(scene.visit())]
    with_transactions.close()
    until(lambda: scene.taken_in(ids))
    scene.assert_each_once(ids)


def test_what_retention_has_taken_is_passed(scene: Scene) -> None:
    places = Places(scene.store)
    place = (SITE_VISITS.name, 0)
    scene.stand_at({place: 3})
    assert places.find({place: 7}, {place: 9}) == {place: 7}


def test_a_topic_that_was_made_anew_is_read_from_its_beginning(scene: Scene) -> None:
    places = Places(scene.store)
    place = (SITE_VISITS.name, 0)
    scene.stand_at({place: 500})
    assert places.find({place: 0}, {place: 12}) == {place: 0}
    assert scene.positions()[place] == 0


def test_bad_records_of_a_topic_made_anew_stand_beside_the_old_ones(scene: Scene) -> None:
    place = (SITE_VISITS.name, 0)
    start = scene.positions()[place]
    scene.take_in(b"poison")
    scene.stand_at({place: start})
    visit = scene.visit()
    scene.take_in(b"other poison", factories.as_bytes(visit))
    where = f"{place[0]}/{place[1]}/{start}"
    letters = scene.dead_letters(where)
    assert {letter["raw"] for letter in letters} == {b"poison", b"other poison"}
    assert {letter["_id"] for letter in letters} == {
        f"{where}~{hashlib.sha256(raw).hexdigest()[:8]}" for raw in (b"poison", b"other poison")
    }
    assert scene.taken_in([visit["report_id"]])


def test_the_same_bad_record_met_again_at_its_place_is_one_dead_letter(scene: Scene) -> None:
    place = (SITE_VISITS.name, 0)
    start = scene.positions()[place]
    for _ in range(2):
        scene.stand_at({place: start})
        scene.take_in(b"poison")
    assert scene.store["dead_letters"].count_documents({}) == 1


def test_a_hole_moves_the_position_only_where_the_ledger_stands_at_its_start(scene: Scene) -> None:
    places = Places(scene.store)
    place = (SITE_VISITS.name, 0)
    scene.stand_at({place: 5})
    places.step_over(Hole(*place, start=6, end=9))
    assert scene.positions()[place] == 5
    places.step_over(Hole(*place, start=5, end=9))
    assert scene.positions()[place] == 9
