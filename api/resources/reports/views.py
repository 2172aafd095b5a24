"""Knows what a phone is answered, for OpenAPI."""

from typing import Literal

from pydantic import AwareDatetime

from api.http.views import FaultView, View
from ledger.figures.judging import FigureVerdict


class IssueRef(View):
    id: str
    serial: str


class RecheckOutcome(View):
    """What became of one recheck of a visit; `refused` says why it did not count."""

    issue_id: str
    serial: str | None = None
    refused: str | None


class CorrectionOutcome(View):
    """What became of a problem that corrects one of another report: recorded on that one's issue, or, with `refused`,
    an issue of its own. `place` counts the findings from 0."""

    place: int
    issue_id: str | None
    serial: str | None
    refused: str | None


class FigureOutcome(View):
    """What became of a project's figure: with "same" it is the one that was there; one that was refused has no `id`,
    `project` and `version`."""

    verdict: FigureVerdict
    id: str | None = None
    project: str | None = None
    version: int | None = None


class ReceiptView(View):
    """What became of a report. `reason`, `detail` and `faults` come with "refused"; the rest with the other two;
    `figure` with a project's figure alone."""

    report_id: str
    status: Literal["waiting", "in_ledger", "refused"]
    received_at: AwareDatetime | None = None
    sha256: str | None = None
    issues: list[IssueRef]
    flags: list[str]
    rechecks: list[RecheckOutcome]
    corrections: list[CorrectionOutcome]
    figure: FigureOutcome | None = None
    reason: str | None = None
    detail: str | None = None
    faults: list[FaultView] | None = None


class AttachmentView(View):
    sha256: str
    media_type: str
    bytes: int
