"""What of the ledger is not published, as the marks of the slots tell; MongoDB itself says when it was written."""

from typing import Any

from bson import Timestamp

from ledger.intake.dead_letters import dead_letter_to_document
from ledger.intake.incoming import DeadLetter
from ledger.mongo.connection import Store
from ledger.mongo.outbox import WHEN_WRITTEN, unpublished
from ledger.mongo.slots import ALL_SLOTS, of_slots
from ledger.store.commit import Batch, commit
from tests.ledger.factories import RULES, START
from tests.ledger.parts import Ledger


def write(store: Store, *issues: str, at: Timestamp = WHEN_WRITTEN) -> None:
    store["events"].insert_many([{"_id": issue, "issue_id": issue, "written": at} for issue in issues])


def mark(store: Store, written: Timestamp, *slots: int) -> None:
    on = {f"slots.{slot}.written": written for slot in slots}
    store["positions"].update_one({"_id": "relay"}, {"$set": on}, upsert=True)


def found(store: Store, query: dict[str, Any]) -> set[str]:
    return {event["issue_id"] for event in store["events"].find(query)}


def test_events_are_in_the_order_in_which_mongodb_wrote_them(ledger: Ledger) -> None:
    ledger.opened(3)
    ledger.wait(days=1).sweep()
    written: dict[str, list[tuple[Timestamp, int]]] = {}
    for event in ledger.store["events"].find():
        written.setdefault(event["issue_id"], []).append((event["written"], event["version"]))
    assert written
    for moments in written.values():
        assert [version for _, version in sorted(moments)] == list(range(1, len(moments) + 1))
        assert len({WHEN_WRITTEN, *(moment for moment, _ in moments)}) == len(moments) + 1


def test_a_dead_letter_that_is_met_again_was_written_then(ledger: Ledger) -> None:
    letter = DeadLetter("topic/0/7~abc", "topic", None, [], b"poison", "invalid", "no JSON")
    moments = [WHEN_WRITTEN]
    for _ in range(2):
        commit(ledger.store, Batch(dead_letters=[dead_letter_to_document(letter, START)]), RULES)
        moments += [stored["written"] for stored in ledger.store["dead_letters"].find()]
    assert moments[0] < moments[1] < moments[2]


def test_each_issue_belongs_to_the_slot_of_its_last_digit(store: Store) -> None:
    write(store, *(f"x{slot:x}" for slot in ALL_SLOTS))
    assert found(store, of_slots({0, 15})) == {"x0", "xf"}
    assert found(store, of_slots(ALL_SLOTS)) == {f"x{slot:x}" for slot in ALL_SLOTS}


def test_without_marks_nothing_is_published(store: Store) -> None:
    write(store, "a", "b", "c")
    assert unpublished(store, 100) == 3
    assert unpublished(store, 2) == 2


def test_what_was_written_after_the_mark_that_is_furthest_behind_counts(store: Store) -> None:
    write(store, "1a", "1b", at=Timestamp(10, 1))
    write(store, "2a", "2b", at=Timestamp(20, 1))
    mark(store, Timestamp(20, 1), *ALL_SLOTS)
    assert unpublished(store, 100) == 0
    mark(store, Timestamp(10, 1), 10)
    assert unpublished(store, 100) == 2
