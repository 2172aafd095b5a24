"""Knows attachments: stored once, in GridFS under the name that is the SHA-256 of their bytes."""

from collections.abc import Iterable

from gridfs import GridFSBucket, NoFile
from gridfs.errors import FileExists
from gridfs.grid_file import GridOut

from ledger.evidence.kinds import Examined
from ledger.mongo.connection import Store

_BUCKET = "attachments"


def has_attachment(store: Store, sha256: str) -> bool:
    """Whether these bytes are already stored."""
    return store[f"{_BUCKET}.files"].find_one({"filename": sha256}, {"_id": 1}) is not None


def media_types(store: Store, hashes: Iterable[str]) -> dict[str, str]:
    """What each of these files is, by its hash; one whose bytes are not stored is left out."""
    wanted = sorted(set(hashes))
    if not wanted:
        return {}
    stored = store[f"{_BUCKET}.files"].find({"filename": {"$in": wanted}}, {"filename": 1, "metadata": 1})
    return {file["filename"]: file["metadata"]["media_type"] for file in stored}


def keep_attachment(store: Store, file: Examined) -> bool:
    """Keep a file that was looked into; False when its bytes were stored already."""
    if has_attachment(store, file.sha256):
        return False
    file.content.seek(0)
    bucket = GridFSBucket(store.database, _BUCKET)
    stream = bucket.open_upload_stream(file.sha256, metadata={"media_type": file.media_type})
    try:
        stream.write(file.content)
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
