"""Knows the keys that this ledger signs its own short notes with, such as nonces: made when first wanted, rotated.

The one before the newest still opens what it signed, so that a rotation breaks nothing that is under way.
"""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from pymongo.errors import DuplicateKeyError

from ledger.mongo.connection import Store

_BYTES: Final = 32
_VALID: Final = 2
_REMEMBERED_SECONDS: Final = 30.0


class Purpose(StrEnum):
    """What a key is for; each has keys of its own."""

    SESSION = "session"


@dataclass(frozen=True, slots=True)
class Key:
    """One key, numbered from 1 on."""

    number: int
    secret: bytes
    made_at: datetime


def rotate(store: Store, purpose: Purpose, at: datetime) -> int:
    """Make a new key, and drop those that open nothing any more; its number. Raises PyMongoError."""
    number = max((key.number for key in keys_of(store, purpose)), default=0) + 1
    _make(store, purpose, number, at)
    store["keys"].delete_many({"purpose": purpose.value, "number": {"$lte": number - _VALID}})
    return number


def keys_of(store: Store, purpose: Purpose) -> list[Key]:
    """The keys that count, the newest first. Raises PyMongoError."""
    found = store["keys"].find({"purpose": purpose.value}).sort("number", -1).limit(_VALID)
    return [Key(each["number"], bytes(each["secret"]), each["made_at"]) for each in found]


class Signer:
    """Signs notes with the newest key of a purpose, and opens what the newest two signed."""

    def __init__(self, store: Store, purpose: Purpose = Purpose.SESSION) -> None:
        self._store = store
        self._purpose = purpose
        self._keys: Sequence[Key] = ()
        self._read_at = float("-inf")

    def signed(self, label: str, note: bytes, at: datetime) -> str:
        """A note that only `opened` with the same label reads back. Raises PyMongoError."""
        return f"{_text(note)}.{_text(_seal(self._valid(at)[0], label, note))}"

    def opened(self, label: str, signed: str, at: datetime) -> bytes | None:
        """The note, or None when no valid key of ours signed it under this label. Raises PyMongoError."""
        body, _, seal = signed.partition(".")
        try:
            note, given = _bytes(body), _bytes(seal)
        except ValueError:
            return None
        good = [key for key in self._valid(at) if hmac.compare_digest(_seal(key, label, note), given)]
        return note if good else None

    def _valid(self, at: datetime) -> Sequence[Key]:
        if not self._keys or time.monotonic() - self._read_at > _REMEMBERED_SECONDS:
            self._keys = keys_of(self._store, self._purpose) or self._first(at)
            self._read_at = time.monotonic()
        return self._keys

    def _first(self, at: datetime) -> Sequence[Key]:
        try:
            _make(self._store, self._purpose, 1, at)
        except DuplicateKeyError:
            """Another process was quicker, and its key is ours."""
        return keys_of(self._store, self._purpose)


def _make(store: Store, purpose: Purpose, number: int, at: datetime) -> None:
    store["keys"].insert_one(
        {
            "_id": f"{purpose.value}/{number}",
            "purpose": purpose.value,
            "number": number,
            "secret": secrets.token_bytes(_BYTES),
            "made_at": at,
        }
    )


def _seal(key: Key, label: str, note: bytes) -> bytes:
    return hmac.digest(key.secret, label.encode() + b"\x00" + note, hashlib.sha256)


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
