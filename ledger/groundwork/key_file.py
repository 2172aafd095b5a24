"""Knows a file of signing keys, its owner's alone: the newest signs, the one before it still counts, none else is kept.

A line a key, the newest first: its number from 1 on, a blank, 32 bytes in hexadecimal.
"""

import os
import re
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_BYTES: Final = 32
_VALID: Final = 2
_OTHERS: Final = 0o077
_LINE: Final = re.compile(r"([1-9]\d{0,8}) ([0-9a-f]{64})")


class KeysRefused(OSError):
    """The file is not there, is not its owner's alone, or holds something else; one sentence says which."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key."""

    number: int
    secret: bytes = field(repr=False)


def read_keys(path: Path) -> list[Key]:
    """The keys that count, the newest first. Raises KeysRefused."""
    try:
        with path.open(encoding="ascii") as file:
            open_to = os.fstat(file.fileno()).st_mode & _OTHERS
            lines = file.read().splitlines()
    except FileNotFoundError:
        raise KeysRefused(f"没有密钥文件 {path}，先运行 xiaohao prepare / no key file: run xiaohao prepare") from None
    except (OSError, ValueError) as error:
        raise KeysRefused(f"密钥文件 {path} 无法读取 / the key file cannot be read: {error}") from None
    if open_to:
        raise KeysRefused(f"密钥文件 {path} 他人可读，请改为 0600 / others may read the key file: make it 0600")
    found = [_LINE.fullmatch(line) for line in lines]
    if not found or None in found:
        raise KeysRefused(f"密钥文件 {path} 已损坏 / the key file is damaged")
    return [Key(int(each[1]), bytes.fromhex(each[2])) for each in found if each][:_VALID]


def make_keys(path: Path) -> bool:
    """Make the file with a first key where there is none, in a folder of its owner's alone; whether it was made.

    Raises OSError.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        _write(path, [_new(1)])
        return True
    return False


def rotate_keys(path: Path) -> int:
    """Put a new key before the newest and drop those that count no more; its number. Raises KeysRefused, OSError."""
    kept = read_keys(path)[: _VALID - 1]
    new = _new(kept[0].number + 1)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    _write(beside, [new, *kept])
    beside.replace(path)
    return new.number


def _new(number: int) -> Key:
    return Key(number, secrets.token_bytes(_BYTES))


def _write(path: Path, keys: Sequence[Key]) -> None:
    """Raises FileExistsError where there is one; what is written is at no moment for others to read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.writelines(f"{key.number} {key.secret.hex()}\n" for key in keys)
