"""Knows how many single questions to the ledger become few: those that come while one is under way go together.

One is under way at a time, on a thread of its own; under load each takes in all that have come meanwhile, so that what
it costs is shared, and a database that hangs holds one thread and no more.
"""

import asyncio
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


class Batched(Generic[Key, Answer]):
    """Asks `answer_to(keys)` for many callers at once; every caller gets the whole answer."""

    def __init__(self, name: str, answer_to: Callable[[Sequence[Key]], Answer]) -> None:
        self._answer_to = answer_to
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._waiting: list[tuple[Sequence[Key], asyncio.Future[Answer]]] = []
        self._busy = False

    async def ask(self, keys: Sequence[Key]) -> Answer:
        """An answer that covers these keys, perhaps others too. Raises what `answer_to` raises."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Answer] = loop.create_future()
        self._waiting.append((keys, future))
        if not self._busy:
            self._busy = True
            loop.call_soon(self._ask_for_all, loop)
        return await future

    def close(self) -> None:
        """End the thread after what it is doing."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _ask_for_all(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hand all that wait to the thread."""
        asked, self._waiting = self._waiting, []
        keys = list(dict.fromkeys(key for keys, _ in asked for key in keys))
        waiting = [future for _, future in asked]
        try:
            self._thread.submit(self._answer, keys, waiting, loop)
        except RuntimeError as error:  # it is closed
            self._tell(loop, waiting, None, error)

    def _answer(
        self, keys: Sequence[Key], waiting: Sequence["asyncio.Future[Answer]"], loop: asyncio.AbstractEventLoop
    ) -> None:
        """On the thread: one call brings the outcome back to the loop."""
        answer: Answer | None = None
        failure: Exception | None = None
        try:
            answer = self._answer_to(keys)
        except Exception as error:
            failure = error
        except BaseException as error:
            # It would end the loop too; and who waits is told, or they and all after them would wait for ever.
            failure = RuntimeError(f"nothing was answered: {error!r}")
        with suppress(RuntimeError):  # the loop is gone: the process ends
            loop.call_soon_threadsafe(self._tell, loop, waiting, answer, failure)

    def _tell(
        self,
        loop: asyncio.AbstractEventLoop,
        waiting: Sequence["asyncio.Future[Answer]"],
        answer: Answer | None,
        failure: Exception | None,
    ) -> None:
        for future in waiting:
            if future.done():
                continue
            if failure is not None:
                future.set_exception(failure)
            else:
                future.set_result(answer)  # type: ignore[arg-type] # without a failure there is an answer
        if self._waiting:
            self._ask_for_all(loop)
        else:
            self._busy = False
