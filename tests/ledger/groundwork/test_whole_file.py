"""What stands at a path is the old content or the new, never half of one, and never for others to read."""

import fcntl
import os
import signal
import stat
from pathlib import Path
from typing import Final

import pytest

from ledger.groundwork.whole_file import replacing

OLD: Final = "old\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    there = tmp_path / "secret"
    there.write_text(OLD)
    return there


def left_in(folder: Path) -> dict[str, str]:
    return {each.name: each.read_text() for each in folder.iterdir()}


def write(path: Path, text: str) -> None:
    with replacing(path) as file:
        file.write(text)


def test_it_is_its_owners_alone_and_nothing_lies_beside(path: Path) -> None:
    path.chmod(0o644)
    write(path, "新")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert left_in(path.parent) == {"secret": "新"}


def test_what_is_not_written_or_fails_leaves_what_stands_there(path: Path) -> None:
    with replacing(path):
        pass
    with pytest.raises(TypeError), replacing(path) as file:
        file.writelines(["half", None])  # type: ignore[list-item]
    assert left_in(path.parent) == {"secret": OLD}


def test_who_is_killed_halfway_leaves_the_old_and_what_lies_beside_is_taken_up(path: Path) -> None:
    child = os.fork()
    if not child:
        with replacing(path) as file:
            file.write("half of something long")
            file.flush()
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert path.read_text() == OLD
    (beside,) = set(path.parent.iterdir()) - {path}
    beside.chmod(0o644)
    write(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert left_in(path.parent) == {"secret": "new"}


def test_it_is_on_the_disk_before_it_is_in_its_place(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync, stood = os.fsync, []

    def looking(descriptor: int) -> None:
        stood.append((Path(f"/proc/self/fd/{descriptor}").readlink().name, path.read_text()))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", looking)
    write(path, "new")
    assert stood == [("secret.coming", OLD), (path.parent.name, "new")]


def test_the_second_waits_for_the_first_and_writes_a_file_of_its_own(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = fcntl.flock

    def after_another(file: object, operation: int) -> None:
        monkeypatch.setattr(fcntl, "flock", lock)
        write(path, "of the first")
        lock(file, operation)  # type: ignore[arg-type]

    monkeypatch.setattr(fcntl, "flock", after_another)
    with replacing(path) as file:
        assert path.read_text() == "of the first"
        with pytest.raises(BlockingIOError), path.with_name("secret.coming").open() as other:
            lock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        file.write("of the second")
    assert left_in(path.parent) == {"secret": "of the second"}
