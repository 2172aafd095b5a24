"""Knows `xiaohao token`: bearer tokens for people of the registry."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from cli.organisation.changes import NOTHING, Limit
from cli.person import note
from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import one_clear_line
from cli.terminal.shown import as_line

if TYPE_CHECKING:
    from pymongo.client_session import ClientSession

    from ledger.mongo.connection import Store
    from stack.processes.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Bearer tokens: issue, revoke, history.")

PersonId = Annotated[str, typer.Argument(metavar="PERSON_ID", help="As in the registry.", show_default=False)]


@app.command(epilog="Example:  xiaohao token issue inspector-140105-1")
def issue(person_id: PersonId, data: Data = None) -> None:
    """Print a new token for a person; it is stored hashed, so this is the only time it can be read."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from people.journal import What  # noqa: PLC0415
    from people.tokens import issue_token, token_id  # noqa: PLC0415

    with one_clear_line(PyMongoError):
        where = addresses(data)
        with open_store(where) as store:
            _demand_person(store, person_id)
            now = _now(where, store)

            def write(session: "ClientSession") -> str:
                token = issue_token(store, person_id, now, session=session)
                note(store, What.TOKEN_ISSUED, person_id, session, token_id=token_id(token))
                return token

            typer.echo(store.transaction(write))


@app.command(epilog="Example:  xiaohao token revoke inspector-140105-1")
def revoke(person_id: PersonId, data: Data = None) -> None:
    """End every token of a person."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from people.journal import What  # noqa: PLC0415
    from people.tokens import revoke_tokens  # noqa: PLC0415

    with one_clear_line(PyMongoError):
        where = addresses(data)
        with open_store(where) as store:
            _demand_person(store, person_id)
            now = _now(where, store)

            def write(session: "ClientSession") -> int:
                ended = revoke_tokens(store, person_id, now, session=session)
                if ended:
                    note(store, What.TOKEN_ENDED, person_id, session, tokens=ended)
                return ended

            ended = store.transaction(write)
            typer.echo(f"已吊销 {ended} 个令牌 / {ended} token(s) revoked: {person_id}")


@app.command(epilog="Example:  xiaohao token history")
def history(limit: Limit = 100, data: Data = None) -> None:
    """List who issued and ended tokens, the latest first: when, for whom, by whom."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from people.journal import TOKENS, lines_of  # noqa: PLC0415

    with one_clear_line(PyMongoError):
        where = addresses(data)
        with open_store(where) as store:
            found = lines_of(store, TOKENS, limit).items
    for each in found:
        at = each.at.astimezone(ZoneInfo(where.time_zone)).isoformat(sep=" ", timespec="seconds")
        facts = "; ".join(f"{name}: {value}" for name, value in each.facts.items())
        typer.echo(as_line(f"{at} {each.by or '—'} {each.what} {each.person_id}: {facts}"))
    if not found:
        typer.echo(NOTHING)


def _demand_person(store: "Store", person_id: str) -> None:
    """Leave with one line when the registry has no such person."""
    if store["persons"].find_one({"_id": person_id}, {"_id": 1}) is None:
        typer.echo(f"xiaohao: 没有此人 / no such person: {person_id}", err=True)
        raise typer.Exit(1)


def _now(where: "Settings", store: "Store") -> datetime:
    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415

    return clock_of(where.clock, store).now()
