"""Knows which ledger a command works on: the stack of a data folder, or the addresses in the environment."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stack.processes.faults import StackError

if TYPE_CHECKING:
    from ledger.mongo.connection import Store

Data = Annotated[
    Path | None,
    typer.Option(
        help="Data folder of the running stack (default: XIAOHAO_MONGO_URL and XIAOHAO_KAFKA if set, else as `up`)."
    ),
]


def stack_is_named(data: Path | None) -> bool:
    """Whether somebody said which stack is meant."""
    return data is not None or bool(os.environ.get("XIAOHAO_MONGO_URL"))


def deployment_zone() -> str:
    """The time zone in which this deployment's days begin. Raises StackError."""
    from stack.processes.time_zone import time_zone  # noqa: PLC0415

    return time_zone()


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where database and broker answer, on which kind of clock they run, in which time zone their days begin.

    `kafka` is empty when none was named.
    """

    mongo_url: str
    kafka: str
    clock: str
    time_zone: str


def addresses(data: Path | None) -> Addresses:
    """The addresses for `--data DIR`. Raises StackError when no stack runs there, or a named zone does not exist."""
    from stack.processes.data_folder import DataFolder, default_folder  # noqa: PLC0415
    from stack.processes.time_zone import time_zone  # noqa: PLC0415

    mongo_url = os.environ.get("XIAOHAO_MONGO_URL", "")
    if data is None and mongo_url:
        kafka, clock = os.environ.get("XIAOHAO_KAFKA", ""), os.environ.get("XIAOHAO_CLOCK", "system")
        return Addresses(mongo_url, kafka, clock, time_zone())
    folder = DataFolder(data or default_folder())
    running = folder.running()
    if running is None:
        raise StackError(
            f"no stack runs on {folder.path}: start one with  xiaohao up --data {folder.path}  "
            "or set XIAOHAO_MONGO_URL and XIAOHAO_KAFKA"
        )
    return Addresses(running.mongo_url, running.kafka, running.clock, running.time_zone)


@contextmanager
def open_store(where: Addresses) -> Iterator["Store"]:
    """The ledger's database, let go at the end. Raises StackError when its address names no database."""
    from ledger.mongo.connection import connect  # noqa: PLC0415

    try:
        store = connect(where.mongo_url)
    except ValueError as error:
        raise StackError(str(error)) from error
    try:
        yield store
    finally:
        store.close()
