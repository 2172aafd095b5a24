"""The snapshot of a process is some seconds old at most, and nobody entered before they ask is unknown to it."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api.sign_in import rules_in_force
from api.sign_in.rules_in_force import RulesInForce
from ledger.groundwork.clock import HeldClock
from ledger.mongo.connection import Store
from ledger.registry.entries import Person
from ledger.registry.files.loading import load_catalogue
from ledger.registry.store import enter, seed
from mobile_schema.vocabulary import Level, Role


@pytest.fixture
def rules(store: Store) -> RulesInForce:
    seed(store, load_catalogue(samples=True))
    return RulesInForce("Asia/Shanghai", HeldClock(datetime.now(UTC)))


def entered(store: Store, name: str) -> str:
    someone = Person(name, "新来", Role.SUPERVISOR, None, "140106", Level.COUNTY)
    enter(store, replace(load_catalogue(samples=True), persons={name: someone}))
    return name


def test_someone_entered_a_moment_after_the_last_look_is_known_at_once(store: Store, rules: RulesInForce) -> None:
    async def ask() -> None:
        for name in ("first", "second", "third"):
            await rules.read()
            person = await rules.known(entered(store, name))
            assert person is not None
            assert person.id == name

    asyncio.run(ask())


def test_many_who_ask_for_strangers_at_once_share_a_look(
    store: Store, rules: RulesInForce, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = 0
    read = rules.read

    async def counted() -> None:
        nonlocal looks
        looks += 1
        await read()

    async def ask() -> None:
        await read()
        monkeypatch.setattr(rules, "read", counted)
        assert await asyncio.gather(*(rules.known(f"nobody-{each}") for each in range(100))) == [None] * 100

    asyncio.run(ask())
    assert looks <= 2


def test_what_is_more_than_can_be_read_in_a_moment_is_read_after_some_tries(
    store: Store, rules: RulesInForce, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules_in_force, "_READ_SECONDS", 0.001)

    async def ask() -> None:
        await rules.read()
        someone = entered(store, "many")
        for _ in range(20):
            await rules.read()
        assert someone in rules.current.catalogue.persons

    asyncio.run(ask())
