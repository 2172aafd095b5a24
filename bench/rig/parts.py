"""Knows the real parts a bench runs on: its own mongod and Kafka in a folder that is gone afterwards."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from ledger.groundwork.process_settings import key_file_in
from ledger.intake.signing import Signatures
from ledger.mongo.connection import Store, connect, ensure_indexes
from stack.embedded.kafka import KafkaBroker
from stack.embedded.kafka_parts import tell_stderr
from stack.embedded.mongod import Mongod
from stack.processes.ports import free_port


@dataclass(frozen=True, slots=True)
class Parts:
    """A running mongod and broker, prepared with topics, indexes, registry, samples and their credentials."""

    mongod: Mongod
    kafka: KafkaBroker
    folder: Path
    database: str = "xiaohao"

    @property
    def credentials(self) -> Path:
        """The sample people's tokens."""
        return self.folder / "credentials.json"

    def store(self, database: str | None = None) -> Store:
        """An open connection to a database, the ledger's if none is named."""
        return connect(self.mongod.url(database or self.database))

    @property
    def signatures(self) -> Signatures:
        """What signs as the API does."""
        return Signatures(key_file_in(self.folder))

    def environment(self, **more: str) -> dict[str, str]:
        """What our processes are told."""
        return {
            "XIAOHAO_MONGO_URL": self.mongod.url(self.database),
            "XIAOHAO_KAFKA": self.kafka.bootstrap,
            "XIAOHAO_CLOCK": "system",
            "XIAOHAO_DATA": str(self.folder),
        } | more

    def prepare(self) -> None:
        """Topics, indexes, registry, samples and their credentials."""
        arguments = ["-m", "cli", "prepare", "--samples", "--credentials", str(self.credentials)]
        subprocess.run([sys.executable, *arguments], env=os.environ | self.environment(), check=True)

    def forget(self, *collections: str) -> None:
        """Make collections anew between rounds: each round starts alike, and as the ceiling's do."""
        store = self.store()
        for name in collections:
            store[name].drop()
        ensure_indexes(store)


@contextmanager
def parts() -> Iterator[Parts]:
    """Start both, prepare them, and end them at the end."""
    with tempfile.TemporaryDirectory(prefix="xiaohao-bench-") as root:
        folder = Path(root)
        with Mongod(folder / "mongod") as mongod, KafkaBroker(folder / "kafka", say=tell_stderr) as kafka:
            running = Parts(mongod, kafka, folder)
            running.prepare()
            yield running


@contextmanager
def process(name: str, arguments: list[str], env: Mapping[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """One of our processes, its output in a log of the bench's folder; asked to end, then waited for."""
    with (folder / f"{name}.log").open("ab") as log:
        running = subprocess.Popen([sys.executable, *arguments], env=os.environ | env, stdout=log, stderr=log)
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


@contextmanager
def worker(parts_: Parts) -> Iterator[subprocess.Popen[bytes]]:
    """One stream worker."""
    with process("worker", ["-m", "cli", "worker"], parts_.environment(), parts_.folder) as running:
        yield running


@contextmanager
def api(parts_: Parts, module: str = "cli") -> Iterator[str]:
    """One API process that answers; its address. `module` takes `api --port P` as the command line does."""
    port = a_port()
    arguments = ["-m", module, "api", "--port", str(port)]
    with process(f"{module}-{port}", arguments, parts_.environment(), parts_.folder) as running:
        url = f"http://127.0.0.1:{port}"
        _wait_connected(url, running)
        yield url


def _wait_connected(url: str, running: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        with suppress(httpx.TransportError):
            ready = httpx.get(f"{url}/readyz").json()
            if ready["mongo"] and ready["kafka"]:
                return
        if running.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"the API at {url} does not answer")


def a_port() -> int:
    """A port that nothing listens on."""
    return free_port()
