"""Knows how reports get into the ledger over HTTP: in queues as a phone sends them, each followed to its receipt."""

import asyncio
import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from exchange.tables.faults import PlayError
from exchange.tables.reports import FileReport
from mobile_schema.reports.sync import MAX_SYNC_ITEMS
from play.client.http import Api, problem_line
from play.replay.watching import Watcher

STALL_SECONDS = 120.0
_LONG_POLL_SECONDS = 20
_MAX_BYTES = 1024 * 1024
_CONFLICT = "report-id-conflict: 同一编号的行已入账,内容不同 / the ledger has another row with this id"


class Fate(StrEnum):
    """What became of one report."""

    ACCEPTED = "accepted"
    ALREADY = "already"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One report's fate; `issues` are the ids that the ledger gave, `reason` why it was refused."""

    report: FileReport
    fate: Fate
    issues: tuple[str, ...] = ()
    reason: str = ""


async def deliver(api: Api, token: str, queue: Sequence[FileReport], watcher: Watcher) -> list[Outcome]:
    """Send a queue of at most 200 reports and wait until each is in the ledger or refused.

    Raises PlayError when the token may not report, or when API or ledger stay away for a bounded time.
    """
    outcomes: list[Outcome] = []
    alive = time.monotonic()
    answers = await _sync(api, token, queue)
    watcher.sent(len(queue))
    for answered in answers:
        if answered.fate is Fate.REFUSED:
            outcomes.append(answered)
            watcher.settled(1)
            continue
        receipt = await receipt_of(api, token, answered.report.report_id, alive)
        alive = time.monotonic()
        outcomes.append(_settled(answered, receipt))
        watcher.settled(1)
    return outcomes


class Queues:
    """Collects reports by whose token sends them, and hands out full queues."""

    def __init__(self) -> None:
        self._open: dict[str, list[FileReport]] = {}
        self._bytes: dict[str, int] = {}

    def add(self, token: str, report: FileReport) -> list[FileReport] | None:
        """Add a report; the queue that this one no longer fits into, or fills."""
        queue, size = self._open.setdefault(token, []), self._bytes.get(token, 0)
        full = None
        if queue and size + len(report.raw) > _MAX_BYTES:
            full, size = queue, 0
            queue = self._open[token] = []
        queue.append(report)
        self._bytes[token] = size + len(report.raw)
        if full is None and len(queue) == MAX_SYNC_ITEMS:
            full, self._bytes[token] = self._open.pop(token), 0
        return full

    def rest(self) -> list[tuple[str, list[FileReport]]]:
        """The queues that are not full, with their tokens."""
        return [(token, queue) for token, queue in self._open.items() if queue]


async def _sync(api: Api, token: str, queue: Sequence[FileReport]) -> list[Outcome]:
    """Each report accepted, already known, or refused; what the broker could not take is sent again, in bounds."""
    outcomes: dict[int, Outcome] = {}
    waiting = list(range(len(queue)))
    until = time.monotonic() + STALL_SECONDS
    pause = 0.5
    while waiting:
        results = await _sync_once(api, token, [queue[place] for place in waiting])
        for place, result in zip(waiting, results, strict=True):
            if result["status"] != "unavailable":
                outcomes[place] = _answered(queue[place], result)
        waiting = [place for place in waiting if place not in outcomes]
        if waiting:
            if time.monotonic() + pause > until:
                raise PlayError(
                    f"消息服务 {STALL_SECONDS:.0f} 秒未受理,{len(waiting)} 条未发送 / "
                    f"the broker took nothing for {STALL_SECONDS:.0f} s: {len(waiting)} reports not sent"
                )
            await asyncio.sleep(pause)
            pause = min(pause * 2, 10.0)
    return [outcomes[place] for place in range(len(queue))]


async def _sync_once(api: Api, token: str, queue: Sequence[FileReport]) -> list[dict[str, Any]]:
    items = b",".join(b'{"type":"site_visit","report":' + report.raw + b"}" for report in queue)
    answer = await api.send("/v1/sync", token, b'{"items":[' + items + b"]}")
    if not answer.ok:
        raise PlayError(f"POST /v1/sync: {answer.problem}")
    results = sorted(answer.body["results"], key=lambda result: result["index"])
    if [result["index"] for result in results] != list(range(len(queue))):
        raise PlayError(
            f"POST /v1/sync: 已发 {len(queue)} 条,只答复 {len(results)} 条 / "
            f"{len(queue)} reports sent, answers for {len(results)}"
        )
    return results


def _answered(report: FileReport, result: dict[str, Any]) -> Outcome:
    if result["status"] in (Fate.ACCEPTED, Fate.ALREADY):
        return Outcome(report, Fate(result["status"]))
    problem = result.get("problem") or {}
    return Outcome(report, Fate.REFUSED, reason=problem_line(problem) if problem else result["status"])


async def receipt_of(api: Api, token: str, report_id: str, alive: float) -> dict[str, Any]:
    """The receipt once it no longer waits. Raises PlayError when the ledger took nothing for long."""
    while True:
        answer = await api.get(f"/v1/receipts/{report_id}", token, wait=_LONG_POLL_SECONDS)
        if answer.ok and answer.body["status"] != "waiting":
            receipt: dict[str, Any] = answer.body
            return receipt
        if not answer.ok:
            raise PlayError(f"GET /v1/receipts/{report_id}: {answer.problem}")
        if time.monotonic() - alive > STALL_SECONDS:
            raise PlayError(
                f"台账 {STALL_SECONDS:.0f} 秒没有入账;已进入消息服务的,待入账进程恢复后自会入账 / "
                f"the ledger took nothing in for {STALL_SECONDS:.0f} s; what the broker has will come in "
                "when a worker runs again"
            )


def _settled(answered: Outcome, receipt: dict[str, Any]) -> Outcome:
    report = answered.report
    if receipt["status"] == Fate.REFUSED:
        said = " ".join(str(receipt.get(part) or "") for part in ("reason", "detail")).strip()
        return Outcome(report, Fate.REFUSED, reason=said or "未入账 / refused by the ledger")
    if receipt["sha256"] != hashlib.sha256(report.raw).hexdigest():
        # Two went to the broker before the ledger met either: it kept the other one.
        return Outcome(report, Fate.REFUSED, reason=_CONFLICT)
    return Outcome(report, answered.fate, tuple(issue["id"] for issue in receipt.get("issues", ())))
