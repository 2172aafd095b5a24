"""Knows how to run one real mongod as a one-node replica set on loopback, for demo, tests and benches."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from stack.embedded.guard import DATABASE, Guard
from stack.embedded.mongod_parts import mongod_command
from stack.embedded.server import Server
from stack.processes.child import Child
from stack.processes.ports import LOOPBACK

REPLICA_SET: Final = "rs0"
_READY_SECONDS: Final = 60.0
_NOT_YET_INITIALIZED: Final = 94


class Mongod(Server):
    """One server, a replica set by itself.

    With a `guard` it asks everybody for a password; without one whoever reaches it is let in. `options` of the
    command line are given to it besides.
    """

    def __init__(
        self,
        folder: Path,
        port: int | None = None,
        *,
        cache_gib: float = 0.25,
        log: Path | None = None,
        guard: Guard | None = None,
        options: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(folder, port, log or folder / "mongod.log")
        self._cache_gib = cache_gib
        self._guard = guard
        self._options = options or {}

    def url(self, database: str = DATABASE) -> str:
        """The address of one database on it; a guard lets into the ledger's alone."""
        who = self._guard.name_and_password if self._guard else ""
        return f"mongodb://{who}{LOOPBACK}:{self.port}/{database}?replicaSet={REPLICA_SET}"

    def _make_child(self) -> Child:
        program, extra = mongod_command()
        (self.folder / "db").mkdir(parents=True, exist_ok=True)
        # Compression off and loopback only: CVE-2025-14847 reads memory through compressed messages.
        options = {
            "--dbpath": "db",  # in the folder that it works in
            "--port": str(self.port),
            "--bind_ip": LOOPBACK,
            "--replSet": REPLICA_SET,
            "--oplogSize": "1024",
            "--networkMessageCompressors": "disabled",
            "--wiredTigerCacheSizeGB": str(self._cache_gib),
            **(self._guard.options(self.folder) if self._guard else {}),
            **self._options,
        }
        parameters = {
            "enableLocalhostAuthBypass": "false",
            "diagnosticDataCollectionEnabled": "false",
            "shutdownTimeoutMillisForSignaledShutdown": "0",
            # A worker killed inside a transaction leaves it open: by default others wait for its locks for over 60 s.
            "transactionLifetimeLimitSeconds": "10",
        }
        command = [str(program), "--nounixsocket", "--quiet"]
        command += [part for option in options.items() for part in option]
        command += [part for item in parameters.items() for part in ("--setParameter", "=".join(item))]
        return Child("mongod", command, self._log, extra, self.folder)

    def wait_ready(self) -> None:
        """Wait until it takes writes, with a guard those of the ledger's user.

        Raises StackError when it ends or takes too long.
        """
        who: dict[str, Any] = self._guard.as_the_server() if self._guard else {}
        with MongoClient[dict[str, Any]](
            LOOPBACK, self.port, directConnection=True, serverSelectionTimeoutMS=200, connectTimeoutMS=1_000, **who
        ) as client:
            self.child.wait_until(lambda: self._takes_writes(client), _READY_SECONDS)
            if self._guard is not None:
                self._guard.let_in(client, self.url())

    def _takes_writes(self, client: MongoClient[dict[str, Any]]) -> bool:
        try:
            if client.admin.command("hello").get("isWritablePrimary"):
                return True
            self._form_replica_set(client)
        except PyMongoError:
            return False
        return False

    def _form_replica_set(self, client: MongoClient[dict[str, Any]]) -> None:
        """Make the set on a new data folder, and move it when the port is not the one it was made with."""
        member = {"_id": 0, "host": f"{LOOPBACK}:{self.port}"}
        try:
            config = client.admin.command("replSetGetConfig")["config"]
        except OperationFailure as failure:
            if failure.code != _NOT_YET_INITIALIZED:
                raise
            settings = {"electionTimeoutMillis": 1_000}
            client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [member], "settings": settings})
            return
        if config["members"][0]["host"] != member["host"]:
            moved = config | {"members": [config["members"][0] | member], "version": config["version"] + 1}
            client.admin.command("replSetReconfig", moved, force=True)
