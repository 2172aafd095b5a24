"""Knows `xiaohao search`: the index for text search on this machine, compared with the ledger."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal.addresses import Data, addresses, open_store
from cli.terminal.folders import FOLDER
from cli.terminal.refusing import one_clear_line
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from ledger.mongo.connection import Store
    from ledger.search.shelf import Shelf

app = typer.Typer(no_args_is_help=True, help="The index for text search (检索) on this machine.")

_SHOWN = 20
_PATIENCE_SECONDS = 10.0
Folder = Annotated[
    Path | None,
    typer.Option(**FOLDER, help="Folder of the index (default: XIAOHAO_SEARCH, or `search` in the data folder)."),
]


@app.callback()
def search() -> None:
    """The index for text search."""


@app.command()
def check(data: Data = None, index: Folder = None) -> None:
    """Compare every issue with what the index has of it; exits 1 when anything differs.

    Example:  xiaohao search check --data ./data
    """
    from pymongo.errors import PyMongoError  # noqa: PLC0415

    from ledger.search.shelf import NotBuilt, Shelf  # noqa: PLC0415

    with one_clear_line(PyMongoError, NotBuilt):
        where = addresses(data)
        folder = index or where.search_folder
        if folder is None:
            raise StackError("请指明索引所在 / say where the index is: --index, or XIAOHAO_SEARCH")
        with open_store(where) as store:
            issues, wrong, extra = _compare(store, Shelf(folder))
    for issue_id in wrong[:_SHOWN]:
        typer.echo(issue_id)
    if len(wrong) > _SHOWN:
        typer.echo(f"… 另有 {len(wrong) - _SHOWN} 个 / {len(wrong) - _SHOWN} more")
    typer.echo(
        f"{issues} 个问题,索引缺少或不同 {len(wrong)} 个,多出 {extra} 个 / "
        f"{issues} issues, the index lacks or differs in {len(wrong)}, and has {extra} that are none"
    )
    raise typer.Exit(1 if wrong or extra else 0)


def _compare(store: "Store", shelf: "Shelf") -> tuple[int, list[str], int]:
    """How many issues there are, those that differ though they were waited for, and how many entries are of none."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    from ledger.search.comparing import compared, still_wrong, too_many  # noqa: PLC0415
    from ledger.store.archive.places import ISSUES, count_everywhere  # noqa: PLC0415

    issues, wrong = 0, list[str]()
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("对照 comparing", total=count_everywhere(store, ISSUES))
        for some, differ in compared(store, shelf):
            issues += some
            wrong += differ
            progress.advance(task, some)
    until = time.monotonic() + _PATIENCE_SECONDS
    extra = too_many(store, shelf)
    while (wrong or extra) and time.monotonic() < until:
        time.sleep(1)
        wrong, extra = still_wrong(store, shelf, wrong), too_many(store, shelf)
    return issues, wrong, extra
