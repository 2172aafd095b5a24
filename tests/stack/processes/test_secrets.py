"""What a stack keeps is its owner's alone, and its papers hold no password."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from stack.processes import data_folder
from stack.processes.data_folder import DataFolder, RunningStack
from stack.processes.faults import StackError
from stack.processes.secrets import without_secrets


def modes(folder: Path) -> set[tuple[bool, int]]:
    """(is a folder, its permissions) of all that is in a folder, itself too."""
    return {(path.is_dir(), path.stat().st_mode & 0o777) for path in (folder, *folder.rglob("*"))}


@pytest.fixture(autouse=True)
def _own_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_what_an_earlier_stack_left_readable_is_its_owners_alone_again(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "kafka" / "logs").mkdir(parents=True)
    (folder / "kafka" / "logs" / "0.log").write_bytes(b"report")
    (folder / "ports.json").write_text("{}")
    held = DataFolder(folder)
    held.hold()
    held.announce(RunningStack(1, "", "", "", "system", {}))
    assert modes(folder) == {(True, 0o700), (False, 0o600)}
    held.release()


def test_what_else_lies_in_the_folder_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "minutes.txt").write_text("ours")
    tmp_path.chmod(0o755)
    held = DataFolder(tmp_path)
    held.hold()
    assert (tmp_path / "minutes.txt").stat().st_mode & 0o777 == 0o644
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert modes(tmp_path / "logs") == {(True, 0o700)}
    held.release()


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("mongodb://ledger:s3%40cret@h1:27017,h2/x?replicaSet=r", "mongodb://ledger@h1:27017,h2/x?replicaSet=r"),
        ("mongodb+srv://u:s@h/x?tlsCertificateKeyFilePassword=s&w=1", "mongodb+srv://u@h/x?w=1"),
        ("mongodb://h/x?w=1&ProxyPassword=s", "mongodb://h/x?w=1"),
        ("mongodb://u:s:s@h/x?authMechanismProperties=AWS_SESSION_TOKEN:s", "mongodb://u@h/x"),
        ("mongodb://127.0.0.1:27017/x?replicaSet=rs0", "mongodb://127.0.0.1:27017/x?replicaSet=rs0"),
    ],
)
def test_an_address_is_kept_without_what_it_keeps_secret(tmp_path: Path, told: str, kept: str) -> None:
    assert without_secrets(told) == kept
    folder = DataFolder(tmp_path)
    folder.announce(RunningStack(1, "", told, "", "system", {}))
    assert "s3" not in folder.stack_file.read_text()
    assert kept in folder.stack_file.read_text()


def test_a_command_speaks_of_the_topics_that_the_stack_was_started_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = DataFolder(tmp_path)
    folder.hold()
    folder.announce(RunningStack(1, "", "", "", "system", {}, topic_prefix="jinzhong."))
    with pytest.raises(StackError, match=r"XIAOHAO_TOPIC_PREFIX='jinzhong\.'"):
        folder.running()
    monkeypatch.setattr(data_folder, "PREFIX", "jinzhong.")
    assert folder.running() is not None
    folder.release()


def test_a_command_takes_the_password_from_the_environment_or_says_that_it_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, whole = DataFolder(tmp_path), "mongodb://ledger:secret@h/x?replicaSet=r"
    folder.hold()
    folder.announce(RunningStack(1, "", whole, "", "system", {}))
    running = folder.running()
    assert running is not None
    for told in ("", "mongodb://ledger:secret@elsewhere/x"):
        monkeypatch.setenv("XIAOHAO_MONGO_URL", told)
        with pytest.raises(StackError, match=r"asks for a password.* set XIAOHAO_MONGO_URL"):
            folder.ledger_url(running)
    monkeypatch.delenv("XIAOHAO_MONGO_URL")
    (tmp_path / "url").write_text("mongodb://ledger:secret@elsewhere/x")
    monkeypatch.setenv("XIAOHAO_MONGO_URL_FILE", str(tmp_path / "url"))
    with pytest.raises(StackError, match=r"asks for a password.* set XIAOHAO_MONGO_URL_FILE as it was"):
        folder.ledger_url(running)
    monkeypatch.delenv("XIAOHAO_MONGO_URL_FILE")
    monkeypatch.setenv("XIAOHAO_MONGO_URL", whole)
    assert folder.ledger_url(running) == whole
    folder.release()
