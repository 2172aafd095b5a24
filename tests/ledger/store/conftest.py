"""Knows a ledger in a real MongoDB, empty at the start of each test, on a clock that is moved by hand."""

import uuid
from collections.abc import Iterator

import pytest

from tests import factories
from tests.ledger.store.parts import COLLECTIONS, Ledger
from xiaohao.ledger.store.attachments import keep_attachment
from xiaohao.ledger.store.connection import Store, connect, ensure_indexes
from xiaohao.ledger.store.positions import stored_offsets
from xiaohao.mobile_schema.topics import SITE_VISITS
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
    """The module's database, emptied."""
    for name in [*COLLECTIONS, "attachments.files", "attachments.chunks"]:
        database[name].delete_many({})
    return database


@pytest.fixture
def ledger(store: Store) -> Ledger:
    """An empty ledger that stands at the beginning of partition 0."""
    stored_offsets(store, {(SITE_VISITS.name, 0): 0})
    keep_attachment(store, factories.SHA, [factories.PHOTO], "image/jpeg", limit=1_000)
    return Ledger(store)
