"""Knows `GET /v1/receipts/{report_id}`: what became of a report, now or within some seconds."""

import asyncio
import time
from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import Path, Query, Request, Response

from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Decimal
from api.http.problems import Problem
from api.reads.reads import Reads
from api.resources.reports.views import ReceiptView
from api.routes import declared, reads_of, router, services_of
from api.services import Services
from ledger.intake.planning.figures import REASONS
from ledger.intake.receipts import Receipt, Refused
from mobile_schema.cloudevents import rfc3339
from mobile_schema.fields import UUID7_PATTERN

routes = router("reports 报告")

LONGEST_WAIT: Final = 30.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 0.25


@routes.get(
    "/receipts/{report_id}",
    summary="回执 / what became of a report",
    responses=documented.answers(ReceiptView, refusals=(401, 404, 422, 503)),
    openapi_extra=declared("receipt.read"),
)
async def get_receipt(
    request: Request,
    report_id: Annotated[str, Path(pattern=UUID7_PATTERN)],
    wait: Annotated[
        Decimal,
        Query(ge=0, le=LONGEST_WAIT, allow_inf_nan=False, description="等待秒数 / seconds to wait while waiting"),
    ] = 0.0,
) -> Response:
    """`waiting`: the broker has it; `in_ledger`: the phone may drop its copy; `refused`: why.

    404 means that nobody here knows it (any more): the phone keeps its copy and sends it again, which is always safe.
    """
    services, reads = services_of(request), reads_of(request)
    until = time.monotonic() + wait
    pause = _FIRST_PAUSE
    while True:
        answer = await _outcome(services, reads, report_id)
        if answer is not None and answer["status"] != "waiting":
            return JsonAnswer(answer)
        if time.monotonic() + pause > until:
            break
        await asyncio.sleep(pause)
        pause = min(pause * 1.5, _LONGEST_PAUSE)
    if answer is None:
        raise _unknown(report_id)
    return JsonAnswer(answer)


async def _outcome(services: Services, reads: Reads, report_id: str) -> dict[str, Any] | None:
    found: Mapping[str, Receipt | Refused] = await services.outcomes.ask([report_id])
    outcome = found.get(report_id)
    if outcome is not None and not reads.may_be_told(outcome):
        return None
    if isinstance(outcome, Receipt):
        return {
            **_waiting(report_id, outcome.sha256, rfc3339(outcome.received_at)),
            "status": "in_ledger",
            "issues": outcome.issues,
            "flags": outcome.flags,
            "rechecks": outcome.rechecks,
            "corrections": outcome.corrections,
            "figure": outcome.figure,
        }
    taken = services.recent.get(report_id)
    taken_at = None if taken is None else taken.received_at
    if isinstance(outcome, Refused) and (taken_at is None or taken_at <= outcome.at):
        return {
            "report_id": report_id,
            "status": "refused",
            "issues": [],
            "flags": [],
            "rechecks": [],
            "corrections": [],
            "figure": _verdict(outcome.reason),
            "reason": outcome.reason,
            "detail": outcome.detail,
            "faults": outcome.faults,
        }
    if taken is None or taken_at is None or taken.reporter != reads.person.id:
        return None
    return _waiting(report_id, taken.sha256, rfc3339(taken_at))


def _waiting(report_id: str, sha256: str, received_at: str) -> dict[str, Any]:
    return {
        "report_id": report_id,
        "status": "waiting",
        "received_at": received_at,
        "sha256": sha256,
        "issues": [],
        "flags": [],
        "rechecks": [],
        "corrections": [],
        "figure": None,
    }


def _verdict(reason: str) -> dict[str, Any] | None:
    """`FigureOutcome` of a project's figure that stays out; of any other report None."""
    verdict = next((verdict for verdict, said in REASONS.items() if said == reason), None)
    return None if verdict is None else {"verdict": verdict, "id": None, "project": None, "version": None}


def _unknown(report_id: str) -> Problem:
    return Problem(
        404,
        "unknown-report",
        "尚无此报告的记录，请保留并重新发送 / nothing is known of this report: keep it and send it again",
        report_id=report_id,
    )
