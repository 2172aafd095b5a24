"""Knows what a ledger of others does here: an issue begins with one of its rows, or is changed by one."""

from typing import Literal

from mobile_schema.events.facts import Event, Fact
from mobile_schema.fields import Day
from mobile_schema.vocabulary import Category, Severity

Said = tuple[tuple[str, str], ...]
"""Cells as found: the path of the head, and the text."""


class FileRow(Fact):
    """Where a row stands: the import, the file (its SHA-256 and name), the sheet, and the row as people count.

    `row_id` is the same whenever the row comes, in whatever file.
    """

    import_id: str
    sha256: str
    filename: str
    sheet: str
    row: int
    row_id: str


class Claims(Fact):
    """What the file says has become of the problem, and when; nobody here has seen it."""

    status: Literal["open", "done", "closed"]
    found_on: Day | None = None
    due_on: Day | None = None
    done_on: Day | None = None


class FreeField(Fact):
    """A field that a row which comes again may change, and what it said before and says now."""

    field: str
    before: str
    after: str


class IssueImported(Event):
    """台账导入: an issue begins with a row of somebody's ledger; it got its 编号, at the ledger's own time.

    What the file claims is kept beside and moves no clock. What it claims closed is closed on paper (账面销号), under
    the policy and with the unit named here. `free` are the fields that the row may change when it comes again.
    """

    TYPE = "issue.imported.v1"
    TITLE = ("台账导入", "imported from a ledger")
    file: FileRow
    serial: str
    project_code: str | None
    region: str
    category: Category
    severity: Severity
    description: str
    claims: Claims
    said: Said
    free: Said = ()
    unit_id: str | None = None
    person_id: str | None = None
    policy: str | None = None
    policy_version: int | None = None


class RowChanged(Event):
    """台账更新: the row came again and says something else; `undone` where an import was taken back."""

    TYPE = "row.changed.v1"
    TITLE = ("台账更新", "changed by a ledger")
    file: FileRow
    changed: tuple[FreeField, ...]
    said: Said = ()
    undone: bool = False
