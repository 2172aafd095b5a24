"""Knows where a worker begins to read: at the positions in MongoDB, put right where the broker no longer agrees."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ledger.mongo.connection import Store
from ledger.mongo.positions import position_id, read_offsets, stored_offsets
from streams.worker.reading.batches import Hole

Place = tuple[str, int]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Places:
    """The stored positions; every method blocks, and raises pymongo.errors.PyMongoError when MongoDB is away."""

    store: Store

    def find(self, beginnings: Mapping[Place, int], ends: Mapping[Place, int]) -> dict[Place, int]:
        """The next offset to read of each (topic, partition), given the broker's first offsets and its ends.

        A position behind the broker's end means the topic was made anew or cut off: it is read from its beginning,
        since a report that is known is dropped and one that is lost is gone for ever.
        """
        found = stored_offsets(self.store, beginnings)
        for place, offset in found.items():
            if offset > ends[place]:
                _log.error(
                    "%s/%d ends at %d, before the stored position %d: reading it from its beginning",
                    *place,
                    ends[place],
                    offset,
                )
                self._move(place, offset, beginnings[place])
                found[place] = beginnings[place]
        return found

    def stored(self, places: Iterable[Place]) -> dict[Place, int]:
        """The stored position of each (topic, partition) that has one."""
        return read_offsets(self.store, places)

    def step_over(self, hole: Hole) -> None:
        """Move past offsets at which the broker holds nothing, unless the position is elsewhere."""
        _log.warning("%s/%d holds nothing from %d to %d", hole.topic, hole.partition, hole.start, hole.end - 1)
        self._move((hole.topic, hole.partition), hole.start, hole.end)

    def _move(self, place: Place, expected: int, to: int) -> None:
        self.store["positions"].update_one({"_id": position_id(*place), "offset": expected}, {"$set": {"offset": to}})
