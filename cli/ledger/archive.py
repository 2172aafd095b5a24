"""Knows `xiaohao archive`: issues that ended long ago go to the archive, and what is over is deleted, by the rules."""

import json
import os
import socket
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import one_clear_line
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from datetime import datetime

    from ledger.mongo.connection import Store
    from ledger.retention.retention import Retention
    from ledger.store.archive.archiving import Done
    from ledger.store.archive.candidates import Candidates

_WORDS = {
    "issues": "问题 issues",
    "events": "事件 events",
    "alerts": "提醒 alerts",
    "receipts": "报告原文 reports' bytes",
    "deliveries": "投递记录 deliveries",
    "dead_letters": "已重发死信 dead letters",
    "receipts_archived": "已归档原文 archived bytes",
}


def archive(
    data: Data = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how much it would be.")] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, help="Move at most so many, each with its duplicates, and delete nothing.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before something is deleted.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="What was found and done, one JSON object a line.")] = False,
) -> None:
    """Move what ended long ago to the archive (归档), and delete all the retention rules let go; docs/retention.md.

    Ended issues go whole: with their events, alerts, duplicates, and the bytes of their report. They are found as
    before; lists show them only when asked. It may be stopped at any time; the next run goes on.

    Examples:

    xiaohao archive --dry-run

    xiaohao archive --data ./data --limit 10000
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415
    from ledger.retention.store import RetentionOutdated, read_retention  # noqa: PLC0415
    from ledger.store.archive.candidates import count_candidates  # noqa: PLC0415

    with one_clear_line(PyMongoError, RetentionOutdated):
        where = addresses(data)
        with open_store(where) as store:
            now, retention = clock_of(where.clock, store).now(), read_retention(store)
            found = count_candidates(store, retention, now)
            _tell_found(found, as_json)
            if dry_run:
                return
            if found.deleted and limit is None and not yes:
                typer.confirm("删除后不能恢复,确定? / What is deleted is gone for good. Go on?", abort=True, err=True)
            _tell_done(_run(store, retention, now, limit, found), as_json)


def _run(store: "Store", retention: "Retention", now: "datetime", limit: int | None, found: "Candidates") -> "Done":
    """Everything done. Raises StackError where another run is under way."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    from ledger.jobs.leases import Lease  # noqa: PLC0415
    from ledger.store.archive.archiving import JOB, Done, archiving  # noqa: PLC0415

    lease = Lease(store, JOB, f"{socket.gethostname()}/{os.getpid()}")
    done, total = Done(), found.issues + found.receipts
    try:
        with lease.held() as ours, Progress(console=Console(stderr=True), disable=not ours) as progress:
            if not ours:
                raise StackError(
                    "另一归档正在进行,或刚被中止 / another run is under way, or was killed within the last 10 s"
                )
            bar = progress.add_task("归档 archiving", total=min(total, limit) if limit else total)
            for one in archiving(store, retention, now, limit):
                done += one
                progress.advance(bar, one.issues + one.receipts)
    finally:
        lease.release()
    return done


def _tell_found(found: "Candidates", as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"found": asdict(found)}))
        return
    counts = asdict(found)
    typer.echo(f"可归档 / to archive: {_counted(counts, 'issues', 'receipts')}")
    typer.echo(f"可删除 / to delete: {_counted(counts, 'deliveries', 'dead_letters', 'receipts_archived')}")


def _tell_done(done: "Done", as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"done": asdict(done)}))
        return
    counts = asdict(done)
    typer.echo(f"已归档 / archived: {_counted(counts, 'issues', 'events', 'alerts', 'receipts')}")
    typer.echo(f"已删除 / deleted: {_counted(counts, 'deliveries', 'dead_letters', 'receipts_archived')}")
    if done.families_left:
        why = "缺事件,归档中已有,或提醒未发完 / an event is missing, it is archived too, or an alert is being sent"
        typer.echo(f"未归档 / stayed: {done.families_left} ({why})")


def _counted(counts: dict[str, int], *names: str) -> str:
    return "; ".join(f"{counts[name]} {_WORDS[name]}" for name in names)
