"""Knows `xiaohao replay`: any CSV file through the real API of a running stack, every row accounted for."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal.folders import FOLDER
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_line

if TYPE_CHECKING:
    from play.client.credentials import Target
    from play.replay.books import Books
    from play.replay.walker import Walk
    from play.replay.watching import Bars

_STUCK_SHOWN = 10


def replay(
    file: Annotated[Path, typer.Argument(help="The CSV file.", show_default=False)],
    *,
    mapping: Annotated[str, typer.Option(help="A mapping's YAML file, or the name of one that ships.")],
    data: Annotated[
        Path | None, typer.Option(**FOLDER, help="Data folder of the running stack (default: that of `up`).")
    ] = None,
    url: Annotated[str | None, typer.Option(help="Address of the API, with --token instead of --data.")] = None,
    token: Annotated[str | None, typer.Option(help="An inspector's token, with --url.")] = None,
    through_closure: Annotated[
        bool, typer.Option("--through-closure", help="Also walk each issue to its closure, at the file's own dates.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="End with one line of JSON counts.")] = False,
) -> None:
    """Send a CSV file's rows as reports; count what came in, was there already, or was refused and why.

    Examples:

    xiaohao replay requests.csv --mapping la311

    xiaohao replay visits.csv --mapping visits.yaml --data ./data --json

    xiaohao replay visits.csv --mapping visits.yaml --url http://127.0.0.1:8710 --token TOKEN

    xiaohao replay requests.csv --mapping la311 --data ./fresh --through-closure
    """
    from exchange.tables.faults import PlayError  # noqa: PLC0415
    from exchange.tables.mapping_files import load_mapping  # noqa: PLC0415
    from play.client.credentials import chosen_target  # noqa: PLC0415
    from play.replay.books import Books  # noqa: PLC0415
    from play.replay.replay import greet  # noqa: PLC0415
    from play.replay.watching import Bars  # noqa: PLC0415

    with one_clear_line(PlayError):
        bars = Bars()
        books = Books(file, load_mapping(mapping), _refused_file(file, data), bars)
        _tell_encoding(books)
        target = chosen_target(data, url, token)
        asyncio.run(greet(target, books.mapping))
        walk, failure, ended = None, None, False
        try:
            with bars:
                walk = _run(books, target, bars, through_closure)
            ended = True
        except PlayError as error:
            failure = error
        finally:
            books.refused.close(whole=ended)
        _tell(books, walk)
        if as_json:
            typer.echo(json.dumps(books.tally.counts()))
        if failure is not None:
            raise failure
    if not books.tally.complete or (walk is not None and walk.stuck):
        raise typer.Exit(1)


def _run(books: "Books", target: "Target", bars: "Bars", through_closure: bool) -> "Walk | None":
    from play.replay.replay import send_file  # noqa: PLC0415
    from play.replay.walking import walk_file  # noqa: PLC0415

    if through_closure:
        return asyncio.run(walk_file(books, target, bars))
    asyncio.run(send_file(books, target, bars))
    return None


def _tell_encoding(books: "Books") -> None:
    """A file that is in another encoding than its mapping says is read in its own, and that is said."""
    label, declared = books.table.encoding.label, books.mapping.encoding
    if label != declared and not (label == "UTF-8" and declared.startswith("utf-8")):
        typer.echo(
            f"按 {label} 读取,而非映射所写的 {declared} / read as {label}, not {declared} of the mapping", err=True
        )


def _refused_file(file: Path, data: Path | None) -> Path:
    return (data or Path.cwd()) / f"{file.name.removesuffix('.csv')}.refused.csv"


def _tell(books: "Books", walk: "Walk | None") -> None:
    from mobile_schema.vocabulary import State  # noqa: PLC0415

    tally = books.tally
    typer.echo(
        f"{tally.rows} 行:接收 {tally.accepted},已有 {tally.already},入账 {tally.in_ledger},退回 {tally.refused} / "
        f"{tally.rows} rows: {tally.accepted} accepted, {tally.already} already there, "
        f"{tally.in_ledger} in the ledger, {tally.refused} refused"
    )
    if books.refused.kept:
        typer.echo(f"退回的行及原因 / refused rows with reasons: {books.refused.path}")
    if walk is not None:
        closed, voided = walk.ended(State.CLOSED), walk.ended(State.VOIDED)
        still_open = len(walk.issues) - closed - voided
        typer.echo(
            f"销号 {closed},误报 {voided},未销号 {still_open},受阻 {len(walk.stuck)} / "
            f"{closed} struck off, {voided} voided, {still_open} still open, {len(walk.stuck)} stuck"
        )
        steps = ", ".join(f"{step} {times}" for step, times in sorted(walk.fired.items())) or "—"
        typer.echo(f"13710 督办提醒 / alerts that 13710 fired: {walk.fired.total()} ({steps})")
        for line, why in list(walk.stuck.items())[:_STUCK_SHOWN]:
            typer.echo(f"  第 {line} 行 / line {line}: {as_line(why)}", err=True)
