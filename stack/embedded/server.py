"""Knows what the embedded servers have in common: one process on a folder, started, waited for, stopped or killed."""

from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Self

from stack.processes.child import Child
from stack.processes.ports import free_port


class Server(ABC):
    """One server on `folder`. The same object can be stopped or killed and started again: same port, same data."""

    def __init__(self, folder: Path, port: int | None, log: Path) -> None:
        self.folder = folder
        self.port = port or free_port()
        self._log = log
        self._child: Child | None = None

    @property
    def child(self) -> Child:
        """The server's process."""
        if self._child is None:
            self._child = self._make_child()
        return self._child

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self.child.pid

    def launch(self) -> None:
        """Start the process without waiting for it."""
        self.child.start()

    @abstractmethod
    def wait_ready(self) -> None:
        """Wait until it does its work. Raises StackError when it ends or takes too long."""

    def start(self) -> Self:
        """Start it and wait until it does its work."""
        self.launch()
        self.wait_ready()
        return self

    def stop(self) -> None:
        """Shut it down cleanly."""
        self.child.stop()

    def kill(self) -> None:
        """SIGKILL it, as a fault would."""
        self.child.kill()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @abstractmethod
    def _make_child(self) -> Child: ...
