"""Knows a stack under trial: it runs, phones have sent to it, and scenarios may follow one another on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.faults.phones import Sent
from tests.stacks import Up


@dataclass(frozen=True, slots=True)
class Trial:
    """What runs, and all that was ever sent to it: a verdict is on the whole ledger."""

    running: Up
    sent: Sent = field(default_factory=Sent)


@contextmanager
def trial(*, workers: int = 1, relays: int = 1) -> Iterator[Trial]:
    """A new one, of so many processes."""
    many = ("--workers", str(workers), "--relays", str(relays))
    with TemporaryDirectory(prefix="xiaohao-faults-") as folder, Up(Path(folder), *many) as running:
        yield Trial(running)
