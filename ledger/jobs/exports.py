"""Knows exports that are made as jobs: asked for by one person, made by whichever process claims them, kept a week.

A document of `exports` says who asked (`owner`), with which keys of access, for what (`asked`), how far it is and who
makes it until when. A process that dies leaves it to the next, which begins it again. Times are the machine's own.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from gridfs import GridFSBucket, NoFile
from gridfs.grid_file import GridOut

from ledger.jobs.claims import Claims, waiting
from ledger.mongo.connection import Document, Store

COLLECTION: Final = "exports"
BUCKET: Final = "exports"
KEPT: Final = timedelta(days=7)
MOST_OPEN: Final = 3
"""Jobs of one person that are not done yet."""
_TOLD: Final = ("total", "as_of", "position", "done_at", "name", "bytes", "sha256", "failure")
_CHUNK: Final = 1024 * 1024


class JobState(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


OPEN: Final = (JobState.WAITING.value, JobState.RUNNING.value)


@dataclass(frozen=True, slots=True)
class ExportJob:
    """A job. `rows` of `total` are written; `file` names its file once it is done, `failure` why there is none."""

    id: str
    owner: str
    keys: tuple[str, ...]
    asked: Mapping[str, Any]
    address: str
    state: JobState
    asked_at: datetime
    rows: int = 0
    total: int | None = None
    as_of: datetime | None = None
    position: str | None = None
    done_at: datetime | None = None
    name: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    failure: str | None = None

    @property
    def gone_at(self) -> datetime | None:
        """When its file is no longer kept."""
        return None if self.done_at is None else self.done_at + KEPT


class TooManyJobs(Exception):
    """Somebody has as many open jobs as one may have."""


def keep_job(store: Store, owner: str, keys: tuple[str, ...], asked: Mapping[str, Any], address: str) -> ExportJob:
    """Keep a new job. Raises TooManyJobs or pymongo.errors.PyMongoError."""
    if store[COLLECTION].count_documents({"owner": owner, "state": {"$in": OPEN}}, limit=MOST_OPEN) >= MOST_OPEN:
        raise TooManyJobs
    now = datetime.now(UTC)
    job = ExportJob(secrets.token_urlsafe(12), owner, keys, asked, address, JobState.WAITING, now)
    document = {name: getattr(job, name) for name in ("owner", "asked", "address", "state", "asked_at", "rows")}
    store[COLLECTION].insert_one({"_id": job.id, **document, "keys": list(keys), **waiting()})
    return job


def find_job(store: Store, job_id: str, owner: str) -> ExportJob | None:
    """Somebody's own job; None where it is another's, or none."""
    found = store[COLLECTION].find_one({"_id": job_id, "owner": owner})
    return None if found is None else _job(found)


def claim_job(store: Store, holder: str) -> ExportJob | None:
    """The job that waits longest, or whose process died, for this holder to make; None where nobody waits."""
    found = _claims(store).claim(holder, {"state": "running", "rows": 0}, _failed("made-in-vain"))
    return None if found is None else _job(found)


def go_on(store: Store, job_id: str, holder: str, **facts: Any) -> bool:
    """Say that the holder still makes it, and how far it is; whether it is still the holder's."""
    return _claims(store).go_on(job_id, holder, **facts)


def finish_job(  # noqa: PLR0917 - whose job, and what became of it
    store: Store, job_id: str, holder: str, file: Path, name: str, sha256: str
) -> bool:
    """Keep its file and say that it is done; whether it was still the holder's."""
    bucket = GridFSBucket(store.database, BUCKET)
    with file.open("rb") as content:
        kept = bucket.upload_from_stream(f"{job_id}/{holder}", content, chunk_size_bytes=_CHUNK)
    said = {
        "state": "done",
        "done_at": datetime.now(UTC),
        "name": name,
        "bytes": file.stat().st_size,
        "sha256": sha256,
        "file": kept,
    }
    if _claims(store).say(job_id, holder, {"$set": said}):
        return True
    bucket.delete(kept)
    return False


def fail_job(store: Store, job_id: str, holder: str, failure: str) -> None:
    """Say that there will be no file, and why."""
    _claims(store).say(job_id, holder, _failed(failure))


def open_file(store: Store, job: ExportJob) -> GridOut | None:
    """The file of a job that is done; None where it is kept no longer."""
    found = store[COLLECTION].find_one({"_id": job.id}, {"file": 1})
    if found is None or found.get("file") is None:
        return None
    try:
        return GridFSBucket(store.database, BUCKET).open_download_stream(found["file"])
    except NoFile:
        return None


def forget_files(store: Store) -> None:
    """Let go of the files that were kept a week, also of those of no job, whose writers came too late."""
    old = {"state": "done", "file": {"$ne": None}, "done_at": {"$lt": datetime.now(UTC) - KEPT}}
    bucket = GridFSBucket(store.database, BUCKET)
    for job in store[COLLECTION].find(old, {"file": 1}):
        store[COLLECTION].update_one({"_id": job["_id"]}, {"$set": {"file": None}})
        _delete(bucket, job["file"])
    aged = {"uploadDate": {"$lt": datetime.now(UTC) - KEPT}}
    for file in store[f"{BUCKET}.files"].find(aged, {"_id": 1}):
        _delete(bucket, file["_id"])


def _delete(bucket: GridFSBucket, file: Any) -> None:
    try:
        bucket.delete(file)
    except NoFile:
        return


def _claims(store: Store) -> Claims:
    return Claims(store, COLLECTION, {"state": {"$in": OPEN}})


def _failed(failure: str) -> Document:
    return {"$set": {"state": "failed", "failure": failure, "done_at": datetime.now(UTC)}}


def _job(found: Document) -> ExportJob:
    told = {name: found.get(name) for name in _TOLD}
    return ExportJob(
        found["_id"],
        found["owner"],
        tuple(found["keys"]),
        found["asked"],
        found["address"],
        JobState(found["state"]),
        found["asked_at"],
        found["rows"],
        **told,
    )
