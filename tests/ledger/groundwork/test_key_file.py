"""A file of keys is its owner's alone; two of them count, and a rotation drops what is older."""

import fcntl
import stat
from pathlib import Path

import pytest

from ledger.groundwork.key_file import KeysRefused, make_keys, read_keys, rotate_keys


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "keys" / "intake"
    assert make_keys(made)
    return made


def test_it_is_made_once_for_its_owner_alone(path: Path) -> None:
    before = path.read_bytes()
    assert not make_keys(path)
    assert path.read_bytes() == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_rotation_keeps_the_key_before_and_no_older_one(path: Path) -> None:
    (first,) = read_keys(path)
    assert rotate_keys(path) == 2
    assert read_keys(path)[1] == first
    assert rotate_keys(path) == 3
    assert [key.number for key in read_keys(path)] == [3, 2]
    assert len({key.secret for key in read_keys(path)} | {first.secret}) == 3
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["intake"]


def test_a_rotation_that_another_one_came_before_drops_no_key_that_signed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first,) = read_keys(path)
    lock, others = fcntl.flock, []

    def after_another(file: object, operation: int) -> None:
        monkeypatch.setattr(fcntl, "flock", lock)
        others.append(rotate_keys(path))
        lock(file, operation)  # type: ignore[arg-type]

    monkeypatch.setattr(fcntl, "flock", after_another)
    assert [rotate_keys(path), *others] == [2, 2]
    assert read_keys(path)[1] == first
    assert rotate_keys(path) == 3


@pytest.mark.parametrize("content", ["", "1 00\n", "1 " + "g" * 64, "0 " + "0" * 64, "一 " + "0" * 64])
def test_a_damaged_file_is_refused(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")
    with pytest.raises(KeysRefused):
        read_keys(path)
    with pytest.raises(KeysRefused):
        rotate_keys(path)


def test_a_file_that_others_may_read_or_that_is_missing_is_refused_in_a_sentence(path: Path) -> None:
    path.chmod(0o640)
    with pytest.raises(KeysRefused, match="0600"):
        read_keys(path)
    path.unlink()
    with pytest.raises(KeysRefused, match="xiaohao prepare"):
        read_keys(path)


def test_a_key_shows_no_secret(path: Path) -> None:
    (key,) = read_keys(path)
    assert key.secret.hex() not in repr(key)
    assert repr(key.secret) not in repr(key)
