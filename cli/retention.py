"""Knows `xiaohao retention`: the rules of how long what is kept (保管规则), checked, entered and shown."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal.addresses import Data, addresses, open_store, running_or_none
from cli.terminal.files import text_of
from cli.terminal.refusing import every_fault_of, one_clear_line
from cli.terminal.shown import as_line

if TYPE_CHECKING:
    from ledger.retention.retention import Retention

app = typer.Typer(no_args_is_help=True, help="How long what is kept (保管规则): check, import, show.")

File = Annotated[Path, typer.Argument(help="Retention rules (YAML), see docs/retention.md.", show_default=False)]


@app.command("check")
def check_file(file: File) -> None:
    """Say what is wrong with retention rules, line by line, or that nothing is; changes nothing.

    Example:  xiaohao retention check ours.yaml
    """
    with one_clear_line():
        found = _parsed(file, text_of(file))
    typer.echo(f"没有错误 / no fault: version {found.version}")


@app.command("import")
def import_file(file: File, data: Data = None) -> None:
    """Enter retention rules for good; they hold from now on, for topics from the next start of the stack.

    Nothing is moved or deleted before `xiaohao archive`. The same file again changes nothing.

    Example:  xiaohao retention import ours.yaml --data ./data
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.mongo.shared_clock import clock_of  # noqa: PLC0415
    from ledger.retention.store import RetentionRefused, enter_retention  # noqa: PLC0415

    with one_clear_line(PyMongoError, RetentionRefused):
        text = text_of(file)
        found, where = _parsed(file, text), addresses(data)
        with open_store(where) as store:
            enter_retention(store, text, clock_of(where.clock, store).now())
    typer.echo(f"已导入 / imported: version {found.version}")


@app.command("show")
def show(data: Data = None) -> None:
    """Show the rules that hold, as they were entered. Without a stack: those that come with the software.

    Example:  xiaohao retention show > ours.yaml
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.retention.retention import shipped_text  # noqa: PLC0415
    from ledger.retention.store import read_retention_text  # noqa: PLC0415

    with one_clear_line(PyMongoError):
        where = running_or_none(data)
        if where is None:
            text = shipped_text()
        else:
            with open_store(where) as store:
                text = read_retention_text(store)
    for line in text.splitlines():
        typer.echo(as_line(line))


def _parsed(file: Path, text: str) -> "Retention":
    from ledger.retention.retention import parse_retention  # noqa: PLC0415

    with every_fault_of(file):
        return parse_retention(text)
