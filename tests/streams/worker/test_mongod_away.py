"""While MongoDB does not answer, reports wait on the topic; when it is back, each is taken in once."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from stack.embedded.mongod import Mongod
from tests.databases import Databases
from tests.streams.parts import Scene, until

LONGER_THAN_THE_SESSION = 8.0


@pytest.fixture
def own_mongod(tmp_path: Path) -> Iterator[Mongod]:
    """A mongod that may be stopped: no other test uses it."""
    with Mongod(tmp_path / "mongod") as server:
        yield server


@pytest.fixture
def own_scene(own_mongod: Mongod, kafka_bootstrap: str, tmp_path: Path) -> Iterator[Scene]:
    """A scene on that mongod."""
    with Databases(own_mongod).one() as mongo_url:
        made = Scene(mongo_url, kafka_bootstrap, tmp_path)
        yield made
        os.kill(own_mongod.pid, signal.SIGCONT)
        made.close()


def test_a_mongod_that_stands_still_delays_reports_and_loses_none(own_scene: Scene, own_mongod: Mongod) -> None:
    worker = own_scene.start()
    until(lambda: own_scene.read_by(worker.pid))
    ids = own_scene.send_many(own_scene.visit(n) for n in range(200))
    os.kill(own_mongod.pid, signal.SIGSTOP)
    ids += own_scene.send_many(own_scene.visit(n) for n in range(200))
    time.sleep(LONGER_THAN_THE_SESSION)
    os.kill(own_mongod.pid, signal.SIGCONT)
    until(lambda: own_scene.taken_in(ids))
    own_scene.assert_each_once(ids)
    assert own_scene.read_by(worker.pid), "the same worker went on"
