"""Knows how a command begins and ends on any terminal: marks it cannot show, closed or full outputs, Ctrl-C."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import NoReturn, TextIO, cast

_INTERRUPTED = 130


@contextmanager
def in_order() -> Iterator[None]:
    """Whatever becomes of the terminal meanwhile, the command ends with a sentence or in silence, never a traceback."""
    _mend()
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        _leave(_INTERRUPTED)
    except BrokenPipeError:  # whoever read the output has gone
        _leave(1)
    except OSError as error:
        _say(f"xiaohao: {error}")
        _leave(1)


def _mend() -> None:
    """A mark that an output's encoding lacks is written by its number; a stream that was closed leads nowhere."""
    sys.stdin = sys.stdin or _nowhere("r")
    sys.stdout = sys.stdout or _nowhere("w")
    sys.stderr = sys.stderr or _nowhere("w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _nowhere(mode: str) -> TextIO:
    return cast(TextIO, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123


def _say(line: str) -> None:
    try:
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()
    except OSError:
        return  # nobody is left to tell


def _leave(code: int) -> NoReturn:
    """What could not be written is not tried again by the interpreter."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    raise SystemExit(code)
