"""What the ledger writes reaches Kafka: every event at least once under one id, those of an issue in their order."""

import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bson import Timestamp
from pymongo import MongoClient

from ledger.groundwork.brokers import brokers_at
from ledger.jobs.shares import holders
from ledger.mongo.connection import Store
from ledger.mongo.shared_clock import SharedClock
from ledger.mongo.slots import ALL_SLOTS, SLOTS, slot_of
from ledger.policy.in_force import RulesSource
from ledger.store.by_itself.sweep import sweep
from ledger.store.records import event_from_document
from mobile_schema.events.envelope import EventEnvelope
from mobile_schema.topics import ALERTS, DEAD_LETTERS, EVENTS
from streams.relay.place import Mark, MarkLost, Marks
from streams.relay.relay import Relay
from tests import factories
from tests.databases import prepared
from tests.streams.parts import RELAY, Scene, until, value_of

KILLED_BEFORE_MARK = (
    """
import os, signal
from streams.relay.place import Marks
from streams.relay.publisher import Publisher
sent, send, save = [], Publisher.send, Marks.save
def send_and_tell(self, message):
    sent.append(message)
    send(self, message)
def save_then_be_killed(self, slots, mark):
    if sent:
        os.kill(os.getpid(), signal.SIGKILL)
    save(self, slots, mark)
Publisher.send, Marks.save = send_and_tell, save_then_be_killed
"""
    + RELAY
)


