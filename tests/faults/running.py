"""Knows a whole stack under `xiaohao up` whose processes can be killed by name."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xiaohao.ledger.store.connection import Store, connect
from xiaohao.stack.ports import free_port


@dataclass(frozen=True, slots=True)
class Running:
    """One stack in a folder of its own."""

    data: Path

    @property
    def said(self) -> dict[str, Any]:
        """What `stack.json` says now."""
        said: dict[str, Any] = json.loads((self.data / "stack.json").read_text(encoding="utf-8"))
        return said

    def token_of(self, person_id: str) -> str:
        """The bearer token of a sample person."""
        credentials = json.loads((self.data / "credentials.json").read_text(encoding="utf-8"))
        return str(credentials[person_id]["token"])

    def store(self) -> Store:
        """An open connection to its ledger."""
        return connect(self.said["mongo_url"])

    def send_signal(self, name: str, number: signal.Signals) -> bool:
        """Signal one of its processes; False when that one is dead at this moment."""
        with suppress(ProcessLookupError, KeyError):
            os.kill(self.said["processes"][name], number)
            return True
        return False

    def kill(self, name: str) -> bool:
        """SIGKILL; the supervisor restarts it."""
        return self.send_signal(name, signal.SIGKILL)

    def wait_restarted(self, name: str, killed: int, seconds: float = 60) -> int:
        """The new process id of a part that was killed."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            pid = int(self.said["processes"].get(name, killed))
            if pid != killed:
                return pid
            time.sleep(0.05)
        raise AssertionError(f"{name} was not restarted within {seconds:.0f} s")


@contextmanager
def running_stack(workers: int = 2) -> Iterator[Running]:
    """A fresh stack, ready; ended in order at the end. Its logs are shown when it does not get ready."""
    with tempfile.TemporaryDirectory(prefix="xiaohao-faults-") as folder:
        data = Path(folder)
        command = [sys.executable, "-m", "xiaohao.cli", "up", "--data", folder]
        options = ["--port", str(free_port()), "--workers", str(workers)]
        with (
            (data / "up.log").open("w") as log,
            subprocess.Popen([*command, *options], stdout=subprocess.PIPE, stderr=log, text=True) as process,
        ):
            try:
                line = process.stdout.readline() if process.stdout else ""
                if not line.startswith("ready "):
                    raise AssertionError((data / "up.log").read_text())
                yield Running(data)
            finally:
                process.terminate()
                process.wait(90)
