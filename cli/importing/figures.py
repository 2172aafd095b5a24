"""Knows `xiaohao import --kind figures`: a table of projects looked at, judged row by row, reported to the ledger."""

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import typer

from cli.importing.shown import WORDS, show_told
from cli.terminal.asking import Asking
from cli.terminal.shown import as_line

if TYPE_CHECKING:
    from pydantic import ValidationError

    from exchange.figures.checking import CheckedFigure, CheckedFigures
    from exchange.figures.mapping import FigureMapping
    from exchange.workbooks.cells import Book

_PATIENCE: Final = 120.0
_WORDS: Final = WORDS | {"changed": "更正 changed"}


@dataclass(frozen=True, slots=True)
class Options:
    """What the options of the command say of a table of figures."""

    file: Path
    mapping: Path | None
    sheet: str | None
    header: tuple[int, int] | None
    period: str | None
    money: str | None
    faults: Path | None
    as_json: bool


def figures(options: Options, asked: Asking | None, *, look: bool, commit: bool, yes: bool) -> NoReturn:
    """Ends the command: 0 when nothing is wrong, 1 when rows have faults. Raises StackError, PlayError, FileRefused."""
    from exchange.figures.checking import check_figures  # noqa: PLC0415
    from exchange.texts.reading import read_bytes  # noqa: PLC0415
    from exchange.workbooks.reading import FILE_BYTES, read_book  # noqa: PLC0415

    raw = read_bytes(options.file, FILE_BYTES)
    book, mapping = read_book(options.file.name, raw), _mapping(options)
    if look:
        _look(book, mapping, options.as_json)
        raise typer.Exit
    sha256 = hashlib.sha256(raw).hexdigest()
    read = checked = check_figures(book, mapping, sha256)
    if asked is None:
        said = "未指定 --data 或 --url,只看文件,不与台账核对 / without --data or --url the file alone is judged"
        typer.echo(said, err=True)
    else:
        coming = _Reported(asked, mapping.projects == "registered")
        checked = coming.judged(read, dry_run=True)
        if commit and _agreed(checked, yes):
            checked = coming.judged(read, dry_run=False)
    if options.faults is not None:
        from exchange.figures.telling.returned import returned_figures  # noqa: PLC0415

        options.faults.write_bytes(returned_figures(checked))
    _tell(checked, options.as_json)
    counts = checked.counts
    if commit and not options.as_json:
        typer.echo(f"已入账:新增 {counts['new']},更正 {counts['changed']} / on the ledger")
        if counts["new"] + counts["changed"]:
            typer.echo(f"撤销 / undo: xiaohao import --undo {sha256}")
    raise typer.Exit(1 if counts["fault"] or counts["conflict"] else 0)


def _mapping(options: Options) -> "FigureMapping":
    """What the options say beside a mapping. Raises PlayError; typer.BadParameter."""
    from pydantic import ValidationError  # noqa: PLC0415

    from exchange.figures.mapping import FigureMapping, figure_mapping  # noqa: PLC0415

    chosen = figure_mapping(options.mapping, options.file)
    more: dict[str, Any] = {}
    if options.sheet is not None:
        more["sheets"] = {"include": (options.sheet,)}
    more |= {"header": options.header} if options.header else {}
    more |= {} if options.period is None else {"month": options.period}
    more |= {} if options.money is None else {"money": options.money}
    try:
        return FigureMapping.model_validate({**chosen.model_dump(), **more})
    except ValidationError as error:
        raise _wrong_option(error) from None


def _wrong_option(error: "ValidationError") -> typer.BadParameter:
    """Of what the options say a month and a unit alone may be none: a mapping was judged when it was read."""
    first = error.errors()[0]
    if first["loc"] == ("month",):
        return typer.BadParameter("写月份,如 2019-08 / a month such as 2019-08", param_hint="--period")
    return typer.BadParameter(f"只能是 / one of {first['ctx']['expected']}", param_hint="--money")


