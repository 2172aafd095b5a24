"""Knows how records go on from where reading stands: into batches, each partition in order, no hole believed blindly.

The driver's offsets say what the broker skipped; a damaged head of a batch makes them say what is not so.
"""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Final

from faust.types import TP

from streams.worker.reading.batches import MAX_RECORDS, Batch, Hole, RawRecord
from streams.worker.reading.standing_still import JUMPED

_END_OF_A_TRANSACTION: Final = 1
"""how many offsets it takes"""


class OutOfPlaceError(Exception):
    """What came does not follow on what was read: the place is to be found anew."""


class Following:
    """The next offset of each partition, and the batches that wait for an agent."""

    def __init__(self, stands: Callable[[TP, int, str], None]) -> None:
        self.next: dict[TP, int] = {}
        self._sought: Mapping[TP, int] = {}
        self._waiting: dict[str, Batch] = {}
        self._doubted: dict[TP, tuple[int, int]] = {}
        self._stands = stands

    def begin(self, sought: Mapping[TP, int]) -> None:
        """Go on from these offsets, just sought to."""
        self._sought = sought
        self.next = dict(sought)

    def forget(self) -> None:
        """Let nothing join the batches that wait."""
        self._waiting.clear()

    def room_for(self, topic: str) -> int:
        """How many records of a topic may come: while a whole batch of it waits, none; the other topic's go on."""
        waiting = self._waiting.get(topic)
        return MAX_RECORDS if waiting is None or waiting.taken else waiting.room

    def batches(self, read: Mapping[TP, list[RawRecord]], place: int) -> list[Batch]:
        """New batches read at a place; a batch that grew is already on its way. Raises OutOfPlaceError."""
        made: list[Batch] = []
        for tp, came in read.items():
            records = self._without_a_jump(tp, came)
            if not records:
                continue
            hole = self._hole_before(tp, records[0].offset)
            if records[0].offset > self.next[tp] and not hole:
                continue
            self.next[tp] = records[-1].offset + 1
            start = 0
            while start < len(records):
                batch = self._batch_with_room(tp.topic, place, made)
                if hole:
                    batch.holes.append(hole)
                    hole = None
                start = batch.add(records, start)
        return made

    def _batch_with_room(self, topic: str, place: int, made: list[Batch]) -> Batch:
        batch = self._waiting.get(topic)
        if batch is None or not batch.room:
            batch = self._waiting[topic] = Batch(topic, place)
            made.append(batch)
        return batch

    def _without_a_jump(self, tp: TP, records: list[RawRecord]) -> list[RawRecord]:
        """Those before an offset that no head of a batch can rightly say: there the partition stands still."""
        if records and records[-1].offset - records[0].offset < len(records):
            return records
        for count, (before, after) in enumerate(pairwise(records), 1):
            if after.offset - before.offset > 1 + _END_OF_A_TRANSACTION:
                self._stands(tp, before.offset + 1, JUMPED.format(after.offset))
                return records[:count]
        return records

    def _hole_before(self, tp: TP, first: int) -> Hole | None:
        """What the broker skipped. Believed of the first read after a seek only: else the place is found anew,
        by OutOfPlaceError.

        More than a transaction's end takes is never believed: what retention took is passed when the place is found.
        """
        expected = self.next[tp]
        if first == expected:
            return None
        if first > expected == self._sought.get(tp):
            if first - expected <= _END_OF_A_TRANSACTION:
                return Hole(tp.topic, tp.partition, expected, first)
            if self._doubted.get(tp) == (expected, first):
                self._stands(tp, expected, JUMPED.format(first))
                return None
            self._doubted[tp] = expected, first
        raise OutOfPlaceError
