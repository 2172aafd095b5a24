"""Knows how reports are taken: each once, whatever its sender repeats, and only when the broker has it.

Same id and same bytes: the original receipt. Same id and other bytes: a conflict. What is not known here any more
(another process took it, and the ledger has not met it yet) is published again: the ledger drops what it knows, and
buries a second report under a known id as a dead letter; its judgement is final.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pymongo
from pymongo.errors import PyMongoError

from api.accepting.already_taken import Recent
from api.accepting.publisher import BrokerAway, Message, Publisher
from api.accepting.reading import Report
from api.http.batched import Batched
from api.http.problems import Problem, away
from ledger.groundwork.clock import Clock, to_milliseconds
from ledger.intake.receipts import Receipt, receipts_of
from ledger.intake.signing import Signatures
from ledger.mongo.connection import Store
from ledger.registry.actors import Actor
from mobile_schema.cloudevents import BATCH_OF, CloudEvent, encode, rfc3339
from mobile_schema.reports.sync import join_reports

SOURCE: Final = "urn:xiaohao:api"
_BATCH_BYTES: Final = 512 * 1024
_LOOK_UP_SECONDS: Final = 1.0
_BLIND_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Taking:
    """What became of one report: the receipt's words; `new` unless it was here before."""

    report_id: str
    sha256: str
    received_at: datetime
    new: bool
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class _Arrival:
    """The ledger's time and the receipts it has, as looked up for reports that arrive."""

    at: datetime
    receipts: dict[str, Receipt]


class Intake:
    """Takes reports to the broker."""

    def __init__(
        self, store: Store, clock: Clock, publisher: Publisher, recent: Recent, signatures: Signatures
    ) -> None:
        self._store = store
        self._clock = clock
        self._publisher = publisher
        self._recent = recent
        self._signatures = signatures
        self._arrivals: Batched[str, _Arrival] = Batched("arrivals", self._look_up)
        self._ahead = timedelta()
        self._blind_until = datetime.min.replace(tzinfo=UTC)

    def close(self) -> None:
        """End what it runs."""
        self._arrivals.close()

    async def take(self, reports: Sequence[Report], reporter: Actor) -> list[Taking | Problem]:
        """What became of each, in order; returns when the broker has all it will have."""
        fresh: list[Report] = []
        again: list[Report] = []
        for report in reports:
            if self._recent.get(report.id) is None:
                self._recent.begin(report.id, report.sha256, reporter.person_id)
                fresh.append(report)
            else:
                again.append(report)
        outcomes: dict[int, Taking | Problem] = {}
        try:
            if fresh:
                by_id = await self._take_fresh(fresh, reporter)
                outcomes = {id(report): by_id[report.id] for report in fresh}
        finally:
            for report in fresh:
                self._abandon(report.id)
        for report in again:
            outcomes[id(report)] = await self._take_again(report, reporter)
        return [outcomes[id(report)] for report in reports]

    async def _take_fresh(self, reports: Sequence[Report], reporter: Actor) -> dict[str, Taking | Problem]:
        """What became of reports that nobody here met before, by id."""
        arrival = await self._arrival([report.id for report in reports])
        outcomes: dict[str, Taking | Problem] = {}
        unknown: list[Report] = []
        for report in reports:
            receipt = arrival.receipts.get(report.id)
            if receipt is None:
                unknown.append(report)
            else:
                outcomes[report.id] = _already(report, receipt)
        records = [self._publish(record, reporter, arrival.at) for record in _records(unknown)]
        # Most requests are one record, and spare themselves a task.
        published = [await records[0]] if len(records) == 1 else await asyncio.gather(*records)
        for report, outcome in (pair for pairs in published for pair in pairs):
            outcomes[report.id] = outcome
        return outcomes

    async def _take_again(self, report: Report, reporter: Actor) -> Taking | Problem:
        """A report whose id was met a moment ago, in this process."""
        taken = self._recent.get(report.id)
        if taken is None:
            return (await self.take([report], reporter))[0]
        try:
            await taken.settled()
        except BrokerAway:
            return broker_away()
        except _Known:
            return (await self.take([report], reporter))[0]
        if taken.sha256 != report.sha256 or taken.received_at is None:
            return conflict(report)
        return Taking(report.id, report.sha256, taken.received_at, new=False)

    async def _publish(
        self, reports: Sequence[Report], reporter: Actor, at: datetime
    ) -> list[tuple[Report, Taking | Problem]]:
        """One record with these reports, all of one kind and project."""
        try:
            await self._publisher.publish(self._signed(_message(reports, reporter, at)))
        except BrokerAway as error:
            for report in reports:
                self._recent.forget(report.id, error)
            return [(report, broker_away()) for report in reports]
        for report in reports:
            self._recent.confirm(report.id, at)
        return [(report, Taking(report.id, report.sha256, at, new=True)) for report in reports]

    async def send_again(self, letter: Mapping[str, Any]) -> None:
        """A dead letter to the topic that it came from, in its own key, bytes and headers, signed anew.

        Raises BrokerAway.
        """
        headers = [(name, bytes(value)) for name, value in letter["headers"]]
        message = Message(letter["topic"], letter["key"], letter["raw"], headers)
        await self._publisher.publish(self._signed(message))

    def _signed(self, message: Message) -> Message:
        """So that the ledger believes it."""
        return replace(message, headers=self._signatures.sign(message.headers, message.topic, message.value))

    def _abandon(self, report_id: str) -> None:
        """What did not reach the broker, since the ledger knows it or the request broke off, is on its way no more."""
        taken = self._recent.get(report_id)
        if taken is not None and taken.received_at is None:
            self._recent.forget(report_id, _Known())

    async def _arrival(self, report_ids: Sequence[str]) -> _Arrival:
        """What the ledger says; while it is away, intake goes on without it."""
        now = datetime.now(UTC)
        if now >= self._blind_until:
            try:
                arrival = await self._arrivals.ask(report_ids)
            except PyMongoError:
                self._blind_until = datetime.now(UTC) + timedelta(seconds=_BLIND_SECONDS)
            else:
                self._ahead = arrival.at - datetime.now(UTC)
                return arrival
        return _Arrival(to_milliseconds(datetime.now(UTC) + self._ahead), {})

    def _look_up(self, report_ids: Sequence[str]) -> _Arrival:
        with pymongo.timeout(_LOOK_UP_SECONDS):
            return _Arrival(self._clock.now(), dict(receipts_of(self._store, report_ids)))


