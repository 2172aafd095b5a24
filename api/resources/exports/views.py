"""Knows what is said of an export that is made as a job."""

from datetime import datetime
from typing import Any

from pydantic import Field

from api.http.views import View
from ledger.jobs.exports import ExportJob, JobState


class ExportView(View):
    """`rows` of `total` are written; `file` is where its file is once it is `done`, until `gone_at`. `failure` says why
    there is none, in a word of the problems that the list itself would have.
    """

    id: str
    state: JobState
    form: str
    asked_at: datetime
    rows: int
    total: int | None
    as_of: datetime | None
    position: str | None = Field(description="Up to which event the ledger is in it", examples=["1772418000-3"])
    file: str | None
    name: str | None
    bytes: int | None
    sha256: str | None
    gone_at: datetime | None
    failure: str | None


def shown(job: ExportJob) -> dict[str, Any]:
    """`ExportView`."""
    done = job.state is JobState.DONE
    return {
        "id": job.id,
        "state": job.state,
        "form": job.asked["form"],
        "asked_at": job.asked_at,
        "rows": job.rows,
        "total": job.total,
        "as_of": job.as_of,
        "position": job.position,
        "file": f"/v1/exports/{job.id}/file" if done else None,
        "name": job.name,
        "bytes": job.bytes,
        "sha256": job.sha256,
        "gone_at": job.gone_at if done else None,
        "failure": job.failure,
    }
