"""What a process remembers of the reports it took: bounded, and told to all who wait."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from api.accepting.already_taken import Recent
from api.accepting.publisher import BrokerAway
from api.http.batched import Batched

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def test_the_oldest_is_forgotten_but_never_one_on_its_way() -> None:
    recent = Recent(most=2)
    for name in ("a", "b", "c"):
        recent.begin(name, "sha", "inspector")
        recent.confirm(name, NOW)
    assert [recent.get(name) is not None for name in ("a", "b", "c")] == [False, True, True]
    recent = Recent(most=1)
    recent.begin("slow", "sha", "inspector")
    recent.begin("quick", "sha", "inspector")
    recent.confirm("quick", NOW)
    assert recent.get("slow") is not None


def test_who_waits_hears_how_it_ended() -> None:
    async def story() -> None:
        recent = Recent()
        good, bad = recent.begin("good", "sha", "inspector"), recent.begin("bad", "sha", "inspector")
        waiting = [asyncio.create_task(each.settled()) for each in (good, bad)]
        await asyncio.sleep(0)
        recent.confirm("good", NOW)
        recent.forget("bad", BrokerAway("away"))
        await waiting[0]
        with pytest.raises(BrokerAway):
            await waiting[1]
        await good.settled()

    asyncio.run(story())


def test_look_ups_that_come_meanwhile_are_asked_together() -> None:
    asked: list[list[str]] = []

    def look_up(keys: Sequence[str]) -> dict[str, str]:
        asked.append(list(keys))
        if "bad" in keys:
            raise ValueError("bad")
        return {key: key.upper() for key in keys}

    async def story() -> None:
        batched = Batched("test", look_up)
        answers = await asyncio.gather(*(batched.ask([f"k{number}"]) for number in range(50)))
        assert [answer[f"k{number}"] for number, answer in enumerate(answers)] == [f"K{number}" for number in range(50)]
        assert len(asked) <= 2
        with pytest.raises(ValueError, match="bad"):
            await batched.ask(["bad"])
        assert await batched.ask(["good"]) == {"good": "GOOD"}
        batched.close()

    asyncio.run(story())
