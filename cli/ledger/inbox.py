"""Knows `xiaohao inbox`: what waits for somebody, and what they were told and have not looked at."""

import json
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from cli.person import demand_person
from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_json_text, as_line
from cli.terminal.wide import console

if TYPE_CHECKING:
    from datetime import datetime

    from ledger.store.telling.inbox import Counted, Inbox

_WAITS = {
    "triage": "待分派 to triage",
    "sign": "待签收 to sign",
    "plan": "待报计划 to plan",
    "report": "待反馈 to report",
    "verify": "待核查 to verify",
    "approve": "待销号 to approve",
    "decide": "待审批 to decide",
}


def inbox(
    person_id: Annotated[str, typer.Argument(metavar="PERSON", help="Whose inbox, such as supervisor-140105.")],
    limit: Annotated[int, typer.Option(min=1, max=200, help="Show so many of each.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
    data: Data = None,
) -> None:
    """Show what waits for somebody to do, and what they were told and have not looked at. Nothing is marked as seen.

    Example:  xiaohao inbox supervisor-140105
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415
    from ledger.registry.days import local_day  # noqa: PLC0415
    from ledger.registry.store import read_catalogue  # noqa: PLC0415
    from ledger.store.telling.inbox import read_inbox, trays_of  # noqa: PLC0415

    with one_clear_line(PyMongoError):
        where = addresses(data)
        with open_store(where) as store:
            demand_person(store, person_id)
            catalogue, zone = read_catalogue(), ZoneInfo(where.time_zone)
            now = clock_of(where.clock, store).now()
            person = catalogue.persons[person_id]
            trays = trays_of(person, catalogue, local_day(now, zone))
            found = read_inbox(store, person, trays, limit, now)
    if as_json:
        typer.echo(as_json_text(json.loads(_json(found))))
    else:
        _show(found, zone)


def _json(found: "Inbox") -> bytes:
    import msgspec  # noqa: PLC0415

    return msgspec.json.encode(found)


def _show(found: "Inbox", zone: ZoneInfo) -> None:
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table("何事 what", "编号 serial", "时间 time", "内容 text", box=None, pad_edge=False)
    for tray in found.waiting:
        for issue in tray.items:
            text = escape(as_line(issue["description"]))
            table.add_row(_WAITS[tray.what], issue["serial"], _local(issue.get("due_at"), zone), text)
    for name, told, time in (("提醒 alert", found.alerts, "fired_at"), ("通知 notice", found.notices, "at")):
        for each in told.items:
            table.add_row(name, each["serial"], _local(each[time], zone), escape(as_line(each["text_zh"])))
    if table.row_count:
        console().print(table)
    counts = [f"{_WAITS[tray.what]} {_counted(tray)}" for tray in found.waiting]
    counts += [f"未看提醒 unseen alerts {_counted(found.alerts)}", f"未看通知 unseen notices {_counted(found.notices)}"]
    typer.echo(" · ".join(counts))


def _counted(one: "Counted") -> str:
    return f"{one.count}{'+' if one.more else ''}"


def _local(moment: "datetime | None", zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else "—"
