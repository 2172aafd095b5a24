"""Knows a whole stack as a person starts it: `xiaohao up` in a process of its own, and what it says."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from xiaohao.stack.ports import free_port


class Up:
    """`xiaohao up` on one data folder. It can be stopped and started again: same port, same data."""

    def __init__(self, data: Path, *options: str) -> None:
        self.data = data
        self.port = free_port()
        self.options = options
        self.printed: list[str] = []
        self.said: list[str] = []
        self.process: subprocess.Popen[str] | None = None

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

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.process is not None and self.process.poll() is None

    def start(self) -> Self:
        """Start it and wait until it is ready. Raises AssertionError, with all it said, when it ends instead."""
        self.printed.clear()
        self.said.clear()
        command = [sys.executable, "-m", "xiaohao.cli", "up", "--data", str(self.data), "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, *self.options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for stream, into in ((self.process.stdout, self.printed), (self.process.stderr, self.said)):
            threading.Thread(target=_collect, args=(stream, into), daemon=True).start()
        self.wait_for(lambda: bool(self.printed), "it is ready")
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
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(90)

    def kill(self) -> None:
        """SIGKILL, to the supervisor alone."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _collect(stream: Any, into: list[str]) -> None:
    for line in stream:
        into.append(line)
