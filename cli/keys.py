"""Knows `xiaohao keys`: the keys that a deployment signs its notes and its records of reports with, and seals by."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cli.person import note, wall_now
from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.refusing import one_clear_line

if TYPE_CHECKING:
    from ledger.mongo.connection import Store
    from stack.processes.settings import Settings

app = typer.Typer(no_args_is_help=True, help="Keys that the ledger signs and seals by: rotate.")


class Purpose(StrEnum):
    """What is signed: notes, whose keys are in the database, or records of reports, whose keys are in a file; and what
    is sealed: informants, by keys in a file of their own."""

    SESSION = "session"
    INTAKE = "intake"
    INFORMANT = "informant"


@app.callback()
def keys() -> None:
    """The keys."""


@app.command(epilog="Examples:  xiaohao keys rotate session   |   xiaohao keys rotate informant")
def rotate(
    purpose: Annotated[
        Purpose,
        typer.Argument(help="Which key: session (nonces, sign-ons under way), intake (records of reports), informant."),
    ] = Purpose.SESSION,
    data: Data = None,
) -> None:
    """Make a new key; what the one before it signed stays good until the next rotation, what came before that ends.

    Informants are sealed anew by it, all of them.
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.groundwork.process_settings import SettingsError  # noqa: PLC0415
    from people.journal import What  # noqa: PLC0415

    with one_clear_line(PyMongoError, SettingsError):
        where = addresses(data)
        with open_store(where) as store:
            number = _rotated(purpose, where, store)
            note(store, What.KEY_ROTATED, None, purpose=purpose.value, number=number)
    typer.echo(f"已更换 / rotated: {purpose.value} {number}")


def _rotated(purpose: Purpose, where: "Settings", store: "Store") -> int:
    """The new key's number. Raises PyMongoError, SettingsError, OSError."""
    from ledger.groundwork.key_file import rotate_keys  # noqa: PLC0415
    from ledger.informants import keeping  # noqa: PLC0415
    from people import keys as kept  # noqa: PLC0415

    if purpose is Purpose.INTAKE:
        return rotate_keys(where.key_file)
    if purpose is Purpose.INFORMANT:
        return keeping.rotate(store, where.informant_key_file)
    return kept.rotate(store, kept.Purpose.SESSION, wall_now())
