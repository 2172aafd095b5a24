"""Knows how to judge a ledger after faults: acknowledged means in it, once; events gapless; all of it published.

Counters are what a recount gives, and of each event those people were told that it names, and nobody else.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

from kafka import KafkaConsumer, TopicPartition

from ledger.mongo.connection import Store
from ledger.mongo.shared_clock import SharedClock
from ledger.policy.in_force import read_rules
from ledger.store.archive.places import ALERTS, ISSUES, NOTICES, everywhere
from ledger.store.archive.places import EVENTS as EVENTS_OF_ISSUES
from ledger.store.counted.recounting import counted_in, miscounted
from ledger.store.rebuild import differences
from mobile_schema.cloudevents import decode
from mobile_schema.topics import EVENTS
from oversight.audit.stored import audit
from oversight.audit.verdict import Kind, Window
from tests.faults.phones import Sent


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was counted."""

    acknowledged: int
    receipts: int
    lost: int
    unasked: int
    issues: int
    issues_expected: int
    stand_twice: int
    dead_letters: int
    serial_holes: int
    differences: int
    events: int
    published: int
    published_again: int
    unpublished: int
    out_of_order: int
    steps_due: int
    steps_missed: int
    steps_doubled: int
    steps_early: int
    steps_misdated: int
    steps_late: int
    miscounted: int
    notices: int
    notices_lost: int
    notices_unasked: int

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong; publishing again under the same id is allowed, and so are steps that fired late."""
        reports = (self.lost, self.unasked, self.dead_letters, self.serial_holes, self.stand_twice, self.differences)
        steps = (self.steps_missed, self.steps_doubled, self.steps_early, self.steps_misdated)
        told = (self.notices_lost, self.notices_unasked)
        wrong = (*reports, *steps, *told, self.miscounted, self.unpublished, self.out_of_order)
        return not any(wrong) and self.issues == self.issues_expected

    def lines(self) -> str:
        """The counts, one a line."""
        return "\n".join(f"  {name:18} {value}" for name, value in asdict(self).items())


def wait_taken_in(store: Store, sent: Sent, seconds: float = 120) -> None:
    """Until the ledger has as many receipts as were acknowledged, or the time is over."""
    _wait(lambda: store["receipts"].count_documents({}) >= len(sent.acknowledged), seconds)


def judge(store: Store, kafka: str, sent: Sent, seconds: float = 60) -> Verdict:
    """Count everything, after giving the sweep time to fire what is due and the relay `seconds` to publish the rest."""
    clock = SharedClock(store)
    _wait(lambda: store["issues"].count_documents({"next_due_at": {"$lte": clock.now()}}) == 0, 120)
    steps = audit(store, Window.of(None, None, clock.now()))
    _wait(lambda: published_ids(kafka).keys() >= _event_ids(store), seconds)
    _wait(lambda: counted_in(store) is not None, seconds)
    rules, notices, told = read_rules(), set(_ids(store, NOTICES)), set(_to_be_told(store))
    receipts = {document["_id"] for document in store["receipts"].find({}, {"_id": 1})}
    event_ids, published = _event_ids(store), published_ids(kafka)
    return Verdict(
        acknowledged=len(sent.acknowledged),
        receipts=len(receipts),
        lost=len(sent.acknowledged - receipts),
        unasked=len(receipts - sent.problems.keys()),
        issues=len(set(_ids(store, ISSUES))),
        issues_expected=sum(sent.problems[report_id] for report_id in receipts & sent.problems.keys()),
        stand_twice=sum(_twice(_ids(store, name)) for name in (ISSUES, EVENTS_OF_ISSUES, ALERTS, NOTICES)),
        dead_letters=store["dead_letters"].count_documents({}),
        serial_holes=serial_holes(store),
        differences=sum(1 for difference in differences(store, rules) if difference),
        events=len(event_ids),
        published=len(published),
        published_again=sum(len(places) - 1 for places in published.values()),
        unpublished=len(event_ids - published.keys()),
        out_of_order=_out_of_order(published),
        steps_due=steps.total(Kind.DUE),
        steps_missed=steps.total(Kind.MISSED),
        steps_doubled=steps.total(Kind.DOUBLED),
        steps_early=steps.total(Kind.EARLY),
        steps_misdated=steps.total(Kind.MISDATED),
        steps_late=steps.total(Kind.LATE),
        miscounted=len(miscounted(store, rules)),
        notices=len(notices),
        notices_lost=len(told - notices),
        notices_unasked=len(notices - told),
    )


def published_ids(kafka: str) -> dict[str, list[tuple[int, int]]]:
    """ce_id → every (partition, offset) at which it stands on `ledger.events.v1`."""
    consumer = KafkaConsumer(bootstrap_servers=kafka, consumer_timeout_ms=5_000)
    places = [TopicPartition(EVENTS.name, number) for number in range(EVENTS.partitions)]
    consumer.assign(places)
    consumer.seek_to_beginning()
    left = sum(consumer.end_offsets(places).values())
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    while left > 0:
        for place, records in consumer.poll(timeout_ms=2_000).items():
            left -= len(records)
            for record in records:
                found[decode(record.headers).id].append((place.partition, record.offset))
    consumer.close()
    return found


def _to_be_told(store: Store) -> Iterator[str]:
    """The id of the notice that each event owes each person whom it says that it told."""
    told = {"data.notices.0": {"$exists": True}}
    for event in everywhere(store, EVENTS_OF_ISSUES, told, {"data.notices.person_id": 1}):
        people = (given.get("person_id") for given in event["data"]["notices"])
        yield from (f"{event['_id']}/{person}" for person in people if person is not None)


def _event_ids(store: Store) -> set[str]:
    return set(_ids(store, EVENTS_OF_ISSUES))


def _ids(store: Store, name: str) -> list[str]:
    """The ids in a collection and in its archive; none stands in both."""
    return [document["_id"] for document in everywhere(store, name, {}, {"_id": 1})]


def _twice(ids: list[str]) -> int:
    return len(ids) - len(set(ids))


def _out_of_order(published: dict[str, list[tuple[int, int]]]) -> int:
    """Events whose first appearance comes before that of the version before them, or in another partition."""
    wrong = 0
    for event_id, places in published.items():
        issue_id, _, version = event_id.rpartition(":")
        before = published.get(f"{issue_id}:{int(version) - 1:06d}")
        if before and not (before[0][0] == places[0][0] and before[0][1] < places[0][1]):
            wrong += 1
    return wrong


def serial_holes(store: Store) -> int:
    """The regions and years whose numbers are not one by one from 1: one is missing, or two issues have it."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for document in everywhere(store, "issues", {}, {"serial": 1}):
        key, _, number = document["serial"].rpartition("-")
        numbers[key].append(int(number))
    return sum(sorted(given) != list(range(1, len(given) + 1)) for given in numbers.values())


def _wait(done: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        time.sleep(0.5)
