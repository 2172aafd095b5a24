"""What a process keeps running for ever runs for ever, and says so when it does not."""

import asyncio

from api.http.keepers import Keepers


async def _until_run_again(keepers: Keepers, times: int, fails: bool) -> list[str]:
    ran = asyncio.Semaphore(0)

    async def work() -> None:
        ran.release()
        if fails:
            raise ValueError("a document that no version ever wrote")

    keepers.keep("rules", work)
    for _ in range(times):
        await asyncio.wait_for(ran.acquire(), 5)
    named = keepers.standing_still
    keepers.close()
    return named


def test_what_fails_begins_again_and_is_named_meanwhile() -> None:
    assert asyncio.run(_until_run_again(Keepers(pause=0), 3, fails=True)) == ["rules"]


def test_what_ends_without_a_failure_is_named_too() -> None:
    assert asyncio.run(_until_run_again(Keepers(pause=0), 2, fails=False)) == ["rules"]


def test_what_goes_on_is_not_named() -> None:
    async def going_on() -> list[str]:
        keepers, begun = Keepers(), asyncio.Event()

        async def work() -> None:
            begun.set()
            await asyncio.Event().wait()

        keepers.keep("rules", work)
        await begun.wait()
        named = keepers.standing_still
        keepers.close()
        return named

    assert asyncio.run(going_on()) == []
