"""Knows `xiaohao up`: a whole stack in the foreground, one line when it is ready, ended in order by a signal."""

import signal
import sys
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cli.terminal.folders import FOLDER
from cli.terminal.refusing import one_clear_line
from mobile_schema.topics import SITE_VISITS
from stack.processes.faults import StackError
from stack.supported import check_platform, check_python

if TYPE_CHECKING:
    from stack.supervisor.plan import StackOptions

_PARTITIONS: Final = SITE_VISITS.partitions


class ClockKind(StrEnum):
    """Which time a stack goes by."""

    MOVABLE = "movable"
    SYSTEM = "system"


class Stopped(BaseException):
    """A signal asked for the end."""


def up(
    data: Annotated[
        Path | None, typer.Option(**FOLDER, help="Data folder (default: xiaohao in the XDG data home).")
    ] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the API, on loopback.")] = 8710,
    workers: Annotated[int, typer.Option(min=1, max=_PARTITIONS, help=f"Stream workers, up to {_PARTITIONS}.")] = 1,
    relays: Annotated[int, typer.Option(min=1, max=16, help="Relays; there are 16 slots of issues to divide.")] = 1,
    *,
    samples: Annotated[
        bool, typer.Option("--samples/--no-samples", help="Sample people and projects, never for earnest use.")
    ] = False,
    clock: Annotated[
        ClockKind, typer.Option(help="`movable` for trying things out, `system` for earnest use (always, external).")
    ] = ClockKind.MOVABLE,
    admin_file: Annotated[
        Path | None, typer.Option(help="Write the first administrator's password here (0600), not to the terminal.")
    ] = None,
    external: Annotated[
        bool, typer.Option("--external", help="Use XIAOHAO_MONGO_URL and XIAOHAO_KAFKA instead of embedded ones.")
    ] = False,
    begin_anew: Annotated[
        bool, typer.Option("--begin-anew", help="Make kafka/ or mongod/ anew where the data folder has lost them.")
    ] = False,
) -> None:
    """Run the whole stack until Ctrl-C or SIGTERM; prints `ready URL` when everything answers."""
    with one_clear_line():
        check_python() if external else check_platform()
        from stack.processes.data_folder import default_folder  # noqa: PLC0415 - works on Linux alone
        from stack.processes.settings import settings  # noqa: PLC0415
        from stack.supervisor.plan import StackOptions  # noqa: PLC0415

        folder, zone = data or default_folder(), settings().time_zone
        earnest = clock is ClockKind.SYSTEM
        options = StackOptions(folder, port, workers, samples, external, zone, relays, earnest, admin_file)
        _run(options, begin_anew)


def _run(options: "StackOptions", begin_anew: bool) -> None:
    from stack.supervisor.supervisor import Supervisor  # noqa: PLC0415 - works on Linux alone

    for number in _endings():
        signal.signal(number, _stop)
    stack = Supervisor(options, _say, lambda missing: begin_anew or _agreed(missing))
    told = options.admin_file or stack.folder.administrator_file
    known = told.exists()
    try:
        url = stack.start().url
        if options.admin_file is None and sys.stderr.isatty():
            _tell_administrator(told)
        elif told.exists() and not known:
            _say(f"管理员密码在 / the administrator's password is in {told}")
        typer.echo(f"ready {url}")
        stack.watch()
    except Stopped:
        _say("stopping")
    finally:
        stack.stop()
    _say("stopped")


def _tell_administrator(file: Path) -> None:
    """The first administrator's password, once: it is nowhere after this."""
    from streams.prepare.credentials import read_administrator  # noqa: PLC0415

    told = read_administrator(file)
    if told is not None:
        _say(f"管理员 administrator: {told[0]}\n密码 password (只显示这一次 / told once): {told[1]}")
        file.unlink()


def _agreed(missing: Exception) -> bool:
    """Whether the person at the terminal wants it; where there is none, nobody does."""
    if not sys.stdin.isatty():
        raise StackError(f"{missing}; 放回原处，或加 --begin-anew / put them back, or give --begin-anew")
    return typer.confirm(f"{missing}. 重新开始? / Begin anew without them?", err=True)


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
