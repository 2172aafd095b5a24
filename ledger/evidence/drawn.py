"""Knows thumbnails as they are kept: under the hash of their picture and their size, a month long, then drawn again.

They are a cache: nothing else is lost with them, and whoever may not see the picture is not shown one.
"""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Final

from pymongo.errors import DuplicateKeyError

from ledger.evidence.thumbnails import Size
from ledger.mongo.connection import Store

THUMBNAILS: Final = "thumbnails"


def kept_thumbnail(store: Store, sha256: str, size: Size) -> bytes | None:
    """What was drawn of these bytes, if it is kept. Raises pymongo.errors.PyMongoError."""
    found = store[THUMBNAILS].find_one({"_id": _id(sha256, size)}, {"jpeg": 1})
    return None if found is None else bytes(found["jpeg"])


def keep_thumbnail(store: Store, sha256: str, size: Size, drawn: bytes) -> None:
    """Keep what was drawn; `at` is the machine's own time, by which MongoDB lets it go. Raises PyMongoError."""
    with suppress(DuplicateKeyError):  # another drew the same
        store[THUMBNAILS].insert_one({"_id": _id(sha256, size), "jpeg": drawn, "at": datetime.now(UTC)})


def _id(sha256: str, size: Size) -> str:
    return f"{sha256}:{size.value}"
