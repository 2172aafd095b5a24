"""Knows the scenes of the streams' tests: one with a worker for a module, one without for a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from stack.embedded.mongod import Mongod
from tests.databases import database_name
from tests.streams.parts import Scene, until


@pytest.fixture
def scene(mongo_url: str, kafka_bootstrap: str, tmp_path: Path) -> Iterator[Scene]:
    """A prepared ledger of this test's own, without processes."""
    made = Scene(mongo_url, kafka_bootstrap, tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def working(mongod: Mongod, kafka_bootstrap: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A prepared ledger that a worker process serves while the module's tests run."""
    made = Scene(mongod.url(database_name()), kafka_bootstrap, tmp_path_factory.mktemp("working"))
    worker = made.start()
    until(lambda: len(made.read_by(worker.pid)) == len(made.ends()))
    yield made
    made.close()
