"""Knows the visit by which the inspector of a row's project looks at its major issue again before it is struck off."""

import json
import time
from typing import Any

from exchange.tables.ids import uuid7_at
from mobile_schema.vocabulary import RecheckResult
from play.client.http import Api
from play.replay.journey import Step
from play.replay.sending import receipt_of

Document = dict[str, Any]


async def look_again(api: Api, token: str, step: Step, issue: Document) -> str | None:
    """Send the visit and follow it into the ledger; why it did not count, or None.

    Raises PlayError when API or ledger stay away for a bounded time.
    """
    visit = _visit(step, issue["id"])
    answer = await api.send("/v1/site-visits", token, json.dumps(visit, ensure_ascii=False).encode())
    if not answer.ok:
        return answer.problem
    receipt = await receipt_of(api, token, visit["report_id"], time.monotonic())
    refused = [recheck["refused"] for recheck in receipt.get("rechecks", ())] or [receipt.get("reason")]
    return None if refused[0] is None else str(refused[0])


def _visit(step: Step, issue_id: str) -> Document:
    """The row's own visit again, at the date of its closing, only to look at what was found."""
    at = step.at.isoformat()
    return {
        **json.loads(step.report.raw),
        "report_id": uuid7_at(step.at, f"recheck\0{issue_id}"),
        "captured_at": at,
        "sent_at": at,
        "kind": "recheck",
        "findings": [],
        "rechecks": [{"issue_id": issue_id, "result": RecheckResult.SOLVED}],
    }
