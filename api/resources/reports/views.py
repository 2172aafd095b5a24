"""Knows what a phone is answered, for OpenAPI."""

from typing import Literal

from pydantic import AwareDatetime, ConfigDict

from api.http.views import FaultView, ProblemView, View


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


class TakenReceipt(View):
    """The broker has the report; `in_ledger` when a report that came again is on the ledger already."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "report_id": "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57",
                    "status": "waiting",
                    "received_at": "2025-03-02T01:20:01.123+00:00",
                    "sha256": "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9",
                }
            ]
        }
    )

    report_id: str
    status: Literal["waiting", "in_ledger"]
    received_at: AwareDatetime
    sha256: str


class ReceiptView(View):
    """What became of a report. `reason`, `detail` and `faults` come with "refused"; the rest with the other two."""

    report_id: str
    status: Literal["waiting", "in_ledger", "refused"]
    received_at: AwareDatetime | None = None
    sha256: str | None = None
    issues: list[IssueRef]
    flags: list[str]
    rechecks: list[RecheckOutcome]
    corrections: list[CorrectionOutcome]
    reason: str | None = None
    detail: str | None = None
    faults: list[FaultView] | None = None


class SyncResult(View):
    """The answer for one report of the queue; a refused, conflicting or untaken one says why."""

    index: int
    report_id: str | None
    status: Literal["accepted", "already", "conflict", "refused", "unavailable"]
    problem: ProblemView | None = None


class SyncAnswer(View):
    results: list[SyncResult]


class AttachmentView(View):
    sha256: str
    media_type: str
    bytes: int
