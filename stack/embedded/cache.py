"""Knows where downloaded parts are kept for all stacks of one user: `XIAOHAO_CACHE`, or the XDG cache folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stack.processes.settings import settings


def cache_folder() -> Path:
    """The cache folder, made when absent. Raises OSError when it cannot be; StackError."""
    chosen = settings().cache
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = chosen.expanduser() if chosen else base / "xiaohao"
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


@contextmanager
def cache_lock(name: str) -> Iterator[None]:
    """Hold the cache's lock `name`, so that two processes do not fill the same part at once."""
    with (cache_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
