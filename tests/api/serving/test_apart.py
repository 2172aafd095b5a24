"""Work that is done apart keeps its time and its memory, and ends nobody else's by what it does."""

import os
import time
from collections.abc import Callable
from typing import Any

import anyio
from anyio import CapacityLimiter

from api.serving.apart import Bounds, BrokenOff, apart

MUCH = 512 * 1024 * 1024
WIDE = Bounds(seconds=60, memory=8 * MUCH)


def done(*bounded: tuple[Bounds, Callable[..., Any], Any]) -> list[Any]:
    """What came of each in turn, all through one process where it lives on."""

    async def one_after_another() -> list[Any]:
        limiter, found = CapacityLimiter(1), []
        for bounds, work, given in bounded:
            try:
                found.append(await apart(bounds, limiter, work, given))
            except (BrokenOff, ValueError) as error:
                found.append(type(error))
        return found

    return anyio.run(one_after_another)


def test_it_keeps_its_bounds_and_others_after_it_have_theirs() -> None:
    small = Bounds(seconds=60, memory=MUCH)
    found = done(
        (WIDE, len, "1234"),
        (WIDE, int, "no number"),
        (small, bytearray, 2 * MUCH),
        (WIDE, _size_of, 2 * MUCH),
        (Bounds(seconds=0.3, memory=MUCH), time.sleep, 60),
        (WIDE, os._exit, 1),
        (WIDE, len, "12345"),
    )
    assert found == [4, ValueError, BrokenOff, 2 * MUCH, BrokenOff, BrokenOff, 5]


def test_it_is_another_process() -> None:
    assert done((WIDE, _process, None)) != [os.getpid()]


def _size_of(size: int) -> int:
    return len(bytearray(size))


def _process(_: None) -> int:
    return os.getpid()
