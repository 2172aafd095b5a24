"""Knows how one row becomes one site visit with one finding, the same bytes each time; or why it cannot."""

import hashlib
import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from string import Formatter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from exchange.tables.mapping import ISO, CategoryChoice, Dates, Mapping, Place, ProjectChoice
from exchange.tables.rows import Row
from mobile_schema.fields import as_utc
from mobile_schema.vocabulary import Severity

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class RowRefused(Exception):
    """A row that makes no report; its text says which cell and why."""


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
        raise RowRefused(f"{mapping.id}: empty, so the row has no id")
    captured_at = moment_of(row, mapping.captured, mapping.dates)
    if captured_at is None:
        raise RowRefused(f"{mapping.captured}: empty")
    severity = mapping.severity_of(row.cells[mapping.severity.column].strip() if mapping.severity else "")
    report: dict[str, Any] = {
        "report_id": report_id_of(mapping.name, row_id, captured_at),
        "schema_version": "1.0",
        "captured_at": captured_at.isoformat(),
        "sent_at": captured_at.isoformat(),
        "device": {"id": f"replay-{mapping.name}", "app_version": "1", "os": "csv"},
        "project_code": _project(row, mapping.project),
        "location": _location(row, mapping.location, captured_at),
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


def report_id_of(mapping_name: str, row_id: str, captured_at: datetime) -> str:
    """A UUIDv7 (RFC 9562 §5.7) from the row's own time and, in place of chance, a hash of what the row is."""
    milliseconds = (as_utc(captured_at) - _EPOCH) // _MILLISECOND & (2**48 - 1)
    digest = hashlib.sha256(f"{mapping_name}\0{row_id}".encode()).digest()
    chance = int.from_bytes(digest[:10]) & (2**74 - 1)
    return str(UUID(int=milliseconds << 80 | 7 << 76 | (chance >> 62) << 64 | 0b10 << 62 | chance & (2**62 - 1)))


def moment_of(row: Row, column: str, dates: Dates) -> datetime | None:
    """The moment in a column, aware; None when the cell is empty. Raises RowRefused when it cannot be read."""
    text = row.cells[column].strip()
    if not text:
        return None
    for form in dates.formats:
        try:
            moment = datetime.fromisoformat(text) if form == ISO else datetime.strptime(text, form)
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(dates.time_zone))
    raise RowRefused(f"{column}: {text[:60]!r} is no moment in the form {' or '.join(dates.formats)}")


def _project(row: Row, choice: ProjectChoice) -> str:
    value = row.cells[choice.column].strip()
    if value in choice.values:
        return choice.values[value]
    if not choice.among:
        raise RowRefused(f"{choice.column}: no project for {value[:60]!r}")
    return choice.among[int.from_bytes(hashlib.sha256(value.encode()).digest()[:8]) % len(choice.among)]


def _category(row: Row, choice: CategoryChoice) -> str:
    value = row.cells[choice.column].strip()
    category = choice.values.get(value, choice.default)
    if category is None:
        raise RowRefused(f"{choice.column}: no category for {value[:60]!r}")
    return category


def _description(row: Row, template: str) -> str:
    """The template with the row's cells in it."""
    return "".join(
        text + (row.cells[column].strip() if column else "") for text, column, _, _ in Formatter().parse(template)
    )


def _location(row: Row, place: Place | None, captured_at: datetime) -> dict[str, Any]:
    """The point; a row without a readable one keeps the reason instead."""
    if place is None:
        return {"status": "absent", "reason": "not_recorded"}
    cells = row.cells[place.latitude].strip(), row.cells[place.longitude].strip()
    if not all(cells):
        return {"status": "absent", "reason": "not_recorded"}
    degrees = [_degrees(cell) for cell in cells]
    if None in degrees:
        return {"status": "absent", "reason": "other", "note": f"not degrees: {cells[0][:40]!r}, {cells[1][:40]!r}"}
    return {
        "status": "fixed",
        "latitude": degrees[0],
        "longitude": degrees[1],
        "source_crs": place.source_crs,
        "mock": False,
        "fixed_at": captured_at.isoformat(),
    }


def _degrees(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= 180 else None
