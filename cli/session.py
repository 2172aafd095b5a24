"""Knows `xiaohao session`: who is signed in now, at a desk or on a phone, and ending one."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.person import note, wall_now
from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_line
from cli.terminal.wide import console

if TYPE_CHECKING:
    from ledger.mongo.connection import Store
    from people.devices import Device
    from people.sessions import Session
    from people.tokens import Token

app = typer.Typer(no_args_is_help=True, help="Sessions and devices of people: list, end.")


@app.command("list", epilog="Example:  xiaohao session list --person supervisor-140105")
def list_sessions(
    person: Annotated[str | None, typer.Option(metavar="PERSON_ID", help="Only this person's, devices too.")] = None,
    data: Data = None,
) -> None:
    """List who is signed in: since when, last seen, from where."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415
    from rich.markup import escape  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from people import devices, sessions  # noqa: PLC0415

    with one_clear_line(PyMongoError), open_store(addresses(data)) as store:
        at = wall_now()
        rows = [
            (f"session:{one.id}", one.person_id, one.created_at, one.seen_at, f"{one.address} {one.agent}")
            for one in sessions.listed(store, at, person)
        ]
        phones = [] if person is None else devices.listed(store, at, person)
        rows += [
            (f"device:{one.id}", one.person_id, one.registered_at, one.seen_at, one.name)
            for one in phones
            if one.ended_at is None
        ]
    table = Table("编号 id", "人员 person", "始于 since", "最近 seen", "来自 from", box=None, pad_edge=False)
    for identity, who, since, seen, where in rows:
        table.add_row(identity, escape(who), f"{since:%F %R}", f"{seen:%F %R}", escape(as_line(where)))
    console().print(table)
    typer.echo(f"{len(rows)} 个 / {len(rows)} signed in")


@app.command(epilog="Example:  xiaohao session end session:9f3c2a6d1b9c0e5712345678")
def end(
    identity: Annotated[str, typer.Argument(metavar="ID", help="As `list` shows it; events name it so too.")],
    data: Data = None,
) -> None:
    """End one session, device or token."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from people import devices, sessions, tokens  # noqa: PLC0415
    from people.journal import What  # noqa: PLC0415

    kind, _, name = identity.partition(":")
    ways: dict[str, tuple[Callable[[Store, str, datetime], Session | Device | Token | None], What]] = {
        "session": (sessions.end, What.SESSION_ENDED),
        "device": (devices.end, What.DEVICE_ENDED),
        "token": (tokens.revoke_token, What.TOKEN_ENDED),
    }
    if kind not in ways:
        raise typer.BadParameter(
            "应为 session:…、device:… 或 token:… / one of session:…, device:…, token:…", param_hint="ID"
        )
    way, what = ways[kind]
    with one_clear_line(PyMongoError), open_store(addresses(data)) as store:
        ended = way(store, name, wall_now())
        if ended is None:
            typer.echo(f"xiaohao: 没有 / there is none: {as_line(identity)}", err=True)
            raise typer.Exit(1)
        note(store, what, ended.person_id, id=identity)
    typer.echo(f"已结束 / ended: {identity} ({ended.person_id})")
