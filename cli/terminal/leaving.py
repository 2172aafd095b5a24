"""Knows how a command begins and ends on any terminal: marks it cannot show, closed or full outputs, Ctrl-C."""

import codecs
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import NoReturn, TextIO, cast

_INTERRUPTED = 130
_INTERRUPTED_SAYS = "xiaohao: 已中断 / interrupted"
_ASCII = "ascii_as_told"


@contextmanager
def in_order() -> Iterator[None]:
    """Whatever becomes of the terminal meanwhile, the command ends with a sentence or in silence, never a traceback."""
    _mend()
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except SystemExit as ended:  # what typer makes of Ctrl-C
        if ended.code == _INTERRUPTED:
            _say(_INTERRUPTED_SAYS)
        raise
    except KeyboardInterrupt:
        _say(_INTERRUPTED_SAYS)
        _leave(_INTERRUPTED)
    except BrokenPipeError:  # whoever read the output has gone
        _leave(1)
    except OSError as error:
        _say(f"xiaohao: {error}")
        _leave(1)


def _mend() -> None:
    """A mark that an output's encoding lacks is written by its number; a stream that was closed leads nowhere.

    So it is on an output that takes ASCII alone: click would write UTF-8 there, whoever reads it.
    """
    sys.stdin = sys.stdin or _nowhere("r")
    sys.stdout = sys.stdout or _nowhere("w")
    sys.stderr = sys.stderr or _nowhere("w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=_told(stream.encoding), errors="backslashreplace")


def _told(encoding: str) -> str:
    """The encoding, under a name by which click lets ASCII be ASCII."""
    if codecs.lookup(encoding).name != "ascii":
        return encoding
    known = codecs.lookup("ascii")
    itself = codecs.CodecInfo(
        known.encode,
        known.decode,
        incrementalencoder=known.incrementalencoder,
        incrementaldecoder=known.incrementaldecoder,
        name=_ASCII,
    )
    codecs.register(lambda name: itself if name == _ASCII else None)
    return _ASCII


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
