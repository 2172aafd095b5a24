"""Knows the world that the tests of access share, served once."""

from collections.abc import Iterator

import pytest

from stack.embedded.mongod import Mongod
from tests.access.world import World, world
from tests.databases import database_name, drop, prepared


@pytest.fixture(scope="module")
def made(mongod: Mongod) -> Iterator[World]:
    """The world; what a test changes in it stays."""
    url = mongod.url(database_name())
    store = prepared(url)
    try:
        with world(store, url) as one:
            yield one
    finally:
        drop(store)
