"""Knows what the idle stack holds in memory and how fast a warm `up` is ready."""

import contextlib
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from bench.figures import Figure
from bench.parts import a_port

IDLE_SECONDS: Final = 15
_MIB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Up:
    """A running `xiaohao up` and how long it took to be ready."""

    process: subprocess.Popen[str]
    seconds: float


def run() -> list[Figure]:
    """Seconds to ready on a folder that was up before, and the memory of all processes after a while of nothing."""
    with tempfile.TemporaryDirectory(prefix="xiaohao-bench-") as folder:
        with _up(Path(folder)):
            pass
        with _up(Path(folder)) as warm:
            time.sleep(IDLE_SECONDS)
            held = _held_mib(warm.process.pid)
    return [
        Figure.below("memory of the idle stack", "MiB (PSS)", held, 1.2 * 1024),
        Figure.below("`up` to ready, warm", "s", warm.seconds, 15),
    ]


@contextlib.contextmanager
def _up(data: Path) -> Iterator[Up]:
    command = [sys.executable, "-m", "xiaohao.cli", "up", "--data", str(data), "--port", str(a_port())]
    began = time.perf_counter()
    with (
        (data / "up.log").open("a") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line.startswith("ready "):
                raise AssertionError(f"up did not get ready; see {log.name}")
            yield Up(process, time.perf_counter() - began)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _held_mib(pid: int) -> float:
    """Proportional set size of a process and all below it: shared pages are counted once."""
    top = psutil.Process(pid)
    return sum(process.memory_full_info().pss for process in (top, *top.children(recursive=True))) / _MIB
