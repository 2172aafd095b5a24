"""Knows the stack that a demo plays on: `xiaohao up` on a data folder of its own, as a user would start it."""

import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from exchange.tables.faults import PlayError
from play.client.credentials import Target, running_target

_STOP_SECONDS = 60.0


class Stage:
    """One running `xiaohao up`; use it as a context manager. What it says on standard error goes through."""

    def __init__(self, data: Path, port: int) -> None:
        self.data = data
        self._command = [sys.executable, "-m", "cli", "up", "--data", str(data), "--port", str(port), "--samples"]
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        # A session of its own: Ctrl-C comes to the demo alone, which then ends the stack in order.
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            self._command, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def ready(self) -> Target:
        """Wait until it prints that it is ready; who may speak there. Raises PlayError when it ends instead."""
        if self._process is None or self._process.stdout is None:
            raise PlayError("台账尚未启动 / the stack was not started")
        for line in self._process.stdout:
            if line.startswith("ready "):
                return running_target(self.data)
        code, logs = self._process.wait(), self.data / "logs"
        raise PlayError(
            f"台账未能启动(退出码 {code}),日志见 {logs} / the stack did not start (exit code {code}); its logs: {logs}"
        )
