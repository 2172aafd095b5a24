"""Knows `xiaohao dispatch`: which flag of a monthly figure opens a matter (针对性调度); checked, entered and shown."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal.addresses import Data, addresses, open_store, running_or_none
from cli.terminal.files import text_of
from cli.terminal.refusing import every_fault_of, one_clear_line
from cli.terminal.shown import as_line

if TYPE_CHECKING:
    from ledger.dispatch.rules import DispatchRules

app = typer.Typer(no_args_is_help=True, help="Which flagged figure opens a matter (针对性调度): check, import, show.")

File = Annotated[Path, typer.Argument(help="Dispatch rules (YAML), see docs/projects.md.", show_default=False)]


@app.command("check")
def check_file(file: File) -> None:
    """Say what is wrong with dispatch rules, line by line, or that nothing is; changes nothing.

    Example:  xiaohao dispatch check ours.yaml
    """
    with one_clear_line():
        found = _parsed(file, text_of(file))
    typer.echo(f"没有错误 / no fault: version {found.version}")


@app.command("import")
def import_file(file: File, data: Data = None) -> None:
    """Enter dispatch rules for good; they hold for figures from now on. The same file again changes nothing.

    Example:  xiaohao dispatch import ours.yaml --data ./data
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.dispatch.store import DispatchRefused, enter_dispatch  # noqa: PLC0415
    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415

    with one_clear_line(PyMongoError, DispatchRefused):
        text = text_of(file)
        found, where = _parsed(file, text), addresses(data)
        with open_store(where) as store:
            enter_dispatch(store, text, clock_of(where.clock, store).now())
    typer.echo(f"已导入 / imported: version {found.version}")


@app.command("show")
def show(data: Data = None) -> None:
    """Show the rules that hold, as they were entered. Without a stack: those that come with the software.

    Example:  xiaohao dispatch show > ours.yaml
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.dispatch.rules import shipped_text  # noqa: PLC0415
    from ledger.dispatch.store import read_dispatch_text  # noqa: PLC0415

    with one_clear_line(PyMongoError):
        where = running_or_none(data)
        if where is None:
            text = shipped_text()
        else:
            with open_store(where) as store:
                text = read_dispatch_text(store)
    for line in text.splitlines():
        typer.echo(as_line(line))


def _parsed(file: Path, text: str) -> "DispatchRules":
    from ledger.dispatch.rules import parse_dispatch  # noqa: PLC0415

    with every_fault_of(file):
        return parse_dispatch(text)
