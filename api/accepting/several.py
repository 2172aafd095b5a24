"""Knows how reports are answered: one by its receipt, several at once by a line for each, in order."""

from collections.abc import Sequence
from typing import Any, Final, Literal

from pydantic import AwareDatetime, ConfigDict

from api.accepting.accepting import Intake, Taking, receipt_of
from api.accepting.reading import Report
from api.http.answers import JsonAnswer
from api.http.problems import Problem
from api.http.views import ProblemView, View
from ledger.registry.actors import Actor

_STATUS: Final = {409: "conflict", 503: "unavailable"}


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


class SyncResult(View):
    """The answer for one report of several; a refused, conflicting or untaken one says why."""

    index: int
    report_id: str | None
    status: Literal["accepted", "already", "conflict", "refused", "unavailable"]
    problem: ProblemView | None = None


class SyncAnswer(View):
    results: list[SyncResult]


async def take_one(intake: Intake, report: Report, reporter: Actor) -> JsonAnswer:
    """The answer to one report. Raises Problem."""
    (outcome,) = await intake.take([report], reporter)
    if isinstance(outcome, Problem):
        raise outcome
    location = {"Location": f"/v1/receipts/{report.id}"}
    return JsonAnswer(receipt_of(outcome), 202 if outcome.new else 200, location)


async def take_each(intake: Intake, read: Sequence[Report | Problem], reporter: Actor) -> list[Taking | Problem]:
    """What became of each of several, in order; what could not be read spoils no other."""
    taken = iter(await intake.take([report for report in read if isinstance(report, Report)], reporter))
    return [report if isinstance(report, Problem) else next(taken) for report in read]


def result(index: int, report_id: str | None, outcome: Taking | Problem) -> dict[str, Any]:
    """`SyncResult`."""
    if isinstance(outcome, Taking):
        status = "accepted" if outcome.new else "already"
        return {"index": index, "report_id": outcome.report_id, "status": status}
    return {
        "index": index,
        "report_id": report_id,
        "status": _STATUS.get(outcome.status, "refused"),
        "problem": outcome.body(),
    }


def too_large(limit: int) -> Problem:
    """The refusal of one report among several."""
    return Problem(413, "too-large", f"报告超过 {limit} 字节 / the report is larger than {limit} bytes", limit=limit)