class _Known(Exception):
    """A report that needs no broker: ask again."""


def conflict(report: Report) -> Problem:
    """Another report has this one's id."""
    return Problem(
        409,
        "report-id-conflict",
        "报告编号已被内容不同的报告占用 / another report has this report_id",
        report_id=report.id,
    )


def broker_away() -> Problem:
    """The broker did not confirm; the phone keeps the report and sends it again."""
    return away(
        "broker-away", "报告暂时无法受理，请保留并稍后重发 / the report was not taken; keep it and send it again"
    )


def receipt_of(taking: Taking) -> dict[str, Any]:
    """The receipt as answered."""
    known = taking.receipt
    return {
        "report_id": taking.report_id,
        "status": "waiting" if known is None else "in_ledger",
        "received_at": rfc3339(taking.received_at),
        "sha256": taking.sha256,
    }


def _already(report: Report, receipt: Receipt) -> Taking | Problem:
    if receipt.sha256 != report.sha256:
        return conflict(report)
    return Taking(report.id, report.sha256, receipt.received_at, new=False, receipt=receipt)


def _records(reports: Sequence[Report]) -> Iterator[list[Report]]:
    """Reports that go into one record: of one kind and project, in order, up to half a mebibyte."""
    groups: dict[tuple[str, str], list[Report]] = {}
    for report in reports:
        groups.setdefault((report.kind.topic, report.project_code), []).append(report)
    for group in groups.values():
        record: list[Report] = []
        size = 0
        for report in group:
            if record and size + len(report.raw) > _BATCH_BYTES:
                yield record
                record, size = [], 0
            record.append(report)
            size += len(report.raw) + 1
        yield record


def _message(reports: Sequence[Report], reporter: Actor, at: datetime) -> Message:
    first = reports[0]
    alone = len(reports) == 1
    event = CloudEvent(
        id=first.id if alone else f"{first.id}+{len(reports) - 1}",
        source=SOURCE,
        type=first.kind.event if alone else BATCH_OF[first.kind.event],
        time=rfc3339(at),
        reporter=reporter.person_id,
        credential=reporter.credential,
    )
    value = first.raw if alone else join_reports([report.raw for report in reports])
    return Message(first.kind.topic, first.project_code.encode(), value, encode(event))
