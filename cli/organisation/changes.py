"""Knows how `… history` lists what somebody changed: when, by whom, from what to what."""

from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_line

if TYPE_CHECKING:
    from ledger.registry.keeping.history import RegistryEvent

Limit = Annotated[int, typer.Option(min=1, max=10_000, help="How many at most.")]
NOTHING = "没有变更 / nothing was changed"


def show_changes(kind: str | None, entry: str | None, limit: int, data: Data) -> None:
    """List the changes, the latest first; of one kind or one entry if that is asked for."""
    from itertools import islice  # noqa: PLC0415

    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.registry.keeping.history import read_history  # noqa: PLC0415

    with one_clear_line(PyMongoError):
        where = addresses(data)
        with open_store(where) as store:
            found = list(islice(read_history(store, kind, entry), limit))
    for event in found:
        typer.echo(as_line(_line(event, ZoneInfo(where.time_zone))))
    if not found:
        typer.echo(NOTHING)


def _line(event: "RegistryEvent", zone: ZoneInfo) -> str:
    import json  # noqa: PLC0415
    from datetime import datetime  # noqa: PLC0415

    def moment(at: datetime) -> str:
        return at.astimezone(zone).isoformat(sep=" ", timespec="seconds")

    def said(value: Any) -> str:
        if isinstance(value, datetime):
            return moment(value)
        return "—" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    changes = "; ".join(f"{name}: {said(was)} → {said(now)}" for name, (was, now) in event.changes.items())
    because = f" ({event.reason})" if event.reason else ""
    who = event.actor["person_id"]
    return f"{moment(event.at)} {who} {event.what} {event.kind} {event.entry_id}{because}: {changes}"
