"""Knows which ledger a command works on: the stack of a data folder, or the addresses in the environment."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.terminal.folders import FOLDER
from stack.processes.faults import StackError

if TYPE_CHECKING:
    from ledger.mongo.connection import Store
    from stack.processes.settings import Settings

Data = Annotated[
    Path | None,
    typer.Option(
        **FOLDER,
        help="Data folder of the running stack (default: XIAOHAO_MONGO_URL and XIAOHAO_KAFKA if set, else as `up`).",
    ),
]


def stack_is_named(data: Path | None) -> bool:
    """Whether somebody said which stack is meant. Raises StackError."""
    from stack.processes.settings import settings  # noqa: PLC0415

    return data is not None or bool(settings().mongo_url)


def deployment_zone() -> str:
    """The time zone in which this deployment's days begin. Raises StackError."""
    from stack.processes.settings import settings  # noqa: PLC0415

    return settings().time_zone


def addresses(data: Path | None) -> "Settings":
    """What a command needs to know for `--data DIR`; without a broker `kafka` is empty.

    Raises StackError when no stack runs there, or the environment says something impossible.
    """
    from stack.processes.data_folder import DataFolder, default_folder  # noqa: PLC0415
    from stack.processes.settings import Settings, settings  # noqa: PLC0415

    if data is None and (told := settings()).mongo_url:
        return told
    folder = DataFolder(data or default_folder())
    running = folder.running()
    if running is None:
        raise StackError(
            f"{folder.path} 上没有运行的台账 / no stack runs on {folder.path}: "
            f"start one with  {folder.started_by}  or set XIAOHAO_MONGO_URL and XIAOHAO_KAFKA"
        )
    told = Settings(
        mongo_url=folder.ledger_url(running),
        mongo_url_file=None,
        kafka=running.kafka,
        clock=running.clock,
        time_zone=running.time_zone,
        data=folder.path,
    )
    return told.model_copy(update={"kafka_protocol": "PLAINTEXT"}) if running.embedded else told


def running_or_none(data: Path | None) -> "Settings | None":
    """As `addresses`; None, and a line on standard error, where nobody named a stack and none runs by default."""
    from stack.processes.data_folder import DataFolder, default_folder  # noqa: PLC0415

    if stack_is_named(data) or DataFolder(default_folder()).running() is not None:
        return addresses(data)
    typer.echo("没有运行的台账,以下为随软件附带的内容 / no stack runs: this is what comes with the software", err=True)
    return None


@contextmanager
def open_store(where: "Settings") -> Iterator["Store"]:
    """The ledger's database, let go at the end. Raises StackError when its address is none."""
    from stack.processes.contact import opened  # noqa: PLC0415

    store = opened(where.mongo_url, where.mongo_url_told_by)
    try:
        yield store
    finally:
        store.close()
