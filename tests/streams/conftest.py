"""Knows the scenes of the streams' tests: one with a worker for a module, one without for a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.streams.parts import Scene, until


@pytest.fixture
def scene(databases: Databases, kafka_bootstrap: str, tmp_path: Path) -> Iterator[Scene]:
    """A prepared ledger of this test's own, without processes."""
    with databases.one() as mongo_url:
        made = Scene(mongo_url, kafka_bootstrap, tmp_path)
        yield made
        made.close()


@pytest.fixture(scope="module")
def working(databases: Databases, kafka_bootstrap: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A prepared ledger that a worker process serves while the module's tests run."""
    with databases.one() as mongo_url:
        made = Scene(mongo_url, kafka_bootstrap, tmp_path_factory.mktemp("working"))
        worker = made.start()
        until(lambda: len(made.read_by(worker.pid)) == len(made.ends()))
        yield made
        made.close()
