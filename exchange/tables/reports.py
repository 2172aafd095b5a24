"""Knows how one row becomes one site visit with one finding, the same bytes each time; or why it cannot."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from string import Formatter
from typing import Any, Final
from unicodedata import category

from exchange.cells.moments import moment_of
from exchange.cells.places import location_of
from exchange.tables.ids import report_id_of
from exchange.tables.mapping import CategoryChoice, Mapping, ProjectChoice
from exchange.tables.row import Row, RowRefused
from mobile_schema.vocabulary import Severity

# Controls and what formats: an id with one looks like another row's and is not.
_UNSEEN: Final = ("Cc", "Cf")


@dataclass(frozen=True, slots=True)
class FileReport:
    """One row as a report ready to send."""

    row: Row
    report_id: str
    project_code: str
    captured_at: datetime
    severity: Severity
    raw: bytes


def report_of(row: Row, mapping: Mapping) -> FileReport:
    """The row's report. Raises RowRefused."""
    if row.unreadable:
        raise RowRefused(row.unreadable)
    row_id = row.cells[mapping.id].strip()
    if not row_id:
        raise RowRefused(f"{mapping.id}: 为空,该行没有编号 / {mapping.id}: empty, so the row has no id")
    if any(category(each) in _UNSEEN for each in row_id):
        raise RowRefused(
            f"{mapping.id}: {row_id[:60]!r} 含控制字符或不可见字符 / {mapping.id}: has control or invisible characters"
        )
    captured_at = moment_of(row, mapping.captured, mapping.dates)
    if captured_at is None:
        raise RowRefused(f"{mapping.captured}: 为空 / {mapping.captured}: empty")
    severity = mapping.severity_of(row.cells[mapping.severity.column].strip() if mapping.severity else "")
    report: dict[str, Any] = {
        "report_id": report_id_of(mapping.name, row_id),
        "schema_version": "1.0",
        "captured_at": captured_at.isoformat(),
        "sent_at": captured_at.isoformat(),
        "device": {"id": f"replay-{mapping.name}", "app_version": "1", "os": "csv"},
        "project_code": _project(row, mapping.project),
        "location": location_of(row, mapping.location, captured_at),
        "kind": "site_visit",
        "findings": [
            {
                "category": _category(row, mapping.category),
                "severity": severity,
                "description": _description(row, mapping.description),
            }
        ],
        "no_problem_found": False,
    }
    raw = json.dumps(report, ensure_ascii=False, separators=(",", ":")).encode()
    return FileReport(row, report["report_id"], report["project_code"], captured_at, severity, raw)


def _project(row: Row, choice: ProjectChoice) -> str:
    value = row.cells[choice.column].strip()
    if value in choice.values:
        return choice.values[value]
    if not choice.among:
        raise RowRefused(_unlisted(choice.column, value, "项目", "project"))
    return choice.among[int.from_bytes(hashlib.sha256(value.encode()).digest()[:8]) % len(choice.among)]


def _category(row: Row, choice: CategoryChoice) -> str:
    value = row.cells[choice.column].strip()
    chosen = choice.values.get(value, choice.default)
    if chosen is None:
        raise RowRefused(_unlisted(choice.column, value, "类别", "category"))
    return chosen


def _unlisted(column: str, value: str, zh: str, en: str) -> str:
    shown = repr(value[:60])
    return f"{column}: 映射没有为 {shown} 指定{zh} / {column}: no {en} for {shown}"


def _description(row: Row, template: str) -> str:
    """The template with the row's cells in it."""
    return "".join(
        text + (row.cells[column].strip() if column else "") for text, column, _, _ in Formatter().parse(template)
    )
