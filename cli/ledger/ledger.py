"""Knows `xiaohao ledger`: the proof that every issue is what its events make of it, and the repair."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import one_clear_line

if TYPE_CHECKING:
    from ledger.mongo.connection import Store

app = typer.Typer(no_args_is_help=True, help="The ledger itself: rebuild it from its events.")

_SHOWN = 20


@app.callback()
def ledger() -> None:
    """The ledger itself."""


@app.command(epilog="Examples:  xiaohao ledger rebuild --check   |   xiaohao ledger rebuild --data ./data")
def rebuild(
    data: Data = None,
    check: Annotated[bool, typer.Option("--check", help="Only compare; exits 1 when anything differs.")] = False,
) -> None:
    """Replay every event; write the issues anew where they differ, or with --check only say so."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    with one_clear_line(PyMongoError), _opened(data) as (store, zone):
        issues, found = _compare(store, zone)
        if found:
            # What was written between the two readings looks like a difference once, a real one twice.
            again = _compare(store, zone)[1]
            found = {issue_id: fields for issue_id, fields in again.items() if issue_id in found}
        for issue_id, fields in list(found.items())[:_SHOWN]:
            typer.echo(f"{issue_id}: {', '.join(fields)}")
        if len(found) > _SHOWN:
            typer.echo(f"… 另有 {len(found) - _SHOWN} 个 / {len(found) - _SHOWN} more")
        typer.echo(f"{issues} 个问题,{len(found)} 处差异 / {issues} issues, {len(found)} differences")
        if check:
            raise typer.Exit(1 if found else 0)
        if found:
            _repair(store, zone)


@contextmanager
def _opened(data: Path | None) -> Iterator[tuple["Store", str]]:
    """The database, and the time zone of its deployment."""
    where = addresses(data)
    with open_store(where) as store:
        yield store, where.time_zone


def _compare(store: "Store", zone: str) -> tuple[int, dict[str, tuple[str, ...]]]:
    """How many issues were looked at, and what differs on which."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    from ledger.policy.in_force import read_rules  # noqa: PLC0415
    from ledger.store.archive.places import ISSUES, count_everywhere  # noqa: PLC0415
    from ledger.store.rebuild import differences  # noqa: PLC0415

    total = count_everywhere(store, ISSUES)
    looked_at = 0
    found = {}
    for difference in track(
        differences(store, read_rules(zone)), "重放 replaying", total=total, console=Console(stderr=True)
    ):
        looked_at += 1
        if difference is not None:
            found[difference.issue_id] = difference.fields
    return looked_at, found


def _repair(store: "Store", zone: str) -> None:
    from ledger.policy.in_force import read_rules  # noqa: PLC0415
    from ledger.store.rebuild import repair  # noqa: PLC0415

    repair(store, read_rules(zone))
    left = _compare(store, zone)[1]
    for issue_id, fields in list(left.items())[:_SHOWN]:
        typer.echo(f"{issue_id}: {', '.join(fields)}", err=True)
    typer.echo(f"已重建,剩余 {len(left)} 处差异 / rebuilt, {len(left)} differences left")
    raise typer.Exit(1 if left else 0)
