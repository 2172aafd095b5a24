"""Knows how to run one child process: tied to its parent's life, output into a file, asked and then made to end."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from stack.processes.faults import StackError

_PR_SET_PDEATHSIG: Final = 1
_LIBC: Final = ctypes.CDLL(None, use_errno=True)
_TAIL_BYTES: Final = 4_000
_SAID_NOTHING: Final = "没有输出 / no output"
OTHERS_NOTHING: Final = 0o077
"""The umask of all that runs on a data folder: what it makes is its owner's alone."""


def _die_with_parent() -> None:
    """Runs between fork and exec: the kernel kills the child when its parent's thread is gone (prctl(2))."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


class Child:
    """One process. Start it from a thread that lives as long as it should: the kernel ends it with that thread.

    It works in `folder`, by default in its parent's.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        log: Path,
        env: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.log = log
        self.env = dict(env or {})
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, appending its output to the log. Raises StackError when the program cannot be run."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self.log.open("ab") as output:
                self._process = subprocess.Popen(  # noqa: S603 - our own programs
                    self.command,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env=os.environ | self.env,
                    cwd=self.folder,
                    umask=OTHERS_NOTHING,
                    start_new_session=True,  # a terminal's Ctrl-C is for the parent, which stops all in order
                    preexec_fn=_die_with_parent,  # noqa: PLW1509 - one prctl call, nothing that could hold a lock
                )
        except OSError as error:
            raise StackError(f"{self.name} 无法启动 / {self.name} cannot be started: {error}") from error

    @property
    def pid(self) -> int:
        """Its process id. Raises StackError before the start."""
        if self._process is None:
            raise StackError(f"{self.name} 尚未启动 / {self.name} was not started")
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """How it ended (negative: the signal), None while it runs."""
        return None if self._process is None else self._process.poll()

    def kill(self) -> None:
        """End it by SIGKILL, at once, and reap it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def ask_to_end(self) -> None:
        """Ask it to end by SIGTERM, without waiting."""
        if self._process is not None and self.running:
            self._process.terminate()
            self._process.send_signal(signal.SIGCONT)  # a stopped process would not hear the request

    def wait_end(self, patience_seconds: float = 20.0) -> None:
        """Wait until it has ended; after `patience_seconds`, kill it."""
        if self._process is None:
            return
        try:
            self._process.wait(patience_seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def stop(self) -> None:
        """Ask it to end and wait for it."""
        self.ask_to_end()
        self.wait_end()

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Poll `ready`. Raises StackError, with the log's last line, when it ends first or takes too long."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.running:
                how = f"{self.name} ended ({self.exit_code}): {self.last_words()}"
                raise StackError(f"{self.name} 已退出 / {how}; log: {self.log}")
            if time.monotonic() > deadline:
                how = f"{self.name} was not ready after {seconds:.0f} s"
                raise StackError(f"{self.name} 未能就绪 / {how}; log: {self.log}")
            time.sleep(0.05)

    def wait_exit(self, seconds: float) -> int:
        """Wait for the end of one that is meant to end; its exit code. Raises StackError when it takes too long."""
        deadline = time.monotonic() + seconds
        while (code := self.exit_code) is None:
            if time.monotonic() > deadline:
                how = f"{self.name} did not end in {seconds:.0f} s"
                raise StackError(f"{self.name} 未能完成 / {how}; log: {self.log}")
            time.sleep(0.05)
        return code

    def last_words(self) -> str:
        """The last line of its log that says something."""
        if not self.log.exists():
            return _SAID_NOTHING
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - _TAIL_BYTES))
            lines = [line.strip() for line in log.read().decode(errors="replace").splitlines()]
        return next((line for line in reversed(lines) if line), _SAID_NOTHING)
