"""Knows what of a stack is nobody else's business: the files of its data folder, and the password in an address."""

import os
import re
from pathlib import Path
from typing import Final

_KEPT_THERE: Final = frozenset(
    {
        "lock",
        "stack.json",
        "ports.json",
        "credentials.json",
        "administrator",
        "keys",
        "logs",
        "mongod",
        "kafka",
        "worker",
    }
)
_PASSWORD: Final = re.compile(r"(?<=//)([^@/?]*?):[^@/?]*(?=@)")
_SECRET_OPTION: Final = re.compile(
    r"(?<=[?&])(tlsCertificateKeyFilePassword|proxyPassword|authMechanismProperties)=[^&]*&?", re.IGNORECASE
)


def without_secrets(mongo_url: str) -> str:
    """The address without its password and without options that carry one; the user's name stays."""
    bare = _SECRET_OPTION.sub("", _PASSWORD.sub(r"\1", mongo_url, count=1))
    return bare.rstrip("?&") if bare != mongo_url else mongo_url


def make_private(folder: Path) -> None:
    """0700 for each folder and 0600 for each file that a stack keeps in `folder`, 0700 for itself.

    A folder that holds other things too, and what those are, is left as it is.
    """
    there = {entry.name for entry in folder.iterdir()}
    for name in there & _KEPT_THERE:
        _tighten(folder / name)
        for parent, folders, files in os.walk(folder / name):
            for each in (*folders, *files):
                _tighten(Path(parent) / each)
    if there <= _KEPT_THERE:
        _tighten(folder)


def _tighten(path: Path) -> None:
    if not path.is_symlink():
        path.chmod(0o700 if path.is_dir() else 0o600)
