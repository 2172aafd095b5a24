"""Knows `xiaohao up`: a whole stack in the foreground, one line when it is ready, ended in order by a signal."""

import signal
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from cli.terminal.refusing import one_clear_line
from stack.supported import check_platform, check_python


class Stopped(BaseException):
    """A signal asked for the end."""


def up(
    data: Annotated[Path | None, typer.Option(help="Data folder (default: xiaohao in the XDG data home).")] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the API, on loopback.")] = 8710,
    workers: Annotated[int, typer.Option(min=1, max=6, help="Stream workers; there are 6 partitions to divide.")] = 1,
    samples: Annotated[
        bool | None,
        typer.Option("--samples/--no-samples", help="Sample people and projects (default: only when embedded)."),
    ] = None,
    external: Annotated[
        bool, typer.Option("--external", help="Use XIAOHAO_MONGO_URL and XIAOHAO_KAFKA instead of embedded ones.")
    ] = False,
) -> None:
    """Run the whole stack until Ctrl-C or SIGTERM; prints `ready URL` when everything answers."""
    with one_clear_line():
        check_python() if external else check_platform()
        _run(data, port, workers, not external if samples is None else samples, external)


def _run(data: Path | None, port: int, workers: int, samples: bool, external: bool) -> None:
    # Works on Linux alone, so only after the platform was checked.
    from stack.processes.data_folder import default_folder  # noqa: PLC0415
    from stack.processes.settings import settings  # noqa: PLC0415
    from stack.supervisor.plan import StackOptions  # noqa: PLC0415
    from stack.supervisor.supervisor import Supervisor  # noqa: PLC0415

    options = StackOptions(data or default_folder(), port, workers, samples, external, settings().time_zone)
    for number in _endings():
        signal.signal(number, _stop)
    stack = Supervisor(options, _say)
    try:
        typer.echo(f"ready {stack.start().url}")
        stack.watch()
    except Stopped:
        _say("stopping")
    finally:
        stack.stop()
    _say("stopped")


def _endings() -> list[signal.Signals]:
    """The signals that ask for the end; a closed terminal's too, unless nohup says otherwise."""
    told_to_stay = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    return [signal.SIGINT, signal.SIGTERM] + ([] if told_to_stay else [signal.SIGHUP])


def _stop(_number: int, _frame: FrameType | None) -> None:
    for number in _endings():
        signal.signal(number, signal.SIG_IGN)  # the end is on its way, and it is bounded
    raise Stopped


def _say(line: str) -> None:
    typer.echo(line, err=True)
