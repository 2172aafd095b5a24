"""Knows API processes of a test's own, on a mongod that it may stop: they are ended, or killed, and begun again."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from stack.embedded.mongod import Mongod
from stack.processes.ports import free_port
from tests.api.parts import COUNTY
from tests.plain_http import PLAIN
from tests.processes import Process, xiaohao
from tests.signing import key_file
from tests.streams.parts import until


@dataclass(frozen=True)
class Own:
    """The mongod, what its processes are told, and a county supervisor's token."""

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


@contextmanager
def own_ledger(folder: Path, kafka_bootstrap: str) -> Iterator[Own]:
    """A prepared ledger on a mongod of one's own."""
    with Mongod(folder / "mongod") as mongod:
        environment = {
            "XIAOHAO_MONGO_URL": mongod.url(),
            "XIAOHAO_KAFKA": kafka_bootstrap,
            "XIAOHAO_INTAKE_KEY": str(key_file()),
            "XIAOHAO_CLOCK": "system",
        }
        credentials = folder / "credentials.json"
        prepare = ("prepare", "--samples", "--credentials", str(credentials))
        xiaohao(*prepare, **environment).check_returncode()
        yield Own(mongod, environment, json.loads(credentials.read_text("utf-8"))[COUNTY]["token"], folder)


def kill_whole(process: Process) -> None:
    """Kill a process together with those that it began, as a machine that loses its power does."""
    begun = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    for each in begun:
        with suppress(psutil.NoSuchProcess):
            each.kill()


def _lives(client: httpx.Client) -> bool:
    try:
        return client.get("/v1/me").status_code == 200
    except httpx.TransportError:
        return False
