"""Knows how a command gives up: one clear line on standard error and exit code 1, no traceback."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from cli.terminal.shown import as_line
from stack.processes.faults import StackError


@contextmanager
def one_clear_line(*others: type[Exception]) -> Iterator[None]:
    """Turn what a person can put right (StackError, OSError and `others`) into one line and exit code 1."""
    expected: tuple[type[Exception], ...] = (StackError, OSError, *others)
    try:
        yield
    except BrokenPipeError:
        raise  # whoever read the output has gone; click ends quietly
    except expected as error:
        line = as_line(" ".join(str(error).split()))
        typer.echo(f"xiaohao: {line}", err=True)
        raise typer.Exit(1) from None


@contextmanager
def refused_whole(*refusals: type[Exception]) -> Iterator[None]:
    """Turn the refusal of a whole file into one line and exit code 2: nothing of it was read."""
    try:
        yield
    except refusals as error:
        typer.echo(f"xiaohao: {as_line(error)}", err=True)
        raise typer.Exit(2) from None


@contextmanager
def every_fault_of(file: Path) -> Iterator[None]:
    """Turn the refusal of a data file into a line for each of its faults and exit code 1."""
    from ledger.groundwork.yaml_lines import DataFileRefused  # noqa: PLC0415

    try:
        yield
    except DataFileRefused as refused:
        for fault in refused.faults:
            typer.echo(as_line(f"xiaohao: {file}: {fault}"), err=True)
        raise typer.Exit(1) from None
