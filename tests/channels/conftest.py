"""Knows the parts that the tests of channels share: a store, and a receiver on loopback."""

from collections.abc import Iterator

import pytest

from ledger.mongo.connection import Store
from tests.channels.parts import Post, Receiver, receiving


@pytest.fixture
def post(store: Store) -> Post:
    """Nothing to deliver yet, nowhere to."""
    return Post(store)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """One that takes everything."""
    with receiving() as made:
        yield made
