"""Knows what changes add to the counters: cells that issues left and came to, and what happened; sums of such."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from ledger.counting.cells import Cell, Row, Sums, counted_as, no_sums, rows_of
from ledger.counting.happened import Happened, Period, happened, periods_of
from ledger.issue.changes import Change


@dataclass(slots=True)
class Tally:
    """How many issues more or fewer are in which cell, and how often what happened."""

    cells: Counter[Cell] = field(default_factory=Counter)
    happened: Counter[Happened] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return any(self.cells.values()) or any(self.happened.values())

    def take(self, other: "Tally") -> None:
        """Add what another has."""
        for cell, issues in other.cells.items():
            self.cells[cell] += issues
        for one, times in other.happened.items():
            self.happened[one] += times

    def rows(self) -> dict[Row, Sums]:
        """What it adds to the counters of what stands on the ledger."""
        found: dict[Row, Sums] = {}
        for cell, issues in self.cells.items():
            if issues:
                for row in rows_of(cell):
                    if row not in found:
                        found[row] = no_sums()
                    found[row].add(cell, issues)
        return found

    def periods(self) -> dict[Period, Counter[str]]:
        """What it adds to the counters of what happened."""
        found: dict[Period, Counter[str]] = {}
        for one, times in self.happened.items():
            for period in periods_of(one):
                found.setdefault(period, Counter())[one.name] += times
        return found


def tally_of(changes: Iterable[Change], zone: ZoneInfo) -> Tally:
    """What these changes add; nothing where they are of notes, alerts and the like."""
    tally = Tally()
    for change in changes:
        after = counted_as(change.issue)
        before = None if change.before is None else counted_as(change.before)
        if before != after:
            tally.cells[after] += 1
            if before is not None:
                tally.cells[before] -= 1
        for one, times in happened(change, zone):
            tally.happened[one] += times
    return tally
