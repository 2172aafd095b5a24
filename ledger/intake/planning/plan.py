"""Knows what a plan is: what one transaction writes for a batch, on what the ledger already holds of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ledger.figures.figure import Figure
from ledger.figures.reporting import FiguresKnown
from ledger.intake.incoming import DeadLetter
from ledger.intake.planning.serials import serial
from ledger.issue.changes import Change
from ledger.issue.issue import Issue


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger already holds of a batch."""

    receipts: Mapping[str, str] = field(default_factory=dict)
    """report id → SHA-256 of its bytes"""
    issues: Mapping[str, Issue] = field(default_factory=dict)
    serials: Mapping[str, int] = field(default_factory=dict)
    """serial key → the last number given out"""
    corrected: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """report id → the receipt of a report that others correct, without its bytes"""
    figures: FiguresKnown = field(default_factory=FiguresKnown)

    def overlaid(self, later: "Known") -> "Known":
        """This with what is known later on top: a batch still being written, say."""
        return Known(
            {**self.receipts, **later.receipts},
            {**self.issues, **later.issues},
            {**self.serials, **later.serials},
            {**self.corrected, **later.corrected},
            self.figures.overlaid(later.figures),
        )


@dataclass(slots=True)
class IntakePlan:
    """What one transaction writes for a batch."""

    receipts: list[dict[str, Any]] = field(default_factory=list)
    changes: dict[str, Change] = field(default_factory=dict)
    dead: list[DeadLetter] = field(default_factory=list)
    serials: dict[str, int] = field(default_factory=dict)
    """serial key → the last number after this batch"""
    figures: list[Figure] = field(default_factory=list)

    def leads_to(self) -> Known:
        """What the ledger holds of this batch once it is written."""
        return Known(
            receipts={receipt["_id"]: receipt["sha256"] for receipt in self.receipts},
            issues={issue_id: change.issue for issue_id, change in self.changes.items()},
            serials=self.serials,
            corrected={receipt["_id"]: receipt for receipt in self.receipts},
            figures=FiguresKnown.of(self.figures),
        )


class Underway:
    """A plan being made on what the ledger holds: what the reports before did is seen by those after."""

    def __init__(self, known: Known) -> None:
        self.plan = IntakePlan()
        self._known = known

    def stands(self, issue_id: str) -> Issue | None:
        """An issue as the reports before left it."""
        earlier = self.plan.changes.get(issue_id)
        return earlier.issue if earlier else self._known.issues.get(issue_id)

    def then(self, change: Change) -> None:
        """Let a change follow what this batch does to its issue already."""
        earlier = self.plan.changes.get(change.issue.id)
        self.plan.changes[change.issue.id] = change if earlier is None else earlier.then(change)

    def receipt(self, report_id: str | None) -> Mapping[str, Any] | None:
        """The receipt of a report that another corrects, in the ledger or earlier in this batch."""
        here = (receipt for receipt in self.plan.receipts if receipt["_id"] == report_id)
        return next(here, None) or self._known.corrected.get(report_id or "")

    def next_serial(self, drawn_on: str) -> str:
        """The next 编号 of a counter."""
        number = self.plan.serials.get(drawn_on, self._known.serials.get(drawn_on, 0)) + 1
        self.plan.serials[drawn_on] = number
        return serial(drawn_on, number)
