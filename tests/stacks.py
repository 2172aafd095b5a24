"""Knows a whole stack as a person starts it: `xiaohao up` in a process of its own, and what it says."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pymongo import MongoClient

from ledger.mongo.connection import Store, connect
from stack.processes.ports import free_port


class Up:
    """`xiaohao up` on one data folder, with sample people unless told otherwise. It can be stopped and started again:
    same port, same data."""

    def __init__(self, data: Path, *options: str) -> None:
        self.data = data
        self.port = free_port()
        self.options = options if "--no-samples" in options else (*options, "--samples")
        self.printed: list[str] = []
        self.said: list[str] = []
        self.process: subprocess.Popen[str] | None = None
        self.seconds_to_ready = 0.0
        self._readers: list[threading.Thread] = []

    @property
    def url(self) -> str:
        """Where its API answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def state(self) -> dict[str, Any]:
        """What `stack.json` says now: addresses and process ids."""
        state: dict[str, Any] = json.loads((self.data / "stack.json").read_text(encoding="utf-8"))
        return state

    @property
    def credentials(self) -> dict[str, dict[str, str]]:
        """The sample people: {person id: {token, name, role, unit, region}}."""
        found: dict[str, dict[str, str]] = json.loads((self.data / "credentials.json").read_text(encoding="utf-8"))
        return found

    def token_of(self, person_id: str) -> str:
        """The bearer token of a sample person."""
        return self.credentials[person_id]["token"]

    def store(self) -> Store:
        """An open connection to its ledger; it closes the one that was open before (mongoengine keeps one)."""
        return connect((self.data / "keys" / "mongo-url").read_text(encoding="ascii"))

    def as_the_server(self) -> MongoClient[dict[str, Any]]:
        """A connection to its mongod by the key of its set, for what the ledger's user may not do."""
        key = (self.data / "keys" / "mongod").read_text(encoding="ascii")
        return MongoClient(self.state["mongo_url"].replace("xiaohao@", f"__system:{key}@"), authSource="local")

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> Self:
        """Start it and wait until it is ready. Raises AssertionError, with all it said, when it ends instead."""
        self.printed.clear()
        self.said.clear()
        began = time.perf_counter()
        command = [sys.executable, "-m", "cli", "up", "--data", str(self.data), "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, *self.options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        streams = ((self.process.stdout, self.printed), (self.process.stderr, self.said))
        self._readers = [threading.Thread(target=_collect, args=each, daemon=True) for each in streams]
        for reader in self._readers:
            reader.start()
        try:
            self.wait_for(lambda: bool(self.printed), "it is ready")
        except BaseException:
            self.stop()
            raise
        self.seconds_to_ready = time.perf_counter() - began
        return self

    def wait_for(self, condition: Callable[[], bool], what: str, seconds: float = 120) -> None:
        """Poll `condition`. Raises AssertionError when the stack ends first or it takes too long."""
        deadline = time.monotonic() + seconds
        while not condition():
            if not self.running or time.monotonic() > deadline:
                raise AssertionError(f"waited in vain until {what}; it said:\n" + "".join(self.said))
            time.sleep(0.05)

    def stop(self) -> int:
        """SIGTERM; its exit code."""
        self.send_signal(signal.SIGTERM)
        return self.wait_ended()

    def kill(self) -> None:
        """SIGKILL, to the supervisor alone."""
        self.send_signal(signal.SIGKILL)
        self.wait_ended()

    def send_signal(self, number: signal.Signals) -> None:
        """A signal, to the supervisor alone."""
        assert self.process is not None
        self.process.send_signal(number)

    def signal_part(self, name: str, number: signal.Signals) -> bool:
        """Signal one of its processes; False when that one is dead at this moment."""
        with suppress(ProcessLookupError, KeyError):
            os.kill(self.state["processes"][name], number)
            return True
        return False

    def kill_part(self, name: str) -> bool:
        """SIGKILL; the supervisor restarts it."""
        return self.signal_part(name, signal.SIGKILL)

    def wait_restarted(self, name: str, killed: int) -> None:
        """Wait until a part that was killed has a new process id."""
        self.wait_for(lambda: self.state["processes"].get(name, killed) != killed, f"{name} is restarted")

    def wait_ended(self) -> int:
        """Wait for its end, and until all it said was read; its exit code."""
        assert self.process is not None
        code = self.process.wait(90)
        for reader in self._readers:
            reader.join(5)
        return code

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _collect(stream: Any, into: list[str]) -> None:
    for line in stream:
        into.append(line)
