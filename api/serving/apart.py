"""Knows work that is done apart: in a process of its own, within a time and a memory, so that nobody else suffers.

Nothing of HTTP is known here, so that the process is small; what goes in and what comes back can be pickled.
"""

import resource
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from anyio import BrokenWorkerProcess, CapacityLimiter, fail_after, to_process

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds that it may take, those before it included, and bytes of memory that its process may ask for in all."""

    seconds: float
    memory: int


class BrokenOff(Exception):
    """It took too long or too much, or its process died; perhaps because of what came before it."""


async def apart(bounds: Bounds, limiter: CapacityLimiter, work: Callable[..., T], *given: Any) -> T:
    """What `work` answers, a function of a module. Raises what it raises, and BrokenOff."""
    try:
        with fail_after(bounds.seconds):
            return await to_process.run_sync(_within, bounds.memory, work, given, cancellable=True, limiter=limiter)
    except (TimeoutError, MemoryError, BrokenWorkerProcess):
        raise BrokenOff from None


def _within(memory: int, work: Callable[..., T], given: tuple[Any, ...]) -> T:
    """The process serves others after this: the bound is the work's alone."""
    before, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory if most == resource.RLIM_INFINITY else min(memory, most), most))
    try:
        return work(*given)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, most))
