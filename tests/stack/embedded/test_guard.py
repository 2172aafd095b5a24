"""The embedded mongod asks for a password that each start draws anew; a start that was killed leaves nothing behind."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from ledger.mongo.connection import Store, connect
from stack.checkup.database import database
from stack.embedded.guard import Guard
from stack.embedded.mongod import Mongod

# Ends itself, and so the server with it, where the command that makes the user is told of.
_KILLED: Final = """
import os, signal, sys
from pathlib import Path
from pymongo import monitoring
from stack.embedded.guard import Guard
from stack.embedded.mongod import Mongod

def end(event):
    if event.command_name == "createUser":
        os.kill(os.getpid(), signal.SIGKILL)

class Ending(monitoring.CommandListener):
    def started(self, event): end(event) if sys.argv[2] == "started" else None
    def succeeded(self, event): end(event) if sys.argv[2] == "succeeded" else None
    def failed(self, event): pass

monitoring.register(Ending())
folder = Path(sys.argv[1])
Mongod(folder / "mongod", guard=Guard(folder / "keys" / "mongod", folder / "keys" / "mongo-url")).start()
"""


def guarded(folder: Path) -> Mongod:
    """A server on `folder` that asks, as `up` runs it."""
    return Mongod(folder / "mongod", guard=Guard(folder / "keys" / "mongod", folder / "keys" / "mongo-url"))


def kept(folder: Path) -> str:
    """The address that is kept there."""
    return (folder / "keys" / "mongo-url").read_text(encoding="ascii")


def works(url: str) -> bool:
    """Whether this address is let in, and writes."""
    with MongoClient[dict[str, Any]](url) as client:
        return client.get_default_database().things.insert_one({}).acknowledged


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("guarded")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Mongod]:
    with guarded(folder) as running:
        yield running


@pytest.fixture
def stranger(server: Mongod) -> Iterator[MongoClient[dict[str, Any]]]:
    """One who reaches the port and has no password."""
    with MongoClient[dict[str, Any]]("127.0.0.1", server.port, directConnection=True) as client:
        yield client


@pytest.fixture
def ledger(server: Mongod, folder: Path) -> Iterator[Store]:
    assert kept(folder) == server.url()
    store = connect(kept(folder))
    yield store
    store.close()


def test_without_a_password_nothing_is_read_and_nobody_made(stranger: MongoClient[dict[str, Any]]) -> None:
    tries = (
        stranger.xiaohao.events.find_one,
        stranger.list_database_names,
        lambda: stranger.xiaohao.watch().try_next(),
        stranger.local["oplog.rs"].find_one,
        lambda: stranger.admin.command("createUser", "mallory", pwd="m", roles=["root"]),
        lambda: stranger.xiaohao.things.insert_one({}),
    )
    for each in tries:
        with pytest.raises(OperationFailure, match="requires authentication"):
            each()


def test_the_ledgers_user_has_the_ledger_its_stream_and_what_doctor_asks_and_no_more(ledger: Store) -> None:
    with ledger.database.watch() as stream:
        ledger.transaction(lambda session: ledger["things"].insert_one({"_id": 1}, session=session))
        assert stream.next()["fullDocument"] == {"_id": 1}
    assert next(one.says for one in database(ledger) if one.part == "replica set").endswith("PRIMARY")
    with pytest.raises(OperationFailure, match="not authorized"):
        ledger.client.other.things.find_one()
    with pytest.raises(OperationFailure, match="not authorized"):
        ledger.client.admin.command("createUser", "mallory", pwd="m", roles=["root"])


def test_key_and_address_are_their_owners_alone_and_on_no_command_line(server: Mongod, folder: Path) -> None:
    keys = folder / "keys"
    assert {path.name: path.stat().st_mode & 0o777 for path in keys.iterdir()} == {"mongod": 0o600, "mongo-url": 0o600}
    told = Path(f"/proc/{server.pid}/cmdline").read_bytes() + (folder / "mongod" / "mongod.log").read_bytes()
    for secret in ((keys / "mongod").read_text(), server.url().split(":")[2].partition("@")[0]):
        assert secret.encode() not in told


def test_a_folder_that_asked_nobody_and_starts_killed_while_the_user_is_made_are_put_right(tmp_path: Path) -> None:
    with Mongod(tmp_path / "mongod") as open_to_all:
        assert works(open_to_all.url())
    for moment in ("started", "succeeded"):
        done = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path), moment], check=False, timeout=60)
        assert done.returncode == -signal.SIGKILL
        assert not (tmp_path / "keys" / "mongo-url").exists()
        if moment == "started":
            (tmp_path / "keys" / "mongod").unlink()
    with guarded(tmp_path), MongoClient[dict[str, Any]](kept(tmp_path)) as client:
        assert client.xiaohao.things.count_documents({}) == 1


@pytest.mark.parametrize("left", [b"", b"5f", b"\xff\x00not a key", b"5f" * 64 + b"\n5f"])
def test_a_key_that_is_not_whole_is_made_anew(tmp_path: Path, left: bytes) -> None:
    guard = Guard(tmp_path / "keys" / "mongod", tmp_path / "keys" / "mongo-url")
    guard.options(tmp_path)
    whole = guard.key.read_bytes()
    guard.options(tmp_path)
    assert guard.key.read_bytes() == whole
    guard.key.write_bytes(left)
    guard.options(tmp_path)
    assert len(guard.key.read_bytes()) == 128
    assert guard.key.read_bytes() not in (left, whole)
