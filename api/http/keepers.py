"""Knows the tasks that a process keeps running for ever: one that ends begins again, and is named meanwhile."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Final

_LOG: Final = logging.getLogger("xiaohao.api")
_PAUSE_SECONDS: Final = 1.0
# One that ends again and again is named all along, not only between an end and the next beginning.
_STEADY_SECONDS: Final = 10.0


class Keepers:
    """Each task by its name; none is meant to end before `close`."""

    def __init__(self, pause: float = _PAUSE_SECONDS) -> None:
        self._pause = pause
        self._ended_at: dict[str, float] = {}
        self._tasks: list[asyncio.Task[None]] = []

    def keep(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        """Run it, and run it again whenever it ends."""
        self._tasks.append(asyncio.create_task(self._run(name, run)))

    @property
    def standing_still(self) -> list[str]:
        """The names of those that ended within the last seconds."""
        now = time.monotonic()
        return sorted(name for name, at in self._ended_at.items() if now - at < _STEADY_SECONDS)

    def close(self) -> None:
        """End them all."""
        for task in self._tasks:
            task.cancel()

    async def _run(self, name: str, run: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await run()
                _LOG.error("%s ended, and begins again", name)
            except Exception:
                _LOG.exception("%s failed, and begins again", name)
            self._ended_at[name] = time.monotonic()
            await asyncio.sleep(self._pause)
