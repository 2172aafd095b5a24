"""Knows how a command gives up: one clear line on standard error and exit code 1, no traceback."""

from collections.abc import Iterator
from contextlib import contextmanager

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
