"""Knows what the supervisor asks of each supervised process, and how our own commands become one."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Protocol

from stack.processes.child import Child
from stack.processes.faults import StackError

_READY_SECONDS: Final = 60.0
_ONE_SHOT_SECONDS: Final = 120.0


class Part(Protocol):
    """One supervised process: mongod, kafka, or one of our own."""

    @property
    def child(self) -> Child:
        """Its process."""
        ...

    def launch(self) -> None:
        """Start it without waiting. Raises StackError when it cannot be."""
        ...

    def wait_ready(self) -> None:
        """Wait until it does its work. Raises StackError when it ends first or takes too long."""
        ...


class Command:
    """One `xiaohao` command as a process of its own."""

    def __init__(
        self,
        name: str,
        arguments: list[str],
        logs: Path,
        env: Mapping[str, str],
        ready: Callable[[], bool] = lambda: True,
    ) -> None:
        self.child = Child(name, [sys.executable, "-P", "-m", "cli", *arguments], logs / f"{name}.log", env)
        self._ready = ready

    def launch(self) -> None:
        """Start it without waiting."""
        self.child.start()

    def wait_ready(self) -> None:
        """Wait until its check passes."""
        self.child.wait_until(self._ready, _READY_SECONDS)

    def wait_done(self) -> None:
        """Wait for the end of one that does its work once. Raises StackError when it fails or takes too long."""
        code = self.child.wait_exit(_ONE_SHOT_SECONDS)
        if code:
            words, log = self.child.last_words(), self.child.log
            raise StackError(f"{self.child.name} 失败 / {self.child.name} failed ({code}): {words}; log: {log}")
