"""The stream while MongoDB is away, and over the end of a process: readers stay, and nothing is lost or told twice."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from pymongo import MongoClient

from ledger.mongo.connection import Document
from stack.embedded.mongod import Mongod
from stack.processes.ports import free_port
from tests.api.listening import Listener, alert, listening
from tests.api.parts import COUNTY
from tests.plain_http import PLAIN
from tests.processes import Process, xiaohao
from tests.signing import key_file
from tests.streams.parts import until


@dataclass(frozen=True)
class Own:
    """A mongod that a test may stop, and API processes on it."""

    mongod: Mongod
    environment: dict[str, str]
    token: str
    folder: Path

    @contextmanager
    def serve(self) -> Iterator[tuple[Process, httpx.Client]]:
        """One more API process, which ends in order unless it was killed, and a county supervisor's client of it."""
        port = free_port()
        program = f"from api.server import run; run('127.0.0.1', {port})"
        process = Process(program, self.environment, self.folder / f"api-{port}.log")
        headers = {"Authorization": f"Bearer {self.token}"}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, **PLAIN) as client:
            until(lambda: _lives(client))
            yield process, client
        assert process.stop() in {0, -signal.SIGKILL}

    def fire(self, *names: str) -> None:
        """Alerts to the supervisor, written by someone else."""
        with MongoClient[Document](self.mongod.url(), retryWrites=True) as client:
            client.get_default_database()["alerts"].insert_many([alert(name, COUNTY) for name in names])


@pytest.fixture
def own(tmp_path: Path, kafka_bootstrap: str) -> Iterator[Own]:
    """A prepared ledger on a mongod of this test's own."""
    with Mongod(tmp_path / "mongod") as mongod:
        environment = {
            "XIAOHAO_MONGO_URL": mongod.url(),
            "XIAOHAO_KAFKA": kafka_bootstrap,
            "XIAOHAO_INTAKE_KEY": str(key_file()),
            "XIAOHAO_CLOCK": "system",
        }
        credentials = tmp_path / "credentials.json"
        prepare = ("prepare", "--samples", "--credentials", str(credentials))
        xiaohao(*prepare, **environment).check_returncode()
        yield Own(mongod, environment, json.loads(credentials.read_text("utf-8"))[COUNTY]["token"], tmp_path)


def _lives(client: httpx.Client) -> bool:
    try:
        return client.get("/v1/me").status_code == 200
    except httpx.TransportError:
        return False


def _says(told: Listener, word: str) -> bool:
    return any(word in block.comment for block in told)


def test_readers_stay_while_mongodb_is_away_and_get_all_of_it_afterwards(own: Own) -> None:
    with own.serve() as (_, client), listening(client) as told:
        own.fire("before")
        assert told.ids(1) == ["before"]
        own.mongod.kill()
        assert _says(told, "台账暂时不可用")
        own.mongod.start()
        own.fire("after-1", "after-2")
        assert told.ids(2) == ["after-1", "after-2"]


def test_killed_processes_lose_no_reader_an_event(own: Own) -> None:
    with own.serve() as (first, client), listening(client) as told:
        own.fire("one")
        assert told.ids(1) == ["one"]
        own.fire("two", "three")
        first.kill()
    with own.serve() as (_, second), own.serve() as (_, third):
        own.fire("four")
        with listening(second, told.last_id) as resumed, listening(third, told.last_id) as elsewhere:
            own.fire("five")
            assert resumed.ids(4) == elsewhere.ids(4) == ["two", "three", "four", "five"]
