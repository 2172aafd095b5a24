"""Knows how a file that is its owner's alone is replaced: whole or not at all, by one writer at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

_OWNERS_ALONE: Final = 0o600


@contextmanager
def replacing(path: Path) -> Iterator[IO[str]]:
    """A file for what is to stand at `path`; where nothing is written, or writing fails, what stands there stays.

    It lies beside until it is on the disk, at no moment for others to read, and is the lock as well: a second writer
    waits, and takes up what one that was killed left. Raises OSError.
    """
    beside = path.with_name(f"{path.name}.coming")
    with _held(beside) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if file.tell():
                beside.replace(path)
        finally:
            if _is_at(beside, file):
                beside.unlink()
        _sync(path.parent)


def _held(beside: Path) -> IO[str]:
    """The file, empty and locked; opened again where the one who was waited for took it away meanwhile."""
    while True:
        flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW
        file = os.fdopen(os.open(beside, flags, _OWNERS_ALONE), "w", encoding="utf-8")
        fcntl.flock(file, fcntl.LOCK_EX)
        if _is_at(beside, file):
            os.fchmod(file.fileno(), _OWNERS_ALONE)
            file.truncate(0)
            return file
        file.close()


def _is_at(path: Path, file: IO[str]) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.lstat())
    except FileNotFoundError:
        return False


def _sync(folder: Path) -> None:
    """Have the new name on the disk too, where the file system can be asked for it."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    with suppress(OSError):
        os.fsync(descriptor)
    os.close(descriptor)
