"""Knows `xiaohao token`: bearer tokens for people of the registry."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import one_clear_line

if TYPE_CHECKING:
    from ledger.mongo.connection import Store
    from stack.processes.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Bearer tokens: issue, revoke.")

PersonId = Annotated[str, typer.Argument(metavar="PERSON_ID", help="As in the registry.", show_default=False)]


@app.command(epilog="Example:  xiaohao token issue inspector-140105-1")
def issue(person_id: PersonId, data: Data = None) -> None:
    """Print a new token for a person; it is stored hashed, so this is the only time it can be read."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from people.tokens import issue_token  # noqa: PLC0415

    with one_clear_line(PyMongoError):
        where = addresses(data)
        with open_store(where) as store:
            _demand_person(store, person_id)
            typer.echo(issue_token(store, person_id, _now(where, store)))


@app.command(epilog="Example:  xiaohao token revoke inspector-140105-1")
def revoke(person_id: PersonId, data: Data = None) -> None:
    """End every token of a person."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from people.tokens import revoke_tokens  # noqa: PLC0415

    with one_clear_line(PyMongoError):
        where = addresses(data)
        with open_store(where) as store:
            _demand_person(store, person_id)
            ended = revoke_tokens(store, person_id, _now(where, store))
            typer.echo(f"已吊销 {ended} 个令牌 / {ended} token(s) revoked: {person_id}")


def _demand_person(store: "Store", person_id: str) -> None:
    """Leave with one line when the registry has no such person."""
    if store["persons"].find_one({"_id": person_id}, {"_id": 1}) is None:
        typer.echo(f"xiaohao: 没有此人 / no such person: {person_id}", err=True)
        raise typer.Exit(1)


def _now(where: "Settings", store: "Store") -> datetime:
    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415

    return clock_of(where.clock, store).now()
