"""Knows the fault of relays that divide the issues anew: one is killed while another joins, again and again."""

import asyncio
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable

from ledger.jobs.shares import holders
from ledger.mongo.slots import SLOTS
from tests.faults import scenarios
from tests.faults.verdict import Verdict
from tests.stacks import Up

_PATIENCE_SECONDS = 30.0


def split_relays(count: int, kills: int, say: scenarios.Say) -> Verdict:
    """Two relays; a third joins, and as soon as it has its first slots, one of the three is killed."""

    async def harass(running: Up, done: asyncio.Event) -> None:
        told: Counter[str] = Counter()
        for turn in range(kills):
            if done.is_set():
                break
            told[await asyncio.to_thread(_kill_in_the_split, running, ("relay-1", "the third")[turn % 2])] += 1
        say(f"killed in the middle of a split: {dict(told)}")
        assert told

    verdict = scenarios.under_load(count, harass, say, relays=2)
    say(f"{verdict.published_again} events came again under the id they had")
    return verdict


def _kill_in_the_split(running: Up, victim: str) -> str:
    """Let a third relay join, kill one when the third has something, and wait until the others have it all."""
    third = subprocess.Popen(
        [sys.executable, "-m", "cli", "relay"],
        env=os.environ
        | {"XIAOHAO_MONGO_URL_FILE": str(running.data / "keys" / "mongo-url"), "XIAOHAO_KAFKA": running.state["kafka"]}
        | {"XIAOHAO_CLOCK": "movable", "XIAOHAO_DATA": str(running.data)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(running, lambda held: any(f"/{third.pid}/" in holder for holder in held))
        if victim == "the third":
            third.kill()
        else:
            pid = int(running.state["processes"][victim])
            running.kill_part(victim)
            running.wait_restarted(victim, pid)
    finally:
        third.terminate()
        third.wait()
    _wait(running, lambda held: len(held) == SLOTS and len(set(held)) == 2)
    return victim


def _wait(running: Up, condition: Callable[[list[str]], bool]) -> None:
    """Until the relays that have the slots are so."""
    deadline, store = time.monotonic() + _PATIENCE_SECONDS, running.store()
    while not condition(list(holders(store, "relay").values())):
        assert time.monotonic() < deadline, "the relays did not divide the slots"
        time.sleep(0.02)
