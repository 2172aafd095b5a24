"""Knows `xiaohao ledger`: the proof that issues and counters are what the events make of them, and the repair."""

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
    """Replay every event; write issues and counters anew where they differ, or with --check only say so."""
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
        wrong = _miscounted(store, zone)
        if check:
            raise typer.Exit(1 if found or wrong else 0)
        if found:
            _repair(store, zone)
        if found or wrong:
            _count_anew(store, zone)


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


def _miscounted(store: "Store", zone: str) -> int:
    """How many rows of the counters are not what a recount gives; the first of them are shown."""
    from ledger.policy.in_force import read_rules  # noqa: PLC0415
    from ledger.store.counted.recounting import counted_in, miscounted  # noqa: PLC0415

    if counted_in(store) is None:
        typer.echo("计数尚未建立,由工作进程建立 / nothing is counted yet: a worker does it at its first turn")
        return 0
    wrong = miscounted(store, read_rules(zone))
    for one in wrong[:_SHOWN]:
        typer.echo(f"{one.row}: {dict(one.counted)} ≠ {dict(one.recounted)}")
    typer.echo(f"计数 {len(wrong)} 行差异 / {len(wrong)} rows of the counters differ")
    return len(wrong)


def _count_anew(store: "Store", zone: str) -> None:
    """Put a recount in the place of the counters, once no worker adds to them."""
    import time  # noqa: PLC0415

    from ledger.jobs.leases import Lease  # noqa: PLC0415
    from ledger.policy.in_force import read_rules  # noqa: PLC0415
    from ledger.store.counted.adding_up import LEASE  # noqa: PLC0415
    from ledger.store.counted.recounting import count_anew  # noqa: PLC0415

    lease = Lease(store, LEASE, "rebuild")
    while True:
        with lease.held() as ours:
            if ours and count_anew(store, read_rules(zone)):
                break
        time.sleep(1)
    lease.release()
    typer.echo("已重新计数 / counted anew")


def _repair(store: "Store", zone: str) -> None:
    from ledger.policy.in_force import read_rules  # noqa: PLC0415
    from ledger.store.rebuild import repair  # noqa: PLC0415

    repair(store, read_rules(zone))
    left = _compare(store, zone)[1]
    for issue_id, fields in list(left.items())[:_SHOWN]:
        typer.echo(f"{issue_id}: {', '.join(fields)}", err=True)
    typer.echo(f"已重建,剩余 {len(left)} 处差异 / rebuilt, {len(left)} differences left")
    if left:
        raise typer.Exit(1)
