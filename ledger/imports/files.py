"""Knows the files that are brought in: kept under their hash, apart from attachments, read by who sent them alone.

A workbook is never shown as evidence: it holds programs, links and pages that nothing here looks into.
"""

from contextlib import suppress
from datetime import datetime
from typing import Final

from gridfs import GridFSBucket, NoFile
from gridfs.errors import CorruptGridFile, FileExists

from ledger.evidence.uploads import has_sent, note_upload
from ledger.mongo.connection import Store

BUCKET: Final = "ledgers"


def keep_ledger(store: Store, sha256: str, person_id: str, raw: bytes, at: datetime) -> bool:
    """Keep the bytes of a file, and that a person sent them; False where that is known."""
    if store[f"{BUCKET}.files"].find_one({"filename": sha256}, {"_id": 1}) is None:
        _write(store, sha256, raw)
    return note_upload(store, sha256, person_id, len(raw), at)


def size_of(store: Store, sha256: str) -> int:
    """How many bytes a file has that is kept; 0 of one that is not."""
    found = store[f"{BUCKET}.files"].find_one({"filename": sha256}, {"length": 1})
    return 0 if found is None else int(found["length"])


def ledger_of(store: Store, sha256: str, person_id: str) -> bytes | None:
    """The bytes of a file that a person sent; None where they did not."""
    if not has_sent(store, sha256, person_id):
        return None
    try:
        return GridFSBucket(store.database, BUCKET).open_download_stream_by_name(sha256).read()
    except (NoFile, CorruptGridFile):
        return None


def forget(store: Store, sha256: str) -> None:
    """Keep the bytes of a file no longer: who sent it may send it again."""
    for found in store[f"{BUCKET}.files"].find({"filename": sha256}, {"_id": 1}).to_list():
        with suppress(NoFile):
            GridFSBucket(store.database, BUCKET).delete(found["_id"])


def _write(store: Store, sha256: str, raw: bytes) -> None:
    stream = GridFSBucket(store.database, BUCKET).open_upload_stream(sha256)
    try:
        stream.write(raw)
        stream.close()
    except FileExists:
        stream.abort()
    except BaseException:
        stream.abort()
        raise
