"""Knows a report on its way in: as it came off the topic, as it was understood, or why it cannot be."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from pydantic import ValidationError

from ledger.reports.said import ALL_MODELS, FieldReport
from mobile_schema.cloudevents import BATCH_OF, BadHeadersError, CloudEvent, Headers, decode
from mobile_schema.faults import Fault, faults_of
from mobile_schema.reports.figure_report import FigureReport
from mobile_schema.reports.sync import BadSyncError, split_reports

DAMAGED: Final = "damaged"
"""The reason of a dead letter without bytes: they could not be read from the broker, and a person skipped them."""

UNSIGNED: Final = "unsigned"
"""The reason of a dead letter that the API did not write, or not so."""

_MENDED: Final = "mended"
_BETWEEN: Final = ":"
_UNSIGNED: Final = "没有本系统的签名，或签名与内容不符 / not signed by this ledger, or signed for something else"

_SINGLE_OF = {batch: single for single, batch in BATCH_OF.items()}
_REPORT_ID = re.compile(rb'"report_id"\s*:\s*"([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})"')


class Record(Struct, frozen=True):
    """One Kafka record as consumed. `signed`: whether its signature is one of ours, over all that it says."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes
    headers: Headers
    signed: bool

    @property
    def place(self) -> str:
        """topic/partition/offset."""
        return f"{self.topic}/{self.partition}/{self.offset}"


class Delivery(Struct, frozen=True):
    """One report in its original bytes, with what its record's headers say."""

    record: Record
    index: int | None
    event: CloudEvent
    raw: bytes

    @property
    def place(self) -> str:
        """Where it came from: topic/partition/offset, and /index within a batch."""
        return self.record.place if self.index is None else f"{self.record.place}/{self.index}"


class Received(Struct, frozen=True):
    """A report that was understood."""

    delivery: Delivery
    report: FieldReport
    sha256: str


class ReceivedFigure(Struct, frozen=True):
    """A project's figure that was understood."""

    delivery: Delivery
    report: FigureReport
    sha256: str


class DeadLetter(Struct, frozen=True):
    """A record, or one report of it, that cannot enter the ledger; `headers` and `raw` are enough to send it again."""

    id: str
    topic: str
    key: bytes | None
    headers: Headers
    raw: bytes
    reason: str
    detail: str
    report_id: str | None = None
    faults: tuple[Fault, ...] = ()


def open_record(record: Record) -> list[Delivery] | DeadLetter:
    """The reports in a record: one, or those of a phone's queue; a dead letter when it cannot be opened."""
    if not record.signed:
        # Without the report's id: whoever forges one answers no phone by it.
        return replace(_unopened(record, UNSIGNED, _UNSIGNED), report_id=None)
    try:
        event = decode(record.headers)
        if event.type in ALL_MODELS:
            return [Delivery(record, None, event, record.value)]
        if event.type not in _SINGLE_OF:
            return _unopened(record, "unknown-type", f"unknown CloudEvents type {event.type}")
        reports = split_reports(record.value)
    except (BadHeadersError, BadSyncError) as error:
        return _unopened(record, "unreadable", str(error))
    single = replace(event, type=_SINGLE_OF[event.type])
    return [Delivery(record, index, single, raw) for index, raw in enumerate(reports)]


def read(delivery: Delivery) -> Received | ReceivedFigure | DeadLetter:
    """The report understood, or a dead letter that says which part of it breaks the contract."""
    try:
        report = ALL_MODELS[delivery.event.type].model_validate_json(delivery.raw)
    except ValidationError as error:
        faults = faults_of(error)
        return dead(delivery, "invalid", faults[0].message, faults)
    sha256 = hashlib.sha256(delivery.raw).hexdigest()
    if isinstance(report, FigureReport):
        return ReceivedFigure(delivery, report, sha256)
    return Received(delivery, report, sha256)


def dead(delivery: Delivery, reason: str, detail: str, faults: Sequence[Fault] = ()) -> DeadLetter:
    """One report as a dead letter; its headers are those of a record that holds only it."""
    return DeadLetter(
        id=letter_id(delivery.place, delivery.raw),
        topic=delivery.record.topic,
        key=delivery.record.key,
        headers=_headers_of(delivery),
        raw=delivery.raw,
        reason=reason,
        detail=detail,
        report_id=report_id_in(delivery.raw),
        faults=tuple(faults),
    )


def letter_id(place: str, raw: bytes) -> str:
    """A dead letter's id: its place, and the beginning of its SHA-256, since a topic made anew has that place again."""
    return f"{place}~{hashlib.sha256(raw).hexdigest()[:8]}"


def report_id_in(raw: bytes) -> str | None:
    """The report id that unreadable bytes seem to carry, so that its sender can be answered."""
    found = _REPORT_ID.search(raw)
    return found.group(1).decode() if found else None


def mended_credential(by: str, letter: str) -> str:
    """What a mended report comes by: who mended it, and which letter."""
    return _BETWEEN.join((_MENDED, by, letter))


def mended_from(credential: str | None) -> str | None:
    """The letter whose mended report comes by this credential; None of any other."""
    kind, _, rest = (credential or "").partition(_BETWEEN)
    return rest.partition(_BETWEEN)[2] or None if kind == _MENDED else None


def received_at(delivery: Delivery, otherwise: datetime) -> datetime:
    """When the API took the report, as the record's ce_time says; `otherwise` when it says nothing readable."""
    try:
        moment = datetime.fromisoformat(delivery.event.time)
    except ValueError:
        return otherwise
    return moment if moment.tzinfo else otherwise


def _headers_of(delivery: Delivery) -> Headers:
    if delivery.index is None:
        return delivery.record.headers
    return [
        (name, delivery.event.type.encode() if name == "ce_type" else value) for name, value in delivery.record.headers
    ]


def _unopened(record: Record, reason: str, detail: str) -> DeadLetter:
    return DeadLetter(
        id=letter_id(record.place, record.value),
        topic=record.topic,
        key=record.key,
        headers=record.headers,
        raw=record.value,
        reason=reason,
        detail=detail,
        report_id=report_id_in(record.value),
    )
