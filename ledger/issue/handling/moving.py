"""Knows what became of the clocks of an issue between two of its versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ledger.issue.clocks import ObligationState
from ledger.issue.issue import Issue

What = Literal["starts", "ends", "runs_on", "rests", "moves"]


@dataclass(frozen=True, slots=True)
class ClockMoved:
    """One clock that is another than before: what it does, and its due time before (None: it starts) and after."""

    clock: ObligationState
    what: What
    was_due_at: datetime | None


def clocks_moved(before: Issue, after: Issue) -> Iterator[ClockMoved]:
    """Those that start, end, run on, rest, or fall due at another time; what only their steps did is none of it."""
    earlier = {clock.key: clock for clock in before.obligations}
    for clock in after.obligations:
        known = earlier.get(clock.key)
        what = _what(known, clock)
        if what is not None:
            yield ClockMoved(clock, what, None if known is None else known.due_at)


def _what(before: ObligationState | None, after: ObligationState) -> What | None:
    if before is None:
        return "starts"
    if before.running != after.running:
        return "runs_on" if after.running else "ends"
    if (before.paused_at is None) != (after.paused_at is None):
        return "rests" if after.paused_at is not None else "runs_on"
    return "moves" if before.due_at != after.due_at else None
