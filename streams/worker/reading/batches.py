"""Knows the unit of work of a worker: the records of one topic that waited together, as one faust message.

One message for a whole batch keeps faust's cost per message (80 to 110 µs) off the single record.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import faust

from ledger.intake.incoming import Record
from ledger.intake.signing import Signatures

MAX_RECORDS: Final = 2_000
# A record may hold a phone's whole queue: what is held in memory is bounded by bytes too.
MAX_BYTES: Final = 2 * 1024 * 1024


class RawRecord(Protocol):
    """A record as aiokafka hands it out; `timestamp` in milliseconds."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    timestamp_type: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Hole:
    """Offsets of a partition at which the broker holds nothing: from `start` up to, not including, `end`."""

    topic: str
    partition: int
    start: int
    end: int


@dataclass(slots=True)
class Batch:
    """Records in the order of their partitions. It grows while it waits, until an agent has taken it."""

    topic: str
    place: int
    """how often the worker had found its place when these were read; an older one is stale"""
    raw: list[RawRecord] = field(default_factory=list)
    holes: list[Hole] = field(default_factory=list)
    bytes: int = 0
    taken: bool = False

    @property
    def room(self) -> int:
        """How many records may be added."""
        return 0 if self.taken or self.bytes >= MAX_BYTES else MAX_RECORDS - len(self.raw)

    def add(self, records: Sequence[RawRecord], start: int) -> int:
        """Add records from `start` on while there is room; where it stopped."""
        for index in range(start, len(records)):
            if not self.room:
                return index
            self.raw.append(records[index])
            self.bytes += len(records[index].value or b"")
        return len(records)

    def records(self, signatures: Signatures) -> list[Record]:
        """The records as the ledger takes them; a record without a value becomes an empty one, which it refuses."""
        return [_record(raw, raw.value or b"", signatures) for raw in self.raw]

    def ends(self) -> dict[int, int]:
        """The offset after the batch, by partition."""
        return {raw.partition: raw.offset + 1 for raw in self.raw}


def _record(raw: RawRecord, value: bytes, signatures: Signatures) -> Record:
    headers = list(raw.headers)
    signed = signatures.hold(headers, raw.topic, value)
    return Record(raw.topic, raw.partition, raw.offset, raw.key, value, headers, signed)


class BatchSchema(faust.Schema[Any, Any]):
    """Hands a batch through faust's decoding as it is."""

    def loads_key(self, app: Any, message: Any, **_: Any) -> None:
        """A batch has no key of its own."""

    def loads_value(self, app: Any, message: Any, **_: Any) -> Batch:  # noqa: ARG002
        """The batch itself."""
        batch: Batch = message.value
        return batch
