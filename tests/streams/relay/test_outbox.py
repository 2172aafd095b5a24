"""A stream of some slots goes on from where a stream of others came to, and brings nothing new twice."""

from collections.abc import Collection
from typing import Any

import pytest

from ledger.mongo.connection import Store
from ledger.mongo.outbox import WHEN_WRITTEN
from ledger.mongo.slots import ALL_SLOTS
from streams.relay.outbox import Insert, next_insert, open_stream, present_moment, slot_of
from streams.relay.place import Had, Mark
from tests.streams.parts import until


def write_together(store: Store, *issues: str) -> None:
    """Their first events, in one transaction."""
    documents = [{"_id": issue, "issue_id": issue, "written": WHEN_WRITTEN} for issue in issues]
    store.transaction(lambda session: store["events"].insert_many(documents, session=session))


def read(store: Store, slots: Collection[int], token: Any, count: int) -> list[Insert]:
    """The next so many."""
    with open_stream(store, slots, dict(token)) as stream:
        return [until(lambda: next_insert(stream)) for _ in range(count)]


def names(inserts: Collection[Insert]) -> list[str]:
    return [insert.document["issue_id"] for insert in inserts]


@pytest.mark.parametrize(("published", "left"), [(1, ["10", "20"]), (3, ["20"])])
def test_it_goes_on_from_an_event_of_a_slot_that_is_another_relays_now(
    store: Store, published: int, left: list[str]
) -> None:
    start = present_moment(store).token
    write_together(store, "1f", "10")
    write_together(store, "2f", "20")
    *_, latest = read(store, ALL_SLOTS, start, published)
    assert slot_of(latest) == 15
    assert names(read(store, (0,), latest.token, len(left))) == left


def test_what_was_read_of_a_transaction_is_known_when_it_comes_again(store: Store) -> None:
    start = present_moment(store).token
    write_together(store, "10", "1f", "11", "20")
    *_, latest = read(store, ALL_SLOTS, start, 2)
    again = read(store, ALL_SLOTS, latest.token, 4)
    had = Had(dict.fromkeys(ALL_SLOTS, Mark(latest.token)))
    assert names(again) == ["10", "1f", "11", "20"]
    assert names([insert for insert in again if insert not in had]) == ["11", "20"]
