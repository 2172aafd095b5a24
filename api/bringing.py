"""Knows what is brought onto the ledger just now by this process, so that nothing is begun twice."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

_LOG: Final = logging.getLogger("xiaohao.api")


class Bringing:
    """Imports whose rows are being written, by id; how far each has come stands on the import itself."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def begin(self, import_id: str, run: Callable[[], Awaitable[None]]) -> None:
        """Go on with an import unless that is done already; what ends early is gone on with when it is asked again."""
        if import_id in self._tasks:
            return
        task = asyncio.create_task(self._run(import_id, run))
        self._tasks[import_id] = task
        task.add_done_callback(lambda _: self._tasks.pop(import_id, None))

    def at_work(self, import_id: str) -> bool:
        """Whether this process writes rows of an import now."""
        return import_id in self._tasks

    def close(self) -> None:
        """Leave off; what was written stands, and the rest is gone on with."""
        for task in list(self._tasks.values()):
            task.cancel()

    async def _run(self, import_id: str, run: Callable[[], Awaitable[None]]) -> None:
        try:
            await run()
        except Exception:
            _LOG.exception("import %s broke off", import_id)
