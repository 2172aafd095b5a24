"""Knows `xiaohao keys`: the keys that a ledger signs its own notes with."""

from typing import Annotated

import typer

from cli.person import note, wall_now
from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import one_clear_line

app = typer.Typer(no_args_is_help=True, help="Keys that the ledger signs by: rotate.")


@app.callback()
def keys() -> None:
    """The keys."""


@app.command(epilog="Example:  xiaohao keys rotate session")
def rotate(
    purpose: Annotated[str, typer.Argument(help="Which key: session (nonces, sign-ons under way).")] = "session",
    data: Data = None,
) -> None:
    """Make a new key; what the one before it signed stays good until the next rotation, what came before that ends."""
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from people import keys as kept  # noqa: PLC0415
    from people.journal import What  # noqa: PLC0415

    if purpose not in set(kept.Purpose):
        raise typer.BadParameter(" | ".join(kept.Purpose), param_hint="PURPOSE")
    with one_clear_line(PyMongoError), open_store(addresses(data)) as store:
        number = kept.rotate(store, kept.Purpose(purpose), wall_now())
        note(store, What.KEY_ROTATED, None, purpose=purpose, number=number)
    typer.echo(f"已更换 / rotated: {purpose} {number}")
