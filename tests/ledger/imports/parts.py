"""Knows rows of a ledger with nothing wrong, and how a test brings them in."""

from dataclasses import replace
from typing import Any

from ledger.imports.committing import commit
from ledger.imports.records import ImportRecord, begin
from ledger.imports.undoing import undo
from ledger.imports.words import Counts, ImportRow, Undone
from ledger.issue.issue import Issue
from ledger.policy.versions import shipped_policies
from ledger.store.records import issue_from_document
from tests import factories as phone
from tests.ledger import policies
from tests.ledger.factories import COUNTY, PROJECT, person
from tests.ledger.parts import Ledger

RULES = policies.rules(shipped_policies().newest())
"""With the policy as it is now, which tells people of what is given to them."""


def row(number: int = 1, **over: Any) -> ImportRow:
    """A row of the county's project; the same number is the same row."""
    said = {"问题描述": f"第{number}处围挡破损", "整改措施": "修复", "气温": "-3"}
    made = ImportRow(
        row_id=f"row-{number}",
        sheet="台账",
        row=number + 3,
        said=said,
        description=said["问题描述"],
        free={"measures": "修复", "column:气温": "-3"},
        fixed={"status": "open", "severity": "ordinary", "description": said["问题描述"]},
        project_code=PROJECT,
    )
    return replace(made, **over)


def begun(ledger: Ledger, who: str = COUNTY) -> str:
    """A new import."""
    at = ledger.clock.now()
    return begin(ledger.store, ImportRecord(phone.report_id(), who, "ab" * 32, "台账.xlsx", 5_000, at, at)).id


def bring(ledger: Ledger, *rows: ImportRow, who: str = COUNTY, import_id: str | None = None) -> Counts:
    """Commit these rows in an import, a new one unless it is named."""
    return commit(ledger.store, import_id or begun(ledger, who), rows, person(who), clock=ledger.clock, rules=RULES)


def take_back(ledger: Ledger, import_id: str, who: str = COUNTY) -> Undone:
    """Undo an import."""
    return undo(ledger.store, import_id, person(who), clock=ledger.clock, rules=RULES)


def issues(ledger: Ledger) -> list[Issue]:
    """All issues by their 编号."""
    return [issue_from_document(each) for each in ledger.store["issues"].find(sort=[("serial", 1)])]
