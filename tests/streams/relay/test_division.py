"""Which slots of the issues each relay publishes: each slot one, as even as can be, whoever comes, goes or dies."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from ledger.mongo.connection import Store
from ledger.mongo.outbox import SLOTS, publishing
from streams.relay.division import Division, LeaseLost

ALL = frozenset(SLOTS)


@pytest.fixture
def store(database: Store) -> Store:
    """A ledger without relays."""
    database["leases"].delete_many({})
    return database


def die(store: Store, *relays: Division) -> None:
    """Their leases have run out."""
    dead = {"holder": {"$in": [relay.holder for relay in relays]}}
    store["leases"].update_many(dead, {"$set": {"until": datetime.now(UTC) - timedelta(seconds=1)}})


def test_a_relay_alone_has_all(store: Store) -> None:
    relay = Division(store, "a")
    assert relay.take() == ALL
    assert not relay.renew()
    assert publishing(store) == dict.fromkeys(SLOTS, "a")


def test_one_that_joins_has_its_part_as_soon_as_the_other_let_go_of_it(store: Store) -> None:
    first, second = Division(store, "a"), Division(store, "b")
    first.take()
    assert second.take() == frozenset()
    assert not second.renew(), "there is nothing to be had yet"
    assert first.renew()
    assert len(first.take()) == 8
    assert second.renew()
    assert second.take() == ALL - first.held
    assert not first.renew()
    assert not second.renew()


def test_one_that_leaves_and_one_that_dies_leave_their_slots_to_the_others(store: Store) -> None:
    relays = [Division(store, name) for name in "abc"]
    for relay in relays * 2:
        relay.take()
    assert sorted(len(relay.held) for relay in relays) == [5, 5, 6]
    relays[0].leave()
    die(store, relays[2])
    assert relays[1].renew()
    assert relays[1].take() == ALL


def test_more_relays_than_slots_stand_by(store: Store) -> None:
    relays = [Division(store, f"{number:02}") for number in range(17)]
    for relay in relays * 2:
        relay.take()
    assert [len(relay.held) for relay in relays] == [1] * 16 + [0]


def test_one_that_was_thought_dead_finds_its_slots_with_another(store: Store) -> None:
    first, second = Division(store, "a"), Division(store, "b")
    first.take()
    die(store, first)
    assert second.take() == ALL
    with pytest.raises(LeaseLost):
        first.renew()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=some.lists(some.tuples(some.integers(0, 3), some.sampled_from(["take", "leave", "die"])), max_size=12))
def test_no_slot_has_two_relays_and_after_two_turns_each_has_one(store: Store, moves: list[tuple[int, str]]) -> None:
    store["leases"].delete_many({})
    relays = [Division(store, name) for name in "abcd"]
    living: set[int] = set()
    for number, move in moves:
        if move == "take":
            relays[number].take()
            living.add(number)
        else:
            living.discard(number)
            if move == "leave":
                relays[number].leave()
            else:
                die(store, relays[number])
                relays[number] = Division(store, "abcd"[number])
        assert sum(len(relays[number].held) for number in living) <= len(SLOTS)
        for other in living - {number}:
            assert not (number in living and relays[number].held & relays[other].held)
    for number in [*living, *living]:
        relays[number].take()
    if living:
        assert frozenset().union(*(relays[number].held for number in living)) == ALL
        assert sum(len(relays[number].held) for number in living) == len(SLOTS)
