"""Knows how many single questions to the ledger become few: those that come while one is under way go together.

One is under way at a time, on a thread of its own; under load each takes in all that have come meanwhile, so that what
it costs is shared, and a database that hangs holds one thread and no more.
"""

import asyncio
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


class Batched(Generic[Key, Answer]):
    """Asks `answer_to(keys)` for many callers at once; every caller gets the whole answer."""

    def __init__(self, name: str, answer_to: Callable[[Sequence[Key]], Answer]) -> None:
        self._answer_to = answer_to
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._waiting: list[tuple[Sequence[Key], asyncio.Future[Answer]]] = []
        self._running: asyncio.Task[None] | None = None

    async def ask(self, keys: Sequence[Key]) -> Answer:
        """An answer that covers these keys, perhaps others too. Raises what `answer_to` raises."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((keys, future))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return await future

    def close(self) -> None:
        """End the thread after what it is doing."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _run(self) -> None:
        try:
            while self._waiting:
                asked, self._waiting = self._waiting, []
                await self._answer(asked)
        finally:
            self._running = None

    async def _answer(self, asked: list[tuple[Sequence[Key], "asyncio.Future[Answer]"]]) -> None:
        keys = list(dict.fromkeys(key for keys, _ in asked for key in keys))
        try:
            answer = await asyncio.get_running_loop().run_in_executor(self._thread, self._answer_to, keys)
        except Exception as error:
            for _, future in asked:
                if not future.done():
                    future.set_exception(error)
            return
        for _, future in asked:
            if not future.done():
                future.set_result(answer)
