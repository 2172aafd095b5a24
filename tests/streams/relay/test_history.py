"""What was written before a stream begins, in the order in which MongoDB wrote it, by an index."""

from collections.abc import Collection

import pytest
from bson import Timestamp

from ledger.mongo.connection import Store
from ledger.mongo.outbox import WHEN_WRITTEN
from ledger.mongo.slots import ALL_SLOTS
from streams.relay.history import pages_between
from streams.relay.outbox import present_moment
from tests.ledger.mongo.profiling import profiled


def write(store: Store, *issues: str, to: str = "events", at: Timestamp = WHEN_WRITTEN) -> None:
    store[to].insert_many([{"_id": issue, "issue_id": issue, "written": at} for issue in issues])


def read(
    store: Store, slots: Collection[int] = ALL_SLOTS, since: Timestamp | None = None, of: str = "events"
) -> list[str]:
    pages = pages_between(store, of, slots, since, present_moment(store))
    return [document["_id"] for page in pages for document in page]


def test_it_comes_in_the_order_of_writing_not_of_ids(store: Store) -> None:
    write(store, "3", "1")
    write(store, "2")
    assert read(store) == ["3", "1", "2"]


def test_it_begins_a_minute_before_the_mark(store: Store) -> None:
    write(store, "1", at=Timestamp(1_000, 9))
    write(store, "2", at=Timestamp(1_001, 1))
    assert read(store, since=Timestamp(1_061, 5)) == ["2"]
    assert read(store, since=Timestamp(1_060, 5)) == ["1", "2"]
    assert read(store, since=Timestamp(5, 1)) == ["1", "2"]


def test_it_ends_at_the_moment(store: Store) -> None:
    write(store, "1")
    moment = present_moment(store)
    write(store, "2")
    assert [
        document["_id"] for page in pages_between(store, "events", ALL_SLOTS, None, moment) for document in page
    ] == ["1"]


def test_only_what_belongs_to_the_slots_comes_and_dead_letters_with_the_first(store: Store) -> None:
    write(store, "x0", "x1", "xf")
    write(store, "letter", to="dead_letters")
    assert read(store, (1, 15)) == ["x1", "xf"]
    assert read(store, (1, 15), of="dead_letters") == []
    assert read(store, (0,), of="dead_letters") == ["letter"]


@pytest.mark.parametrize("slots", [ALL_SLOTS, (3,)])
def test_it_is_read_by_an_index_without_sorting(store: Store, slots: Collection[int]) -> None:
    write(store, *(f"{number}-{slot:x}" for number in range(50) for slot in ALL_SLOTS))
    moment = present_moment(store)
    with profiled(store) as did:
        list(pages_between(store, "events", slots, Timestamp(moment.time.time - 1, 0), moment))
    plans = [entry for entry in did if "planSummary" in entry]
    assert {entry["planSummary"] for entry in plans} == {"IXSCAN { written: 1 }"}
    assert not [entry for entry in plans if entry.get("hasSortStage")]
