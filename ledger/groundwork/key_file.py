"""Knows a file of signing keys, its owner's alone: the newest signs, the one before it still counts, none else is kept.

A line a key, the newest first: its number from 1 on, a blank, 32 bytes in hexadecimal.
"""

import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ledger.groundwork.whole_file import replacing

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
    if not path.exists():
        with replacing(path) as file:
            if not path.exists():
                file.write(_lines([_new(1)]))
                return True
    return False


def rotate_keys(path: Path) -> int:
    """Put a new key before the newest and drop those that count no more; its number. Raises KeysRefused, OSError.

    Where another rotation comes between, its key is the new one: a second would drop the one that signed until now.
    """
    seen = read_keys(path)
    with replacing(path) as file:
        keys = read_keys(path)
        if keys == seen:
            keys = [_new(seen[0].number + 1), *seen[: _VALID - 1]]
            file.write(_lines(keys))
    return keys[0].number


def _new(number: int) -> Key:
    return Key(number, secrets.token_bytes(_BYTES))


def _lines(keys: Iterable[Key]) -> str:
    return "".join(f"{key.number} {key.secret.hex()}\n" for key in keys)
