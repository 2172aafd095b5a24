"""Knows how a CSV file is read: row after row with its line, an unreadable one told and not lost."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exchange.tables.faults import PlayError
from exchange.tables.mapping import Mapping

_FIELD_LIMIT = 10_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: the line it ends on, its cells by column, and why it cannot be read when it cannot."""

    line: int
    cells: dict[str, str]
    unreadable: str | None = None


def read_header(file: Path, mapping: Mapping) -> tuple[str, ...]:
    """The file's columns. Raises PlayError when it is not there, has no header, or lacks a column of the mapping."""
    if not file.is_file():
        raise PlayError(f"no such file: {file}")
    with file.open(encoding=mapping.encoding, errors="surrogateescape", newline="") as text:
        try:
            header = tuple(next(csv.reader(text, delimiter=mapping.delimiter), ()))
        except csv.Error as error:
            raise PlayError(f"{file}: its first line is no CSV header: {error}") from error
    missing = sorted(mapping.columns - set(header))
    if missing:
        raise PlayError(
            f"{file}: mapping {mapping.name} needs the column(s) {', '.join(missing)}; the file has "
            f"{', '.join(header) or 'none'}"
        )
    return header


def read_rows(file: Path, mapping: Mapping) -> Iterator[Row]:
    """Every row below the header; blank lines are none. Bytes that are not of the encoding make a row unreadable."""
    header = read_header(file, mapping)
    csv.field_size_limit(_FIELD_LIMIT)
    with file.open(encoding=mapping.encoding, errors="surrogateescape", newline="") as text:
        reader = csv.reader(text, delimiter=mapping.delimiter)
        next(reader)
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                yield Row(reader.line_num, {}, f"not CSV: {error}")
                continue
            if cells is None:
                return
            if cells:
                yield _row(reader.line_num, header, cells, mapping.encoding)


def _row(line: int, header: tuple[str, ...], cells: list[str], encoding: str) -> Row:
    named = dict(zip(header, cells, strict=False))
    if len(cells) != len(header):
        return Row(line, named, f"{len(cells)} cells where the header has {len(header)}")
    if any("\udc80" <= mark <= "\udcff" for cell in cells for mark in cell):
        return Row(line, named, f"bytes that are not {encoding}")
    return Row(line, named)
