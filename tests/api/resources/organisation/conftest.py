"""Knows the office that the tests of this room share."""

from collections.abc import Iterator

import pytest

from stack.embedded.mongod import Mongod
from tests.api.resources.organisation.parts import Office, office
from tests.databases import database_name, drop, prepared


@pytest.fixture(scope="module", name="made")
def made_office(mongod: Mongod) -> Iterator[Office]:
    """What a test changes in it stays."""
    url = mongod.url(database_name())
    store = prepared(url)
    try:
        with office(store, url) as one:
            yield one
    finally:
        drop(store)
