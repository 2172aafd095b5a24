"""Knows what is answered of a table of projects: what was read as what, each row's verdict, what is odd."""

from collections.abc import Iterator
from typing import Any, Final

from api.http.views import View
from api.read_files import VerdictCounts
from api.resources.figures.tables.reading import JudgedTables
from exchange.figures.telling.called import fields_told
from exchange.figures.telling.told import told_row
from exchange.ledgers.checking import STAYS_OUT, Verdict

_SHOWN: Final = 500
_NOTHING: Final = 5


class TableColumn(View):
    column: str
    path: str
    field: str | None
    money: str | None
    samples: list[str]


class ReadTable(View):
    """`head` is its first and last row, from 1; `month` null where nothing tells it."""

    sheet: str
    head: list[int]
    month: str | None
    columns: list[TableColumn]


class TableField(View):
    """What a column may be."""

    name: str
    called: str
    called_en: str


class CellFault(View):
    cell: str
    slug: str
    sentence: str


class TableRow(View):
    sheet: str
    row: int
    verdict: Verdict
    reason: str
    name: str
    project: str | None
    month: str
    project_is_new: bool
    faults: list[CellFault]
    flags: list[str]


class FigureTableJudged(View):
    """`items` are at most 500 rows: those that stay out, those with a flag, new projects, then the others; `more` is
    how many are not among them. `mapping` is what all was read by: as it was sent, or as the template came in last."""

    sha256: str
    filename: str
    kept: bool
    mapping: dict[str, Any]
    sheets: list[str]
    tables: list[ReadTable]
    fields: list[TableField]
    counts: VerdictCounts
    projects_new: int
    items: list[TableRow]
    more: int


def table_view(filename: str, judged: JudgedTables, *, kept: bool) -> dict[str, Any]:
    """`FigureTableJudged`."""
    items = sorted(_rows(judged), key=_first)
    return {
        "sha256": judged.sha256,
        "filename": filename,
        "kept": kept,
        "mapping": judged.mapping.model_dump(mode="json", exclude_defaults=True, exclude={"name"}),
        "sheets": judged.sheets,
        "tables": judged.tables,
        "fields": fields_told(),
        "counts": judged.checked.counts,
        "projects_new": len(judged.first),
        "items": items[:_SHOWN],
        "more": max(0, len(items) - _SHOWN),
    }


def _rows(judged: JudgedTables) -> Iterator[dict[str, Any]]:
    for place, row in enumerate(judged.checked.rows):
        said = row.row.figure
        named = {"name": said.get("name") or "", "project": said.get("project"), "month": said.get("month") or ""}
        yield told_row(row) | named | {"project_is_new": place in judged.first}


def _first(row: dict[str, Any]) -> int:
    """Those first of which somebody has to do something."""
    if row["verdict"] in STAYS_OUT:
        return 0
    if row["verdict"] == Verdict.SKIPPED:
        return _NOTHING
    return 1 if row["flags"] else 2 if row["project_is_new"] else 3
