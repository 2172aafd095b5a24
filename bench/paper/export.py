"""Knows what an exported ledger costs, from issues as MongoDB answers them to the workbook, beside XlsxWriter writing
the same cells with the same styles; and how much memory a long one takes. The issues are made up as they are asked for.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from api.exporting.files import lines_of
from api.exporting.values import Seen
from bench.rig.figures import Figure
from bench.rig.ledgered import built, rules
from bench.rig.load import singles
from bench.running.high_water import high_water
from exchange.exports.cells import MOST_LINKS, as_number
from exchange.exports.columns import Kind
from exchange.exports.heights import Heights
from exchange.exports.lines import Line, Said
from exchange.exports.styles import styles_of
from exchange.exports.template import shipped_template
from exchange.exports.workbook import FEW, write_workbook
from ledger.mongo.connection import Document

ROWS: Final = (FEW, 30_000)
"""Laid out in memory, and row by row."""
ROUNDS: Final = 3
LEAST: Final = 0.8
LONG: Final = 1_000_000
MOST_MIB: Final = 64.0
_NOW: Final = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
_LAYOUT: Final = shipped_template("ledger").layout
_ADDRESS: Final = "https://ledger.example.gov.cn/d/issues/"
_TROUBLE: Final = "汾河东岸便道被渣土阻断,渣土车无法进场施工,请尽快解决。"
_STATES: Final = ("assigned", "in_progress", "closed", "closure_requested", "accepted")
Cell = tuple[str, int, int, Any, str]


def run(long: int = LONG) -> list[Figure]:
    """Rows a CPU second in both ways of writing, and the memory of a long one."""
    figures = [_figure(rows) for rows in ROWS]
    with get_context("spawn").Pool(1) as process:
        grown = process.apply(grown_by, (long,))
    return [*figures, Figure.below(f"export: memory over base, {long:,} rows", "MiB", grown, MOST_MIB)]


def _figure(rows: int) -> Figure:
    cells = list(_cells(rows))
    pairs = []
    for _ in range(ROUNDS):
        ours = rows / _cpu(lambda path: write_workbook(path, _LAYOUT, _said(rows), _lines(rows)))
        pairs.append((ours, rows / _cpu(lambda path: _plainly(path, rows, cells))))
    how = "in memory" if rows <= FEW else "row by row"
    return Figure.beside(f"export: {rows:,} rows, {how}", "rows/cpu-s", pairs, LEAST)


def _cpu(write: Callable[[Path], object]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        before = time.process_time()
        write(Path(folder) / "ledger.xlsx")
        return time.process_time() - before


def _said(rows: int) -> Said:
    return Said("小店区", "2026-03-02 10:00", "1772418000-3", "", rows, _ADDRESS)


def _issues(rows: int) -> Iterator[Document]:
    """Each another 编号, text, state, due time; every second one rechecked."""
    made = built(singles(1), {})["issues"][0]
    for number in range(rows):
        yield {
            **made,
            "_id": f"{made['_id'][:-7]}{number:07d}",
            "serial": f"140105-2026-{number:07d}",
            "description": _TROUBLE * (1 + number % 4),
            "state": _STATES[number % len(_STATES)],
            "due_at": _NOW + timedelta(minutes=number % 9_000 - 3_000),
            "measures": "清运渣土,恢复便道。" * (number % 3) or None,
            "recheck": {"result": "solved", "at": _NOW, "by": "supervisor-140105"} if number % 2 else None,
        }


def _lines(rows: int) -> Iterator[Line]:
    return lines_of(_issues(rows), _LAYOUT, Seen(rules().catalogue, rules().zone, _NOW, lambda _: {}))


def _cells(rows: int) -> Iterator[tuple[float, list[Cell]]]:
    """What XlsxWriter is told of each row, found out beforehand: how high it is, and each cell of both sheets."""
    heights = Heights(_LAYOUT.columns)
    for number, line in enumerate(_lines(rows)):
        row, cells = number + 3, []
        for place, (column, value) in enumerate(zip(_LAYOUT.columns, line.cells, strict=True)):
            cells.append(_cell(column.kind, row, place, number + 1 if column.key == "no" else value))
        yield heights.of(line.cells), cells


def _cell(kind: Kind, row: int, place: int, value: Any) -> Cell:
    style = {Kind.WRAPPED: "text", Kind.LINK: "link"}.get(kind, kind.value)
    if kind is Kind.LIGHT:
        return ("write_string", row, place, {"red": "红", "yellow": "黄", "green": "绿"}[value], value)
    if value is None:
        return ("write_blank", row, place, None, style)
    if kind in {Kind.DAY, Kind.MOMENT}:
        return ("write_number", row, place, as_number(value), style)
    if kind is Kind.NUMBER:
        return ("write_number", row, place, value, style)
    if kind is Kind.LINK and row - 3 < MOST_LINKS:
        return ("write_url", row, place, value, style)
    return ("write_string", row, place, value, style)


def _plainly(path: Path, rows: int, told: list[tuple[float, list[Cell]]]) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": rows > FEW}
    book = xlsxwriter.Workbook(str(path), options)
    styles = styles_of(book)
    formats = {name: getattr(styles, name) for name in ("text", "number", "day", "moment", "link")} | styles.lights
    page, hidden = book.add_worksheet("台账"), book.add_worksheet("_xiaohao")
    writes = {name: getattr(page, name) for name in ("write_string", "write_number", "write_blank")}
    for place, column in enumerate(_LAYOUT.columns):
        page.set_column(place, place, column.width)
    for number, (height, cells) in enumerate(told, 1):
        page.set_row(number + 2, height)
        for name, row, place, value, style in cells:
            if name == "write_url":
                page.write_url(row, place, f"{_ADDRESS}{value}", formats[style], value)
            else:
                writes[name](row, place, value, formats[style])
        serial = cells[2][3]
        hidden.write_string(number, 0, "台账")
        hidden.write_number(number, 1, number + 3)
        hidden.write_string(number, 2, f"0195551a-9b20-7c31-8f4e-{number:012d}")
        hidden.write_string(number, 3, serial)
        hidden.write_number(number, 4, 1)
    hidden.hide()
    book.close()


def grown_by(rows: int) -> float:
    """MiB by which a process grows that writes so many; its own high-water mark, not that of who started it."""
    next(_lines(1))
    with tempfile.TemporaryDirectory() as folder:
        before = high_water()
        write_workbook(Path(folder) / "ledger.xlsx", _LAYOUT, _said(rows), _lines(rows))
        return high_water() - before
