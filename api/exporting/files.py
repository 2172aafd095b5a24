"""Knows how an export becomes a file: read as of one moment, under the scope of who asks, laid out or line by line."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from api.exporting.asked import Encoding, ExportAsked, Form
from api.exporting.heads import heads_of
from api.exporting.values import Seen, place_in_file, said_in_file, tell_of
from api.exporting.words import filters_said
from api.printing.cells import Look
from api.reads.reads import Reads
from api.shown.line import line_of
from exchange.exports.as_imported import columns_of
from exchange.exports.cells import as_text
from exchange.exports.columns import Kind, Value
from exchange.exports.lines import Layout, Line, Said
from exchange.exports.template import is_wide
from exchange.exports.workbook import write_workbook
from ledger.mongo.pages import Document
from ledger.registry.own_files.csv_lines import BOM, guarded, line
from ledger.store.wanted import IssueFilter, Sort

_PIECE: Final = 1_000
_WORDS: Final = frozenset({Kind.TEXT, Kind.WRAPPED, Kind.LINK})
"""What somebody wrote: a number or a day begins no formula."""


@dataclass(frozen=True, slots=True)
class Export:
    """A list as it stood at one moment, about to be written."""

    asked: ExportAsked
    layout: Layout
    said: Said
    at: datetime
    lines: Iterator[Line]

    def write(self, path: Path, wrote: Callable[[int], None] | None = None) -> None:
        """Write it; `wrote` is told how many lines went in so far."""
        lines = self.lines if wrote is None else _counted(self.lines, wrote)
        if self.asked.form is Form.XLSX:
            write_workbook(path, self.layout, self.said, lines)
        else:
            _write_csv(path, self.layout, lines, self.asked.encoding)


def export_of(
    reads: Reads,
    asked: ExportAsked,
    of: tuple[IssueFilter, Sort],
    address: str | None,
    moment: tuple[datetime, str],
) -> Export:
    """What somebody who reads like this asked for; to be used within `reads.at_one_moment`, whose moment it is of.

    Raises Problem and pymongo.errors.PyMongoError.
    """
    (wanted, sort), (at, position) = of, moment
    rules, layout, documents = reads.rules, asked.layout(), reads.listed(wanted, sort, at)
    if wanted.imported_in is not None and asked.is_plain:
        rows = sorted(documents, key=place_in_file)
        # Who sees no row of it learns nothing of its columns.
        heads = heads_of(reads.store, wanted.imported_in) if rows else ()
        layout, documents = _as_imported(layout, rows, heads), iter(rows)
    look = Look(rules.catalogue, rules.zone)
    said = Said(
        unit=_unit(reads),
        as_of=look.time(at),
        position=position,
        filters=filters_said(asked.query, look),
        total=reads.count(wanted, at),
        address=address,
    )
    seen = Seen(rules.catalogue, rules.zone, at, lambda issue: line_of(issue, wanted.archived, at, reads))
    return Export(asked, layout, said, at, lines_of(documents, layout, seen))


def _as_imported(layout: Layout, rows: Sequence[Document], heads: Sequence[str]) -> Layout:
    """That of the file in which rows came in, where neither a template nor columns are asked for."""
    columns = columns_of(map(said_in_file, rows), heads)
    return Layout(layout.title, columns, is_wide(len(columns)), layout.unit, layout.note)


def lines_of(issues: Iterator[Document], layout: Layout, seen: Seen) -> Iterator[Line]:
    """The lines of these issues."""
    tells = [tell_of(column.key) for column in layout.columns]
    for issue in issues:
        yield Line(issue["_id"], issue["serial"], issue["version"], [tell(issue, seen) for tell in tells])


def file_name(export: Export, reads: Reads) -> str:
    """What the file is called: what it is, and as of when."""
    stamp = f"{export.at.astimezone(reads.rules.zone):%Y%m%d-%H%M}"
    return f"{export.layout.title}-{stamp}.{export.asked.form.value}"


def _unit(reads: Reads) -> str:
    """Who fills it in: the unit of who asks, else the region."""
    catalogue, person = reads.rules.catalogue, reads.person
    unit = catalogue.units.get(person.unit_id or "")
    if unit is not None:
        return unit.name_zh
    region = catalogue.regions.get(person.region)
    return person.region if region is None else region.full_name_zh or region.name_zh


def _counted(lines: Iterator[Line], wrote: Callable[[int], None]) -> Iterator[Line]:
    for many, each in enumerate(lines, 1):
        yield each
        if many % _PIECE == 0:
            wrote(many)


def _write_csv(path: Path, layout: Layout, lines: Iterator[Line], encoding: Encoding) -> None:
    heads = layout.columns
    with path.open("w", encoding=encoding.value, errors="strict", newline="") as file:
        if encoding is Encoding.UTF_8:
            file.write(BOM)
        file.write(line([column.heading for column in heads]))
        for number, each in enumerate(lines, 1):
            cells = (number if column.key == "no" else cell for column, cell in zip(heads, each.cells, strict=True))
            file.write(line([_told(column.kind, cell) for column, cell in zip(heads, cells, strict=True)]))


def _told(kind: Kind, cell: Value) -> str:
    text = as_text(kind, cell)
    return guarded(text) if kind in _WORDS else text
