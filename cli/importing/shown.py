"""Knows how a file that was looked at, and the verdicts of its rows, are shown on a terminal and to programs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import typer

from cli.terminal.shown import as_line
from cli.terminal.wide import console

if TYPE_CHECKING:
    from exchange.ledgers.checking import Checked, CheckedRow

_FAULTS_SHOWN: Final = 20
_SURE: Final = {"certain": "确定 certain", "ask": "待选 ask", "near": "相近 near", "unknown": "保留 kept"}
_VERDICTS: Final = {
    "new": ("新增", "new"),
    "changed": ("有改动", "changed"),
    "same": ("相同", "same"),
    "duplicate": ("重复", "duplicate"),
    "conflict": ("冲突", "conflict"),
    "skipped": ("跳过", "skipped"),
    "fault": ("有误", "fault"),
}
WORDS: Final = {name: " ".join(words) for name, words in _VERDICTS.items()}
"""Of each verdict, in both languages."""


def show_told(lines: Sequence[str], counts: Mapping[str, int], words: Mapping[str, str], whole: str) -> None:
    """The first of what there is to tell, that `whole` writes the rest, and how many rows have each verdict."""
    for line in lines[:_FAULTS_SHOWN]:
        typer.echo(as_line(line))
    if len(lines) > _FAULTS_SHOWN:
        typer.echo(f"… 还有 {len(lines) - _FAULTS_SHOWN} 处,{whole}")
    typer.echo(f"{counts['rows']} 行 rows: " + ", ".join(f"{word} {counts[name]}" for name, word in words.items()))


def show_book(looked: dict[str, Any]) -> None:
    """Sheets, heads and columns as tables."""
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    typer.echo(f"{as_line(looked['name'])} ({looked['kind']})")
    for note in looked["notes"]:
        typer.echo(f"  {as_line(note)}")
    for sheet in looked["sheets"]:
        typer.echo(_sheet_line(sheet))
        head = sheet["head"]
        if head is None:
            continue
        table = Table("列 column", "表头 head", "字段 field", "把握 how sure", "样例 samples", box=None, pad_edge=False)
        for column in head["columns"]:
            field = column["field"] or " / ".join(f"{each}?" for each in column["offered"]) or "—"
            samples = " ｜ ".join(column["samples"])
            cells = (column["column"], column["path"], field, _SURE[column["sure"]], samples)
            table.add_row(*(escape(as_line(cell)) for cell in cells))
        console().print(table)


def _sheet_line(sheet: dict[str, Any]) -> str:
    told = [f"{sheet['rows']} 行 × {sheet['columns']} 列"]
    if not sheet["visible"]:
        told.append("隐藏的工作表 hidden sheet")
    if sheet["head"] is None:
        told.append("没有找到表头 no head")
    else:
        first, last = sheet["head"]["rows"]
        told.append(f"表头在第 {first}–{last} 行 head in rows {first}–{last}")
        told += [f"{kind} {count}" for kind, count in sheet["head"]["kinds"].items()]
    for name, words in (("hidden_rows", "隐藏行 hidden rows"), ("formulas_without_value", "公式无值 no value")):
        if sheet[name]:
            told.append(f"{words}: {', '.join(map(str, sheet[name]))}")
    if sheet["errors"]:
        told.append("错误单元格 errors: " + ", ".join(f"{each['cell']} {each['text']}" for each in sheet["errors"]))
    return f"■ {as_line(sheet['name'])}: " + as_line("; ".join(told))


def show_checked(checked: "Checked") -> None:
    """What is wrong, cell by cell, and how many rows have each verdict."""
    wrong = [row for row in checked.rows if row.faults or row.verdict in ("duplicate", "conflict")]
    for row in wrong[:_FAULTS_SHOWN]:
        for line in _told(row):
            typer.echo(as_line(line))
    if len(wrong) > _FAULTS_SHOWN:
        more = len(wrong) - _FAULTS_SHOWN
        typer.echo(f"… 还有 {more} 行,用 --faults FILE 写出全部 / {more} more rows: --faults FILE writes all")
    for name in checked.unread:
        typer.echo(as_line(f"工作表 {name} 没有读 / sheet {name} was not read"))
    counts = checked.counts
    zh = ",".join(f"{words[0]} {counts[name]}" for name, words in _VERDICTS.items())
    en = ", ".join(f"{counts[name]} {words[1]}" for name, words in _VERDICTS.items())
    typer.echo(f"{counts['rows']} 行:{zh} / {counts['rows']} rows: {en}")


def _told(row: "CheckedRow") -> Iterator[str]:
    at = f"{row.record.sheet}!"
    if row.verdict == "duplicate":
        yield f"{at}{row.record.row}: 与 {row.reason} 重复 / a duplicate of {row.reason}"
    if row.verdict == "conflict":
        yield f"{at}{row.record.row}: 文件与台账都改过 {row.reason} / changed here and on the ledger: {row.reason}"
    for fault in row.faults:
        yield f"{at}{fault.cell}: {fault.sentence}"


def json_lines(checked: "Checked") -> Iterator[str]:
    """{sheet, row, verdict, reason, cells, faults} a row; the last line counts them."""
    for row in checked.rows:
        told = {
            "sheet": row.record.sheet,
            "row": row.record.row,
            "verdict": row.verdict,
            "reason": row.reason,
            "cells": row.record.cells,
            "faults": [{"cell": each.cell, "slug": each.slug, "sentence": each.sentence} for each in row.faults],
        }
        yield json.dumps(told, ensure_ascii=False)
    yield json.dumps(checked.counts)
