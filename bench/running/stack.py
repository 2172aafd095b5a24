"""Knows what the idle stack holds in memory and how fast a warm `up` is ready."""

import tempfile
import time
from pathlib import Path
from typing import Final

import psutil

from bench.rig.figures import Figure
from tests.stacks import Up

IDLE_SECONDS: Final = 15
_MIB: Final = 1024 * 1024


def run() -> list[Figure]:
    """Seconds to ready on a folder that was up before, and the memory of all processes after a while of nothing."""
    with tempfile.TemporaryDirectory(prefix="xiaohao-bench-") as folder:
        stack = Up(Path(folder))
        with stack:
            pass
        with stack:
            time.sleep(IDLE_SECONDS)
            held = _held_mib(stack.state["pid"])
    return [
        Figure.below("memory of the idle stack", "MiB (PSS)", held, 1.2 * 1024),
        Figure.below("`up` to ready, warm", "s", stack.seconds_to_ready, 15),
    ]


def _held_mib(pid: int) -> float:
    """Proportional set size of a process and all below it: shared pages are counted once."""
    top = psutil.Process(pid)
    return sum(process.memory_full_info().pss for process in (top, *top.children(recursive=True))) / _MIB
