"""Knows what a row of somebody's ledger is to this one: what it says, what it may change, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from mobile_schema.vocabulary import Category, Severity

FREE: Final = ("measures", "progress", "person", "note", "due_on")
"""What a row that comes again may change, beside columns that no field has (`column:` and the head's path); a deadline
is kept as asked for and moves no clock."""
COLUMN: Final = "column:"


class Claim(StrEnum):
    """What a file says has become of a problem; nobody here has seen it."""

    OPEN = "open"
    DONE = "done"
    CLOSED = "closed"


class RowVerdict(StrEnum):
    """What would become of a row on this ledger, or did; `refused` is the fault of one that may not come in."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"
    REFUSED = "fault"


@dataclass(frozen=True, slots=True)
class Exported:
    """What a row was when this ledger wrote it out: the issue, and its version then."""

    issue_id: str
    version: int


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row that is to come in.

    `row_id` is the same whenever the row comes; `said` is each head's path with the text as found. `free` is what may
    change, `fixed` what no file changes once the issue is there (status, severity, …), each by field as text.
    `resolve_by` is the day by which its issue is to be resolved, where that is to go by the file and lies ahead.
    """

    row_id: str
    sheet: str
    row: int
    said: Mapping[str, str]
    description: str
    free: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    project_code: str | None = None
    region: str | None = None
    unit_id: str | None = None
    person_id: str | None = None
    category: Category = Category.OTHER
    severity: Severity = Severity.ORDINARY
    claim: Claim = Claim.OPEN
    found_on: date | None = None
    due_on: date | None = None
    done_on: date | None = None
    exported: Exported | None = None
    resolve_by: date | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that the file would change: what the ledger had from the file before, what it has now, what it says."""

    field: str
    old: str
    new: str
    here: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with its verdict; `reason` (zh / en) says why it is refused or in conflict, `changes` what would change."""

    row: ImportRow
    verdict: RowVerdict
    reason: str = ""
    slug: str = ""
    changes: tuple[FieldChange, ...] = ()
    issue_id: str | None = None
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of the rows that were to come in were written as new, changed, were the same, or stay out."""

    new: int = 0
    changed: int = 0
    same: int = 0
    conflict: int = 0
    fault: int = 0

    @property
    def rows(self) -> int:
        """All of them."""
        return self.new + self.changed + self.same + self.conflict + self.fault


@dataclass(frozen=True, slots=True)
class Left:
    """An issue that an undo left as it is, and why (zh / en)."""

    issue_id: str
    serial: str
    why: str


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo came to: issues withdrawn, updates put back, and what was left because somebody worked on it."""

    withdrawn: int = 0
    restored: int = 0
    left: tuple[Left, ...] = ()
