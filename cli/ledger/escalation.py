"""Knows `xiaohao escalation`: the audit of what fired against what should have."""

import json
from collections.abc import Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.days import SPAN
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_json_text, as_line

if TYPE_CHECKING:
    from ledger.mongo.connection import Store
    from oversight.audit.report import Report
    from oversight.audit.verdict import Finding, Verdict, Window

app = typer.Typer(no_args_is_help=True, help="Escalations (督办升级): the audit of what fired.")

_ZONE = ZoneInfo("Asia/Shanghai")
_HEADS = {
    "due": "应发 due",
    "fired": "已发 fired",
    "failed": "无人 failed",
    "deferred": "暂缓 deferred",
    "missed": "漏发 missed",
    "doubled": "重发 doubled",
    "early": "早发 early",
    "misdated": "误期 misdated",
    "miscounted": "误算 miscounted",
    "late": "迟发 late",
    "folded": "并发 folded",
}


@app.callback()
def escalation() -> None:
    """Escalations."""


@app.command(epilog="Examples:  xiaohao escalation audit   |   xiaohao escalation audit --from 2026-03-01 --json")
def audit(
    since: Annotated[
        str | None,
        typer.Option("--from", help="Judge what fell due from this moment or day on.", metavar="TIME"),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", help="… up to this moment or day (default: now).", metavar="TIME")
    ] = None,
    data: Data = None,
    issue: Annotated[str | None, typer.Option(help="Only the issue with this 编号.", metavar="SERIAL")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Findings and the totals, one JSON object a line.")] = False,
) -> None:
    """Work out from the events alone what should have fired and when, and compare it with what did.

    Times without a zone are China's. Exits 1 when anything was missed, doubled, early or misdated; late is only told.
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415
    from oversight.audit.verdict import Window  # noqa: PLC0415

    with one_clear_line(PyMongoError, LookupError, ValueError):
        begin, end = _moment(since, time.min), _moment(until, time.max)
        if begin is not None and end is not None and begin > end:
            raise ValueError("起始晚于结束 / --from is after --to")
        where = addresses(data)
        with open_store(where) as store:
            report = _report(store, Window.of(begin, end, clock_of(where.clock, store).now()), issue)
    if as_json:
        for finding in report.findings():
            typer.echo(as_json_text(_told(finding)))
    else:
        _show(report)
    typer.echo(json.dumps(report.summary()))
    raise typer.Exit(0 if report.clean else 1)


def _moment(text: str | None, of_day: time) -> datetime | None:
    """A moment, or the begin or end of a day. Raises ValueError."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"不是时间 / not a time: {text!r}; write 2026-03-01 or 2026-03-01T08:30+08:00") from None
    if "T" not in text and ":" not in text:
        moment = datetime.combine(moment.date(), of_day)
    if not SPAN[0] <= moment.date() <= SPAN[1]:
        raise ValueError(f"超出范围 / outside {SPAN[0]} to {SPAN[1]}: {text!r}")
    return moment if moment.tzinfo else moment.replace(tzinfo=_ZONE)


def _report(store: "Store", window: "Window", serial: str | None) -> "Report":
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    from ledger.store.archive.places import ISSUES, count_everywhere  # noqa: PLC0415
    from oversight.audit.report import Report  # noqa: PLC0415
    from oversight.audit.stored import verdicts  # noqa: PLC0415

    report = Report()
    total = 1 if serial else count_everywhere(store, ISSUES)
    found: Iterator[Verdict | None] = verdicts(store, window, serial)
    for verdict in track(found, "核对 auditing", total=total, console=Console(stderr=True)):
        report.add(verdict)
    return report


def _show(report: "Report") -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from oversight.audit.verdict import Kind  # noqa: PLC0415

    console = Console(width=200)
    steps = Table("时限 clock", "步骤 step", box=None)
    for head in _HEADS.values():
        steps.add_column(head.replace(" ", "\n"), justify="right")
    for code, step, counts in report.by_step():
        steps.add_row(
            escape(as_line(code)), escape(as_line(step)), *(str(counts[Kind(kind)] or "·") for kind in _HEADS)
        )
    console.print(steps)
    findings = report.findings()
    if findings:
        listed = Table("编号 serial", "何事 what", "步骤 step", "应于 due", "发于 fired", box=None)
        for finding in findings:
            of_step = f"{finding.step} #{finding.occurrence} " if finding.step else ""
            step = f"{of_step}({finding.obligation}.{finding.round})"
            what = _HEADS[finding.kind]
            listed.add_row(finding.serial, what, escape(as_line(step)), _local(finding.due), _local(finding.fired))
        console.print()
        console.print(listed)
    if report.unjudged:
        console.print(f"{report.unjudged} 个问题的规则版本不在此处 / issues run under a policy that is not here")


def _local(moment: datetime | None) -> str:
    return f"{moment.astimezone(_ZONE):%Y-%m-%d %H:%M:%S}" if moment else "—"


def _told(finding: "Finding") -> dict[str, object]:
    return {
        "kind": finding.kind,
        "serial": finding.serial,
        "obligation": finding.obligation,
        "round": finding.round,
        "step": finding.step,
        "occurrence": finding.occurrence,
        "due": finding.due and finding.due.isoformat(),
        "fired": finding.fired and finding.fired.isoformat(),
    }
