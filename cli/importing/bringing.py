"""Knows how a file is judged by the ledger that it is for, and brought in with its progress."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import typer

from cli.importing.over_api import Import, NotHere, Told
from cli.importing.shown import WORDS, show_told
from cli.terminal.asking import Asking
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from exchange.ledgers.mapping import LedgerMapping

COUNTED: Final = ("rows", "new", "changed", "same", "duplicate", "conflict", "skipped", "fault")


@dataclass(frozen=True, slots=True)
class Given:
    """What the options say; without a mapping it is that by which the template came in last, or the dictionary's."""

    file: Path
    mapping: "LedgerMapping | None"
    faults: Path | None
    as_json: bool


def brought(given: Given, asked: Asking, *, commit: bool, yes: bool) -> NoReturn:
    """Judge the file there and, where that is asked for, bring it in; ends the command.

    Raises NotHere of a plain check where the API takes no imports from who asks; StackError.
    """
    from exchange.ledgers.mapping_files import as_yaml  # noqa: PLC0415

    mapping = None if given.mapping is None else as_yaml(given.mapping)
    try:
        one = Import.begun(asked, given.file.name, given.file.read_bytes(), mapping)
    except NotHere as refused:
        if commit:
            raise StackError(str(refused)) from None
        raise
    view = one.check()
    counts = view["counts"]
    if given.faults is not None:
        given.faults.write_bytes(one.faults())
    _tell(one.rows(), counts, given.as_json)
    if commit:
        counts = _committed(one, counts, given, yes)
    if given.as_json:
        typer.echo(json.dumps({name: counts[name] for name in COUNTED}))
    raise typer.Exit(1 if counts["fault"] or counts["conflict"] else 0)


def _committed(one: Import, counts: dict[str, int], given: Given, yes: bool) -> dict[str, int]:
    coming = counts["new"] + counts["changed"]
    if not coming:
        zh, en = "没有可以入账的行,没有入账", "no row can come in: nothing was put on the ledger"
        typer.echo(f"{zh} / {en}", err=given.as_json)
        return counts
    if not yes:
        question = f"新增 {counts['new']} 行,更新 {counts['changed']} 行,入账吗? / put them on the ledger?"
        if not typer.confirm(question, err=True):
            raise typer.Exit(1)
    with _progress(given.as_json) as told:
        view = one.commit(told)
    done: dict[str, int] = view["counts"]
    typer.echo(
        f"已入账:新增 {done['new']},更新 {done['changed']};导入编号 {one.id} / on the ledger: {done['new']} new, "
        f"{done['changed']} changed; the import is {one.id}",
        err=given.as_json,
    )
    return {name: done[name] for name in COUNTED}


@contextmanager
def _progress(quiet: bool) -> Iterator[Told]:
    """A bar on a terminal; nothing where programs read."""
    if quiet or not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    from rich.progress import Progress  # noqa: PLC0415

    from cli.terminal.wide import console  # noqa: PLC0415

    with Progress(console=console(), transient=True) as bar:
        task = bar.add_task("入账 on the ledger", total=None)
        yield lambda done, all_: bar.update(task, completed=done, total=all_ or None)


def _tell(rows: list[dict[str, Any]], counts: dict[str, int], as_json: bool) -> None:
    if as_json:
        for line in _json_lines(rows):
            typer.echo(line)
        return
    told = [line for row in rows for line in _told(row)]
    show_told(told, counts, WORDS, "用 --faults FILE 写出全部 / --faults FILE writes all")


def _told(row: dict[str, Any]) -> Iterator[str]:
    at = f"{row['sheet']}!"
    if row["verdict"] in {"duplicate", "conflict"}:
        yield f"{at}{row['row']}: {WORDS[row['verdict']]} {row['reason']}"
    for fault in row["faults"]:
        yield f"{at}{fault['cell']}: {fault['sentence']}"
    for change in row["changes"]:
        yield f"{at}{row['row']} {row['serial']} {change['field']}: {change['here'] or '—'} → {change['new']}"


def _json_lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        told = {name: row[name] for name in ("sheet", "row", "verdict", "reason")}
        cells = {"cells": {each["path"]: each["text"] for each in row["cells"]}}
        rest = {name: row[name] for name in ("faults", "changes", "serial")}
        yield json.dumps(told | cells | rest, ensure_ascii=False)
