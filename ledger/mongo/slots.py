"""Knows the slots into which issues are divided for ever, so that several processes look after them side by side.

An issue's slot is the last hexadecimal digit of its id, which is of a hash: even, and known without asking anybody.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from ledger.mongo.connection import Document

SLOTS: Final = 16
ALL_SLOTS: Final = tuple(range(SLOTS))


def slot_of(issue_id: str) -> int:
    """The slot of the issue with this id, from 0. Raises ValueError when it does not end in a hexadecimal digit."""
    return int(issue_id[-1], SLOTS)


def due_by(moment: datetime, slots: Collection[int] = ALL_SLOTS) -> Document:
    """The query for the issues of these slots at which the sweep has to look by then; their index answers it."""
    return {"slot": {"$in": sorted(slots)}, "next_due_at": {"$lte": moment}}


def of_slots(slots: Collection[int], field: str = "issue_id") -> Document:
    """The query for what belongs to issues of these slots, by the field that holds the issue's id."""
    if len(slots) == SLOTS:
        return {}
    return {field: {"$regex": f"[{''.join(f'{slot:x}' for slot in sorted(slots))}]$"}}
