"""Knows `xiaohao demo`: the main job played in under a minute, each step checked, on a stack of its own."""

import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from cli.terminal.refusing import one_clear_line
from stack.supported import check_platform


def demo(
    once: Annotated[bool, typer.Option("--once", help="End when the story ends, instead of staying up.")] = False,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port of the API (default: a free one).")] = None,
) -> None:
    """Play a month on Shanxi sites on a fresh stack, then stay up until Ctrl-C; exits 1 when a step goes wrong.

    Examples:

    xiaohao demo

    xiaohao demo --once
    """
    from exchange.tables.faults import PlayError  # noqa: PLC0415

    with one_clear_line(PlayError):
        check_platform()
        data = Path(tempfile.mkdtemp(prefix="xiaohao-demo-"))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _stop)
        interrupted = False
        try:
            _run(data, port, once)
        except PlayError:
            typer.echo(f"数据与日志保留在 / data and logs are kept in {data}", err=True)
            raise
        except KeyboardInterrupt:
            interrupted = True
        shutil.rmtree(data, ignore_errors=True)
        typer.echo(f"已停止并删除数据 / stopped, and its data removed: {data}", err=True)
    if interrupted:
        raise typer.Exit(130)


def _run(data: Path, port: int | None, once: bool) -> None:
    from rich.console import Console  # noqa: PLC0415

    from play.demo.run import run  # noqa: PLC0415
    from stack.processes.ports import free_port  # noqa: PLC0415

    def stay() -> None:
        if not once:
            typer.echo("\nCtrl-C 结束 / ends it")
            with suppress(KeyboardInterrupt):
                signal.pause()

    run(data, port or free_port(), Console(), stay)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
