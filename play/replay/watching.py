"""Knows how a replay shows how far it is: bars on standard error, where a person looks and a program does not."""

from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Watcher(Protocol):
    """Who is told how far a replay is."""

    def begin(self, rows: int) -> None:
        """The file has so many rows."""
        ...

    def sent(self, reports: int) -> None:
        """So many more were taken by the API."""
        ...

    def settled(self, reports: int) -> None:
        """So many more are in the ledger, or refused."""
        ...

    def stand(self, text: str) -> None:
        """What goes on now, in a few words."""
        ...


class Bars:
    """Two bars (sent, settled) and a line of words; use it as a context manager."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description:<24}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[words]}"),
            console=Console(stderr=True),
        )
        self._sent = self._progress.add_task("已发送 sent", total=None, words="")
        self._settled = self._progress.add_task("已入账 in the ledger", total=None, words="")

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def begin(self, rows: int) -> None:
        """The file has so many rows."""
        for task in (self._sent, self._settled):
            self._progress.update(task, total=rows)

    def sent(self, reports: int) -> None:
        """So many more were taken by the API."""
        self._progress.advance(self._sent, reports)

    def settled(self, reports: int) -> None:
        """So many more are in the ledger, or refused."""
        self._progress.advance(self._settled, reports)

    def stand(self, text: str) -> None:
        """What goes on now, in a few words."""
        self._progress.update(self._settled, words=text)
