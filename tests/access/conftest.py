"""Knows the world that the tests of access share, served once."""

from collections.abc import Iterator

import pytest

from ledger.mongo.connection import connect
from tests.access.world import World, world
from tests.databases import Databases


@pytest.fixture(scope="module")
def made(databases: Databases) -> Iterator[World]:
    """The world; what a test changes in it stays."""
    with databases.one() as url:
        store = connect(url)
        with world(store, url) as one:
            yield one
        store.close()
