"""Questions that come while one is under way go together; each caller gets its answer, or what kept it from one."""

import asyncio
import threading
from collections.abc import Sequence
from contextlib import closing

import pytest

from api.http.batched import Batched
from tests.streams.parts import until


class Slow:
    """Answers each key with itself once `free` is set, and keeps what was asked together."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.asked: list[list[str]] = []

    def answer(self, keys: Sequence[str]) -> dict[str, str]:
        self.asked.append(list(keys))
        assert self.free.wait(10)
        if "bad" in keys:
            raise ValueError("bad")
        return {key: key for key in keys}


async def begun(slow: Slow) -> None:
    await asyncio.to_thread(until, lambda: bool(slow.asked))


def test_what_comes_at_once_is_asked_at_once_and_what_comes_meanwhile_next() -> None:
    slow = Slow()

    async def ask() -> list[dict[str, str]]:
        with closing(Batched("test", slow.answer)) as batched:
            first = [asyncio.create_task(batched.ask([key])) for key in ("a", "b", "a")]
            await begun(slow)
            later = [asyncio.create_task(batched.ask(keys)) for keys in (["c"], ["d", "c"])]
            await asyncio.sleep(0)
            slow.free.set()
            return await asyncio.gather(*first, *later)

    answers = asyncio.run(ask())
    assert slow.asked == [["a", "b"], ["c", "d"]]
    assert [sorted(answer) for answer in answers] == [["a", "b"]] * 3 + [["c", "d"]] * 2


def test_a_failure_is_told_to_those_it_was_for_and_the_next_are_answered() -> None:
    slow = Slow()
    slow.free.set()

    async def ask() -> None:
        with closing(Batched("test", slow.answer)) as batched:
            failed = await asyncio.gather(batched.ask(["bad"]), batched.ask(["x"]), return_exceptions=True)
            assert [type(each) for each in failed] == [ValueError, ValueError]
            assert await batched.ask(["y"]) == {"y": "y"}

    asyncio.run(ask())


def test_what_would_end_the_thread_is_told_as_a_failure_and_the_next_are_answered() -> None:
    def answer(keys: Sequence[str]) -> Sequence[str]:
        if "bad" in keys:
            raise SystemExit(1)
        return keys

    async def ask() -> None:
        with closing(Batched("test", answer)) as batched:
            with pytest.raises(RuntimeError, match="SystemExit"):
                await batched.ask(["bad"])
            assert await batched.ask(["y"]) == ["y"]

    asyncio.run(ask())


def test_a_caller_that_gave_up_spoils_nothing() -> None:
    slow = Slow()

    async def ask() -> None:
        with closing(Batched("test", slow.answer)) as batched:
            given_up, other = (asyncio.create_task(batched.ask([key])) for key in ("a", "b"))
            await begun(slow)
            given_up.cancel()
            slow.free.set()
            assert await other == {"a": "a", "b": "b"}

    asyncio.run(ask())


def test_once_it_is_closed_nothing_is_answered() -> None:
    async def ask() -> None:
        batched = Batched("test", Slow().answer)
        batched.close()
        with pytest.raises(RuntimeError):
            await batched.ask(["a"])

    asyncio.run(ask())
