"""Knows how the embedded mongod asks who is there: the key of its set, and the ledger's one user.

The key turns the asking on, and whoever has it is the server itself: by it each start gives the ledger's user a new
password. So a start that was killed on the way, a folder of a server that asked nobody and a lost file are all put
right by the next one, and there is no moment at which a stranger on this machine could make the first user.
"""

import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pymongo import MongoClient
from pymongo.errors import OperationFailure

from ledger.groundwork.whole_file import replacing

DATABASE: Final = "xiaohao"
_USER: Final = "xiaohao"
_ROLES: Final = ({"role": "readWrite", "db": DATABASE}, {"role": "clusterMonitor", "db": "admin"})
_USER_NOT_FOUND: Final = 11
_KEY: Final = re.compile(rb"[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class Guard:
    """`key` and `url` are files for their owner alone: the key, and the address with the password of this start."""

    key: Path
    url: Path
    password: str = field(default_factory=lambda: secrets.token_hex(24), repr=False)

    def options(self, working_in: Path) -> dict[str, str]:
        """What the server in this folder is told; the key is made where there is none, or none that is whole.

        Raises OSError.
        """
        if not self.key.exists() or not _KEY.fullmatch(self.key.read_bytes()):
            _keep(self.key, secrets.token_hex(64))
        return {"--keyFile": os.path.relpath(self.key, working_in)}

    def as_the_server(self) -> dict[str, str]:
        """The options of a client that comes with the key. Raises OSError."""
        return {"username": "__system", "password": self.key.read_text(encoding="ascii"), "authSource": "local"}

    @property
    def name_and_password(self) -> str:
        """What stands before the host in the ledger's address."""
        return f"{_USER}:{self.password}@"

    def let_in(self, client: MongoClient[dict[str, Any]], url: str) -> None:
        """Give the ledger's user the password of this start, and keep the address.

        Raises pymongo.errors.PyMongoError, OSError.
        """
        user: dict[str, Any] = {
            "pwd": self.password,
            "roles": list(_ROLES),
            "writeConcern": {"w": "majority", "j": True},
        }
        try:
            client[DATABASE].command("updateUser", _USER, **user)
        except OperationFailure as failure:
            if failure.code != _USER_NOT_FOUND:
                raise
            client[DATABASE].command("createUser", _USER, **user)
        _keep(self.url, url)


def _keep(path: Path, content: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(content)
