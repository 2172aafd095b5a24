"""Knows attachments: stored once, in GridFS under the name that is the SHA-256 of their bytes."""

import hashlib
from collections.abc import Iterable
from typing import IO

from gridfs import GridFSBucket, NoFile
from gridfs.errors import FileExists
from gridfs.grid_file import GridOut

from ledger.mongo.connection import Store

_BUCKET = "attachments"


class HashMismatch(Exception):
    """The bytes are not those whose hash was named; nothing was kept. `actual` is their SHA-256."""

    def __init__(self, actual: str) -> None:
        super().__init__(f"the bytes have SHA-256 {actual}")
        self.actual = actual


def has_attachment(store: Store, sha256: str) -> bool:
    """Whether these bytes are already stored."""
    return store[f"{_BUCKET}.files"].find_one({"filename": sha256}, {"_id": 1}) is not None


def missing_attachments(store: Store, hashes: Iterable[str]) -> list[str]:
    """Those of these hashes whose bytes are not stored."""
    wanted = set(hashes)
    if not wanted:
        return []
    stored = store[f"{_BUCKET}.files"].find({"filename": {"$in": sorted(wanted)}}, {"filename": 1})
    return sorted(wanted - {file["filename"] for file in stored})


def keep_attachment(store: Store, sha256: str, content: IO[bytes], media_type: str) -> bool:
    """Keep a file's bytes when their hash is `sha256`; False when they were stored already.

    Whoever takes the bytes in bounds them. Raises HashMismatch, and then keeps nothing.
    """
    content.seek(0)
    actual = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
    if actual != sha256:
        raise HashMismatch(actual)
    if has_attachment(store, sha256):
        return False
    content.seek(0)
    stream = GridFSBucket(store.database, _BUCKET).open_upload_stream(sha256, metadata={"media_type": media_type})
    try:
        stream.write(content)
        stream.close()
    except FileExists:
        stream.abort()
        return False
    except BaseException:
        stream.abort()
        raise
    return True


def open_attachment(store: Store, sha256: str) -> GridOut | None:
    """The stored bytes as a file, or None."""
    try:
        return GridFSBucket(store.database, _BUCKET).open_download_stream_by_name(sha256)
    except NoFile:
        return None
