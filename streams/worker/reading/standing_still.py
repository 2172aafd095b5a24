"""Knows which partition cannot be read on, from where and why: it stands still, and the others go on.

A record whose bytes were damaged on the broker's disk makes one read of all partitions fail, whichever it is: after
such a read each partition is read alone, record by record, until the one is found. It is tried again once a minute,
and as soon as somebody moved its stored position past the place.

Where the head of a batch was damaged, which no checksum covers, a read need not fail: the broker finds no end of the
batch and hands out nothing, or the client believes an offset that lies elsewhere and passes over what comes before it.
"""

import logging
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from faust.types import TP

from streams.worker.reading.batches import MAX_RECORDS, RawRecord

SILENT_LOOKS: Final = 4
SILENT: Final = "nothing comes of it, though it reaches to {}: the head of a batch is damaged"
JUMPED: Final = "what comes next is said to be {}: the head of a batch is damaged"
_TRY_AGAIN_SECONDS: Final = 60.0
_ALONE_SECONDS: Final = 1.0
_WHY: Final = 300

_log = logging.getLogger(__name__)


class Source(Protocol):
    """What partitions are read through."""

    async def read_of(self, partitions: Collection[TP], seconds: float, most: int) -> Mapping[TP, list[RawRecord]]:
        """What comes of these within that time; raises what their bytes, or the broker, make it raise."""

    def highwater(self, tp: TP) -> int | None:
        """Where the partition ended when it was last read; None before. Costs no wait."""

    async def seek_wait(self, partitions: Mapping[TP, int]) -> None:
        """Go to these offsets."""


@dataclass(frozen=True, slots=True)
class Standstill:
    """Where a partition stands still, and why."""

    offset: int
    why: str


@dataclass
class Silence:
    """How often in a row each partition was found to be silent, with the client waiting at the same offset."""

    _found: dict[TP, tuple[int, int]] = field(default_factory=dict, init=False)

    def kept_by(self, unheard: Mapping[TP, int]) -> set[TP]:
        """Those that were silent at this look and the ones before; `unheard` is where the client waits for each."""
        before = self._found
        self._found = {
            tp: (at, before[tp][1] + 1 if tp in before and before[tp][0] == at else 1) for tp, at in unheard.items()
        }
        return {tp for tp, (_, looks) in self._found.items() if looks >= SILENT_LOOKS}


@dataclass
class StandingStill:
    """The partitions that one worker cannot read on."""

    source: Source
    fatal: tuple[type[Exception], ...]
    """what is no partition's own trouble"""
    elapsed: Callable[[], float] = time.monotonic
    places: dict[TP, Standstill] = field(default_factory=dict, init=False)
    _tried: float = field(default=0.0, init=False)

    def told(self) -> list[dict[str, Any]]:
        """As the worker's sign of life says it: {place: "topic/0", offset, why} of each."""
        return [
            {"place": f"{tp.topic}/{tp.partition}", "offset": stands.offset, "why": stands.why}
            for tp, stands in sorted(self.places.items())
        ]

    def others(self, partitions: Collection[TP]) -> set[TP]:
        """Those of the partitions that can be read."""
        return set(partitions) - self.places.keys()

    def found(self, offsets: Mapping[TP, int]) -> None:
        """Hear where reading begins now: what was moved, or is another worker's, stands still no more."""
        self.places = {tp: stands for tp, stands in self.places.items() if offsets.get(tp) == stands.offset}

    def moved_past(self, stored: Mapping[tuple[str, int], int]) -> bool:
        """Whether a stored position is past the place where its partition stands still."""
        return any(stored.get(tp, stands.offset) > stands.offset for tp, stands in self.places.items())

    async def read_apart(self, offsets: Mapping[TP, int]) -> dict[TP, list[RawRecord]]:
        """Read each partition alone from its offset; one that fails stands still after what could be read of it."""
        await self.source.seek_wait(offsets)
        read: dict[TP, list[RawRecord]] = {}
        for tp, offset in offsets.items():
            read[tp], error = await self._read_alone(tp, offset)
            if error is not None:
                at = read[tp][-1].offset + 1 if read[tp] else offset
                self.stands(tp, at, f"{type(error).__name__}: {error}"[:_WHY])
        return read

    def stands(self, tp: TP, offset: int, why: str) -> None:
        """A partition stands still from now on."""
        _log.error("%s/%d stands still at %d, the other partitions go on: %s", tp.topic, tp.partition, offset, why)
        self.places[tp] = Standstill(offset, why)
        self._tried = self.elapsed()

    async def can_go_on(self) -> bool:
        """Whether one of them can be read after all, which stands still no more; looks once a minute."""
        if not self.places or self.elapsed() - self._tried < _TRY_AGAIN_SECONDS:
            return False
        self._tried = self.elapsed()
        await self.source.seek_wait({tp: stands.offset for tp, stands in self.places.items()})
        again = [tp for tp, stands in tuple(self.places.items()) if await self._reads(tp, stands.offset)]
        self.places = {tp: stands for tp, stands in self.places.items() if tp not in again}
        return bool(again)

    async def _reads(self, tp: TP, offset: int) -> bool:
        read, _ = await self._read_alone(tp, offset, most=1)
        return bool(read) and read[0].offset == offset

    async def _read_alone(
        self, tp: TP, offset: int, most: int = MAX_RECORDS
    ) -> tuple[list[RawRecord], Exception | None]:
        """One by one, since a failed read keeps what came before the failure to itself; nothing where nothing waits."""
        read: list[RawRecord] = []
        try:
            end = self.source.highwater(tp)
            while len(read) < most and (end is None or offset < end):
                records = (await self.source.read_of({tp}, _ALONE_SECONDS, 1)).get(tp)
                if not records:
                    break
                read += records
                offset = records[-1].offset + 1
        except self.fatal:
            raise
        except Exception as error:
            return read, error
        return read, None
