"""Knows the office that the tests of this room share."""

from collections.abc import Iterator

import pytest

from ledger.mongo.connection import connect
from tests.api.resources.organisation.parts import Office, office
from tests.databases import Databases


@pytest.fixture(scope="module", name="made")
def made_office(databases: Databases) -> Iterator[Office]:
    """What a test changes in it stays."""
    with databases.one() as url:
        store = connect(url)
        with office(store, url) as one:
            yield one
        store.close()
