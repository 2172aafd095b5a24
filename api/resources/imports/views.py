"""Knows how an import is shown: as a line of the list, and whole with its sheets, its mapping and its last check."""

from collections.abc import Mapping
from typing import Any

from pydantic import AwareDatetime, Field

from api.http.views import View
from api.read_files import VerdictCounts
from exchange.ledgers.mapping import LedgerMapping
from exchange.ledgers.tables import dictionary
from ledger.imports.looks import Look
from ledger.imports.records import ImportRecord, ImportState
from ledger.registry.entries import Person


class ImporterView(View):
    id: str
    name: str | None


class ImportLine(View):
    """`counts` are those of the last check or of the commit, null before there is one; `done` rows are written;
    `stopped` is why a commit that broke off is not gone on with by itself: it waits to be asked for again."""

    id: str
    filename: str
    sha256: str
    state: ImportState
    by: ImporterView
    mine: bool
    created_at: AwareDatetime
    changed_at: AwareDatetime
    counts: VerdictCounts | None
    done: int
    stopped: str | None
    committed_at: AwareDatetime | None
    undone_at: AwareDatetime | None
    undo_until: AwareDatetime | None


class ImportPage(View):
    items: list[ImportLine]
    next_cursor: str | None


class ErrorCell(View):
    cell: str
    text: str


class ColumnView(View):
    """A column: its letter, its head from the top down, the field it is read as, how sure that is, first texts."""

    column: str
    path: str
    field: str | None
    sure: str = Field(description="certain, ask, near, unknown")
    offered: list[str]
    samples: list[str]


class ColourView(View):
    """A colour as people call it, its fills (RRGGBB, or a theme's number), and how many records have it."""

    name: str = Field(description="red, orange, yellow, green, blue, purple, grey")
    fills: list[str]
    rows: int


class HeadView(View):
    """`rows` are the first and last of the head as people count; `kinds` how many rows below it are of which kind;
    `colours` are those of records."""

    rows: list[int]
    fingerprint: str
    columns: list[ColumnView]
    kinds: dict[str, int]
    colours: list[ColourView] = Field(default_factory=list)


class SheetView(View):
    """A sheet; `picture` are its first twelve rows, `head` is null where none was found or the sheet is not read."""

    name: str
    visible: bool
    rows: int
    columns: int
    hidden_rows: list[int]
    errors: list[ErrorCell]
    formulas_without_value: list[str]
    fills: list[str]
    picture: list[list[str]]
    head: HeadView | None


class SpellingView(View):
    """What stands in cells of a field and nobody knows: in how many rows, in which cell first; `offered` is near it."""

    field: str
    text: str
    slug: str
    sentence: str
    count: int
    first: str
    offered: str | None = None


class QuestionsView(View):
    """Rows that wait for one answer: a day without a year, one whose parts could be swapped, a hidden row; `undated`: a
    day without a year where the row has no other day that tells it; `unnamed`: no project under a row that
    has one, which keeps no row out."""

    year: int
    undated: int = 0
    order: int
    hidden: int
    unnamed: int = 0


class CheckView(View):
    """`stale`: the mapping was changed since, and the next check may find otherwise; `years` are those that the file
    names of itself; `closed` is how many rows say that they are closed."""

    stale: bool
    counts: VerdictCounts
    unread: list[str]
    questions: QuestionsView
    closed: int = 0
    years: list[int] = Field(default_factory=list)
    values: list[SpellingView]


class ImportView(ImportLine):
    """`mapping` is as the mapping's own path takes it; `remembered` the one by which this template came in last."""

    kind: str = Field(description="xlsx, xls, xlsb, ods, csv")
    notes: list[str]
    sheets: list[SheetView]
    fields: list[str]
    mapping: dict[str, Any]
    remembered: dict[str, Any] | None
    check: CheckView | None


class MappingView(View):
    mapping: dict[str, Any]


class RowFault(View):
    cell: str
    slug: str
    sentence: str


class CellView(View):
    path: str
    text: str


class RowValue(View):
    """A field as it will be on the ledger: its code or text, and what the registry calls a code (zh / en). What is not
    `said` by the file is what the ledger goes by where nothing is; `resolve_by` is a deadline by which clocks run."""

    field: str
    value: str
    name: str
    said: bool


class RowChange(View):
    """A field that the file would change; `here` is what the ledger has now."""

    field: str
    old: str
    new: str
    here: str


class RowView(View):
    n: int
    sheet: str
    row: int
    verdict: str
    reason: str
    cells: list[CellView]
    values: list[RowValue] = Field(default_factory=list, description="of a new row: what it becomes")
    faults: list[RowFault]
    changes: list[RowChange]
    issue: str | None = Field(description="the issue that this row has already")
    serial: str


class RowPage(View):
    items: list[RowView]
    next_cursor: str | None


class KeptFile(View):
    sha256: str
    bytes: int


def line_view(record: ImportRecord, persons: Mapping[str, Person], own_id: str) -> dict[str, Any]:
    """An import as a line."""
    person = persons.get(record.actor)
    return {
        "id": record.id,
        "filename": record.filename,
        "sha256": record.sha256,
        "state": record.state,
        "by": {"id": record.actor, "name": person.name if person else None},
        "mine": record.actor == own_id,
        "created_at": record.created_at,
        "changed_at": record.changed_at,
        "counts": _counts(record.counts),
        "done": record.done,
        "stopped": record.stopped,
        "committed_at": record.committed_at,
        "undone_at": record.undone_at,
        "undo_until": record.undo_until(),
    }


def import_view(
    line: dict[str, Any], look: Look, mapping: LedgerMapping, known: LedgerMapping | None
) -> dict[str, Any]:
    """An import whole."""
    return {
        **line,
        "kind": look.seen.get("kind", ""),
        "notes": look.seen.get("notes", []),
        "sheets": look.seen.get("sheets", []),
        "fields": list(dictionary.fields()),
        "mapping": mapping.model_dump(mode="json"),
        "remembered": known.model_dump(mode="json") if known else None,
        "check": _check(look.check, stale=line["state"] is ImportState.OPEN),
    }


def row_view(line: Mapping[str, Any]) -> dict[str, Any]:
    """One row of a check."""
    told = {name: line[name] for name in RowView.model_fields if name not in ("cells", "values")}
    values = [dict(zip(RowValue.model_fields, each, strict=True)) for each in line.get("values", [])]
    return told | {"cells": [{"path": path, "text": text} for path, text in line["cells"]], "values": values}


def _counts(counts: Mapping[str, int]) -> dict[str, int] | None:
    return {name: counts.get(name, 0) for name in VerdictCounts.model_fields} if counts else None


def _check(check: Mapping[str, Any] | None, *, stale: bool) -> dict[str, Any] | None:
    if check is None:
        return None
    return {name: check[name] for name in CheckView.model_fields if name in check} | {"stale": stale}
