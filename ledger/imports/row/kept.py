"""Knows what is kept of the rows that came in: the issue each became, and what it said last, by its id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.imports.records import IMPORT_ROWS
from ledger.imports.words import ImportRow
from ledger.issue.issue import Issue
from ledger.mongo.connection import Document, Store


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row as it came in last. `version` is its issue's after that; `import_id` the import that began the issue,
    empty where no import did, `changed_in` the last that changed it, `before` what that one found."""

    row_id: str
    issue_id: str
    version: int
    import_id: str
    free: Mapping[str, str]
    fixed: Mapping[str, str]
    changed_in: str | None = None
    before: Mapping[str, Any] | None = None

    def document(self) -> Document:
        """As stored; heads of columns are no names of fields, so texts are pairs."""
        return {
            "_id": self.row_id,
            "issue_id": self.issue_id,
            "version": self.version,
            "import_id": self.import_id,
            "free": list(map(list, self.free.items())),
            "fixed": list(map(list, self.fixed.items())),
            "changed_in": self.changed_in,
            "before": self.before,
        }


def kept_row(document: Document) -> KeptRow:
    """As it was kept."""
    return KeptRow(
        row_id=document["_id"],
        issue_id=document["issue_id"],
        version=document["version"],
        import_id=document["import_id"],
        free=dict(document["free"]),
        fixed=dict(document["fixed"]),
        changed_in=document["changed_in"],
        before=document["before"],
    )


def rows_kept(store: Store, row_ids: Sequence[str]) -> dict[str, KeptRow]:
    """Those of these rows that came in before, by their ids."""
    found = store[IMPORT_ROWS].find({"_id": {"$in": list(row_ids)}})
    return {document["_id"]: kept_row(document) for document in found}


def opened_as(import_id: str, row: ImportRow, issue: Issue) -> KeptRow:
    """What is kept of a row that began an issue."""
    return KeptRow(row.row_id, issue.id, issue.version, import_id, row.free, row.fixed)


def rows_of_import(store: Store, import_id: str) -> list[KeptRow]:
    """Those that an import began, or changed last, by their ids."""
    query = {"$or": [{"import_id": import_id}, {"changed_in": import_id}]}
    return [kept_row(document) for document in store[IMPORT_ROWS].find(query, sort=[("_id", 1)])]