def _agreed(checked: "CheckedFigures", yes: bool) -> bool:
    counts = checked.counts
    if not counts["new"] + counts["changed"]:
        return False
    question = f"新增 {counts['new']} 行,更正 {counts['changed']} 行,入账吗? / put them on the ledger?"
    # Where nobody can answer, `--commit` is the answer.
    if not yes and sys.stdin.isatty() and not typer.confirm(question, err=True):
        raise typer.Exit(1)
    return True


@dataclass(frozen=True, slots=True)
class _Reported:
    """Figures reported over the API, some hundred at a time."""

    asked: Asking
    registered: bool

    def judged(self, checked: "CheckedFigures", *, dry_run: bool) -> "CheckedFigures":
        """Every row with what the ledger says of it. Raises StackError."""
        from exchange.figures.checking import answered  # noqa: PLC0415
        from mobile_schema.reports.figure import MOST_ROWS  # noqa: PLC0415

        rows = list(checked.rows)
        coming = [place for place, row in enumerate(rows) if row.figure is not None]
        # However a file has its months: each is judged beside those before it.
        coming.sort(key=lambda place: rows[place].row.figure["month"])
        for first in range(0, len(coming), MOST_ROWS):
            some = coming[first : first + MOST_ROWS]
            for place, told in zip(some, self._told([rows[place] for place in some], dry_run), strict=True):
                rows[place] = answered(rows[place], told)
        return replace(checked, rows=tuple(rows))

    def _told(self, rows: "Sequence[CheckedFigure]", dry_run: bool) -> list[dict[str, Any]]:
        said = [row.figure.model_dump(mode="json") for row in rows if row.figure is not None]
        body = {"figures": said, "registered": self.registered}
        path = "/v1/figures?dry_run=true" if dry_run else "/v1/figures/import"
        items: list[dict[str, Any]] = self.asked.tell(path, body, _PATIENCE)["items"]
        return items


def _tell(checked: "CheckedFigures", as_json: bool) -> None:
    counts = checked.counts
    if as_json:
        from exchange.figures.telling.told import told_row  # noqa: PLC0415

        for row in checked.rows:
            typer.echo(json.dumps(told_row(row) | {"cells": row.row.cells}, ensure_ascii=False))
        typer.echo(json.dumps(counts))
        return
    told = [line for row in checked.rows for line in _told(row)]
    show_told(told, counts, _WORDS, "用 --faults FILE 写出 / --faults FILE writes what stays out")


def _told(row: "CheckedFigure") -> Iterator[str]:
    at = f"{row.row.sheet}!"
    for fault in row.faults:
        yield f"{at}{fault.cell}: {fault.sentence}"
    if row.verdict == "duplicate":
        yield f"{at}{row.row.row}: {_WORDS['duplicate']} {row.reason}"
    for flag in row.flags:
        yield f"{at}{row.row.row}: 注意 note: {flag}"


def _look(book: "Book", mapping: "FigureMapping", as_json: bool) -> None:
    """Each table: its sheet, head, month, and what each column means, with its unit of money."""
    from exchange.figures.tables import tables_in  # noqa: PLC0415
    from exchange.figures.telling.told import told_table  # noqa: PLC0415
    from exchange.workbooks.cells import letters_of  # noqa: PLC0415

    tables = list(tables_in(book, mapping))
    if as_json:
        typer.echo(json.dumps({"name": book.name, "tables": list(map(told_table, tables))}, ensure_ascii=False))
        return
    for table in tables:
        head = f"{table.head.top + 1}-{table.head.bottom + 1}"
        typer.echo(as_line(f"{table.sheet.name} 表头 head {head} 月份 month {table.month or '?'}"))
        for column in table.head.columns:
            field, unit = table.field_at(column.place) or "—", table.units.get(column.place, "")
            typer.echo(as_line(f"  {letters_of(column.place):>3} {column.path} → {field} {unit}"))
