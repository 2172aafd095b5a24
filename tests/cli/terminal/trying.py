"""Knows how to try many commands on the outputs of one process: `python -m tests.cli.terminal.trying` as in a shell.

Reads a JSON list of argument lists on standard input, runs each in a fork of this process on files of its own, and
prints a JSON list of [exit code, standard output, standard error] in the encoding that the locale asks for.
"""

import gc
import json
import os
import signal
import sys
import tempfile
import traceback

import httpx
import kafka.errors
import pymongo.errors
import rich.markdown
import rich.progress
import rich.traceback
import typer.main
import typer.rich_utils

import channels.queue
import cli.commands
import ledger.policy.in_force
import oversight.audit.stored
import oversight.explain.stored
import oversight.simulate.stored
import play.replay.replay
from cli import main

PATIENCE_SECONDS = 30
LOADED_ONCE = (httpx, pymongo, rich, typer, channels, cli, kafka, ledger, oversight, play)


def tried(arguments: list[str]) -> tuple[int, str, str]:
    """The exit code of `xiaohao …`, and the bytes of its outputs as Latin-1 text."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            signal.alarm(PATIENCE_SECONDS)
            os._exit(_run(arguments))
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        err.seek(0)
        return code, out.read().decode("latin-1"), err.read().decode("latin-1")


def _run(arguments: list[str]) -> int:
    sys.argv = ["xiaohao", *arguments]
    code: object = 0
    try:
        main()
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        traceback.print_exc()
        code = 70
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return code if isinstance(code, int) else int(code is not None)


def build_once() -> None:
    """Typer builds its tree of commands anew at every start: half of what a trial would take."""
    tree = typer.main.get_command(cli.commands.app)
    typer.main.get_command = lambda _: tree
    gc.freeze()  # a fork need not copy what nobody looks at


if __name__ == "__main__":
    build_once()
    sys.stdout.write(json.dumps([tried(arguments) for arguments in json.load(sys.stdin)]))
