"""Knows the parts that the tests of channels share: a store, and a receiver on loopback."""

import uuid
from collections.abc import Iterator

import pytest

from tests.channels.parts import Post, Receiver, receiving
from xiaohao.ledger.store.connection import Store, connect, ensure_indexes
from xiaohao.stack.mongod import Mongod


@pytest.fixture(scope="module")
def database(mongod: Mongod) -> Iterator[Store]:
    """A database with its indexes, shared by the tests of a module."""
    store = connect(mongod.url(f"t_{uuid.uuid4().hex[:20]}"))
    ensure_indexes(store)
    yield store
    store.client.drop_database(store.database.name)
    store.close()


@pytest.fixture
def store(database: Store) -> Store:
    """The module's database, emptied of what these tests write."""
    for name in ("alerts", "endpoints", "deliveries", "leases"):
        database[name].delete_many({})
    return database


@pytest.fixture
def post(store: Store) -> Post:
    """Nothing to deliver yet, nowhere to."""
    return Post(store)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """One that takes everything."""
    with receiving() as made:
        yield made