@contextmanager
def relaying(scene: Scene) -> Iterator[None]:
    """A relay at work in this process."""
    stop = threading.Event()
    thread = threading.Thread(target=Relay(scene.store, brokers_at(scene.bootstrap), stop).run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def events_of(scene: Scene) -> list[dict[str, Any]]:
    return list(scene.store["events"].find({}, sort=[("_id", 1)]))


def ids_of(messages: list[Any]) -> list[str]:
    return [dict(message.headers)["ce_id"].decode() for message in messages]


def published_all(scene: Scene) -> list[Any]:
    """The messages on the events' topic, once every stored event is among them."""
    wanted = {event["_id"] for event in events_of(scene)}
    return until(lambda: (found := scene.published(EVENTS)) and wanted <= set(ids_of(found)) and found, 180)


def twice(scene: Scene) -> set[str]:
    """The ids of the events that came twice."""
    return {identity for identity, times in Counter(ids_of(scene.published(EVENTS))).items() if times == 2}


def assert_in_order(messages: list[Any]) -> None:
    """Of each issue, every version is first seen after the one before it."""
    latest: dict[str, int] = {}
    for message in messages:
        event = value_of(message)
        before = latest.get(event["issue_id"], 0)
        assert event["version"] <= before + 1
        latest[event["issue_id"]] = max(before, event["version"])


def marks_of(scene: Scene) -> dict[str, Any]:
    found: dict[str, Any] = (scene.store["positions"].find_one({"_id": "relay"}) or {}).get("slots", {})
    return found


def until_it_follows(scene: Scene) -> None:
    """Until the relay reads the stream: what is committed while it catches up may come by both ways."""
    until(lambda: sum("token" in mark for mark in marks_of(scene).values()) == SLOTS)


def set_tokens(scene: Scene, token: str, slots: Iterable[int] = ALL_SLOTS) -> None:
    told = {f"slots.{slot}.token": {"_data": token} for slot in slots}
    scene.store["positions"].update_one({"_id": "relay"}, {"$set": told})


def visits(scene: Scene, count: int) -> list[bytes]:
    return [factories.as_bytes(scene.visit(n)) for n in range(count)]


def let_a_month_pass(scene: Scene) -> None:
    clock = SharedClock(scene.store)
    clock.move(clock.now() + timedelta(days=30))
    sweep(scene.store, clock, RulesSource().current())


def test_events_alerts_and_dead_letters_are_published_as_they_are_stored(scene: Scene) -> None:
    with relaying(scene):
        scene.take_in(*visits(scene, 3), b"poison")
        let_a_month_pass(scene)
        messages = published_all(scene)
        letters = until(lambda: scene.published(DEAD_LETTERS))
    stored = {event["_id"]: event for event in events_of(scene)}
    assert sorted(ids_of(messages)) == sorted(stored)
    for message, identity in zip(messages, ids_of(messages), strict=True):
        assert EventEnvelope.model_validate_json(message.value) == event_from_document(stored[identity])
        assert message.key.decode() == stored[identity]["issue_id"]
        assert dict(message.headers)["ce_type"].decode() == stored[identity]["type"]
    alerts = scene.published(ALERTS)
    assert sorted(ids_of(alerts)) == sorted(alert["_id"] for alert in scene.store["alerts"].find())
    assert {value_of(alert)["alert_id"] for alert in alerts} == set(ids_of(alerts))
    headers = dict(letters[0].headers)
    assert letters[0].value == b"poison"
    assert headers["dead_letter_reason"] == b"invalid"
    assert headers["ce_reporter"] == b"inspector-140105-1"


def test_a_relay_goes_on_from_its_mark_and_repeats_nothing(scene: Scene) -> None:
    with relaying(scene):
        until_it_follows(scene)
        scene.take_in(*visits(scene, 2))
        published_all(scene)
    scene.take_in(*visits(scene, 2))
    with relaying(scene):
        messages = published_all(scene)
    assert len(ids_of(messages)) == len(set(ids_of(messages)))
    assert_in_order(messages)


def test_what_was_there_before_the_first_relay_is_published(scene: Scene) -> None:
    scene.take_in(*visits(scene, 3))
    let_a_month_pass(scene)
    with relaying(scene):
        assert_in_order(published_all(scene))


def test_a_relay_killed_before_it_marks_publishes_again_under_the_same_id(scene: Scene) -> None:
    doomed = scene.start(KILLED_BEFORE_MARK)
    until_it_follows(scene)
    scene.take_in(*visits(scene, 2))
    assert doomed.wait() == -9
    wanted = sorted(event["_id"] for event in events_of(scene))
    assert sorted(ids_of(scene.published(EVENTS))) == wanted, "published, and not marked"
    scene.store["leases"].delete_many({})
    with relaying(scene):
        until(lambda: sorted(ids_of(scene.published(EVENTS))) == sorted(wanted * 2))
    assert_in_order(scene.published(EVENTS))


@pytest.fixture
def untouched(mongo_url: str, kafka_bootstrap: str, tmp_path: Path) -> Iterator[Scene]:
    """One in a database that no test had before: an oplog that still has all of it knows of nothing else."""
    prepared(mongo_url).close()
    made = Scene(mongo_url, kafka_bootstrap, tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("lost", ["overtaken", "foreign"])
def test_after_lost_history_everything_since_the_mark_is_published_again(untouched: Scene, lost: str) -> None:
    with relaying(untouched):
        untouched.take_in(*visits(untouched, 1))
        published_all(untouched)
    untouched.take_in(*visits(untouched, 2))
    token = marks_of(untouched)["0"]["token"]["_data"]
    # A resume token begins with its type and the seconds of its cluster time.
    set_tokens(untouched, {"overtaken": f"{token[:2]}50000000{token[10:]}", "foreign": "82FF"}[lost])
    with relaying(untouched):
        messages = published_all(untouched)
        untouched.take_in(*visits(untouched, 1))
        messages = published_all(untouched)
    assert_in_order(messages)


def test_after_lost_history_it_goes_on_from_when_mongodb_wrote_it_whatever_the_clocks_said(scene: Scene) -> None:
    with relaying(scene):
        until_it_follows(scene)
        scene.take_in(*visits(scene, 2), b"poison")
        published_all(scene)
        until(lambda: scene.published(DEAD_LETTERS))
    long_written = {"$set": {"written": Timestamp(1, 1)}}
    scene.store["events"].update_many({}, long_written)
    scene.store["dead_letters"].update_many({}, long_written)
    scene.take_in(*visits(scene, 2), b"more poison")
    new = {"written": {"$ne": Timestamp(1, 1)}}
    scene.store["events"].update_many(new, {"$set": {"at": datetime(2020, 1, 1, tzinfo=UTC)}})
    set_tokens(scene, "8250000000")
    with relaying(scene):
        messages = published_all(scene)
        letters = until(lambda: len(found := scene.published(DEAD_LETTERS)) == 2 and found)
    assert len(ids_of(messages)) == len(set(ids_of(messages))) == 8
    assert_in_order(messages)
    assert [letter.value for letter in letters] == [b"poison", b"more poison"]


def test_slots_that_are_further_are_not_published_again_for_one_that_is_behind(scene: Scene) -> None:
    with relaying(scene):
        until_it_follows(scene)
        start = marks_of(scene)["15"]["token"]["_data"]
        scene.take_in(*visits(scene, 20))
        published_all(scene)
    behind = max(events_of(scene), key=lambda event: event["written"])["issue_id"]
    set_tokens(scene, start, [slot_of(behind)])
    ours = {event["_id"] for event in events_of(scene) if slot_of(event["issue_id"]) == slot_of(behind)}
    with relaying(scene):
        until(lambda: twice(scene) >= ours)
    assert twice(scene) == ours


def test_each_event_is_published_by_one_relay_while_others_come_and_go(scene: Scene) -> None:
    with relaying(scene):
        until_it_follows(scene)
        scene.take_in(*visits(scene, 5))
        with relaying(scene):
            scene.take_in(*visits(scene, 5))
            until(lambda: len(set(holders(scene.store, "relay").values())) == 2)
            scene.take_in(*visits(scene, 5))
            published_all(scene)
        scene.take_in(*visits(scene, 5))
        messages = published_all(scene)
    assert len(ids_of(messages)) == len(set(ids_of(messages)))
    assert_in_order(messages)


def test_the_slots_of_a_killed_relay_go_to_the_others_and_none_of_their_events_is_lost(scene: Scene) -> None:
    with relaying(scene):
        doomed = scene.start(RELAY)
        until(lambda: len(set(holders(scene.store, "relay").values())) == 2)
        scene.take_in(*visits(scene, 20))
        doomed.kill()
        scene.take_in(*visits(scene, 20))
        its_part = {"parts": {"holder": {"$regex": f"/{doomed.pid}/"}}}
        scene.store["leases"].update_one({"_id": "relay"}, {"$pull": its_part, "$inc": {"revision": 1}})
        assert_in_order(published_all(scene))


def test_a_broker_that_is_away_is_waited_for(scene: Scene) -> None:
    address, scene.bootstrap = scene.bootstrap, "127.0.0.1:1"
    with relaying(scene):
        scene.take_in(*visits(scene, 1))
        time.sleep(2)
    scene.bootstrap = address
    with relaying(scene):
        messages = published_all(scene)
    assert len(messages) == len(events_of(scene))


def test_a_relay_that_lost_its_mark_to_another_ends(scene: Scene) -> None:
    first = Marks(scene.store, "first")
    first.take_over("01")
    Marks(scene.store, "second").take_over("1")
    mark = Mark({"_data": "82"})
    first.save("0", mark)
    with pytest.raises(MarkLost):
        first.save("01", mark)


def test_a_relay_that_waits_for_kafka_waits_for_mongodb_too(mongo_url: str, caplog: pytest.LogCaptureFixture) -> None:
    stop, away = threading.Event(), MongoClient[dict[str, Any]](mongo_url, tz_aware=True)
    store = Store(away, away.get_default_database())
    thread = threading.Thread(target=Relay(store, brokers_at("127.0.0.1:1"), stop).run)
    thread.start()
    try:
        until(lambda: "Kafka does not answer" in caplog.text)
        away.close()
        until(lambda: "the relay waits for MongoDB" in caplog.text)
        assert thread.is_alive()
    finally:
        stop.set()
        thread.join(30)
    assert not thread.is_alive()
