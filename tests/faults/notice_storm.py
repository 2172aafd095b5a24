"""Knows the fault of a storm of notices: a thousand assignments in a minute, while whatever tells of them is killed."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Final
from unittest.mock import patch

import httpx

from channels.choices import WINDOW
from channels.endpoints.message import delivery_id
from channels.endpoints.store import DELIVERIES, OPEN, add_endpoint
from ledger.groundwork.clock import SystemClock
from ledger.mongo.connection import Store
from ledger.store.archive.places import NOTICES
from ledger.store.telling.seeing import COUNTED
from tests.channels.parts import Answer, Handler, Receiver, Request, endpoint, receiving, status
from tests.faults.scenarios import under_load, when_there
from tests.faults.verdict import Verdict
from tests.ledger.factories import HEAD, PROJECT
from tests.stacks import Up

_OUTBOUND: Final = {"XIAOHAO_OUTBOUND_NETWORKS": "127.0.0.0/8", "XIAOHAO_OUTBOUND_HTTP": "yes"}
_VICTIMS: Final = ("worker-1", "worker-2", "deliver", "mongod", "deliver")
_ENDPOINT: Final = "storm"
_PATIENCE_SECONDS: Final = 300.0


@dataclass(frozen=True, slots=True)
class Told:
    """What the head of one unit was told, in the app and by a webhook; a message that came again is one message."""

    told_to_one: int
    in_inbox: int
    messages: int
    came_again: int
    told_in_messages: int
    told_otherwise_again: int
    queued_otherwise: int
    not_delivered: int
    most_messages: int

    @property
    def clean(self) -> bool:
        """Whether every notice stands in one message, all of few messages, and all in the inbox."""
        whole = self.told_in_messages == self.told_to_one and self.in_inbox == min(self.told_to_one, COUNTED)
        wrong = (self.told_otherwise_again, self.queued_otherwise, self.not_delivered)
        return whole and 0 < self.messages <= self.most_messages and not any(wrong)


@dataclass(frozen=True, slots=True)
class Stormed:
    """What came of the storm on the ledger, and what of it was told."""

    verdict: Verdict
    told: Told

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong with either."""
        return self.verdict.clean and self.told.clean

    def lines(self) -> str:
        """The counts, one a line."""
        told = "\n".join(f"  {name:18} {value}" for name, value in asdict(self.told).items())
        return f"{self.verdict.lines()}\n{told}"


def notice_storm(count: int, say: Callable[[str], None]) -> Stormed:
    """`count` findings of one unit are assigned to it; the deliverer dies in the middle of the message, too."""
    told: list[Told] = []
    with patch.dict(os.environ, _OUTBOUND), receiving() as receiver:
        receiver.answer = _held(receiver)

        async def harass(running: Up, done: asyncio.Event) -> None:
            store = running.store()
            to = endpoint(address=receiver.url(), id=_ENDPOINT, persons=(HEAD,))
            await asyncio.to_thread(add_endpoint, store, to, SystemClock().now())
            began = SystemClock().now()
            killed = await _kill_some(running, done)
            spent = SystemClock().now() - began
            await asyncio.to_thread(_kill_while_it_sends, running, receiver)
            say(f"killed {dict(killed)}, then the deliverer in the middle of a message")
            await asyncio.to_thread(_wait_told, running, store, count)
            told.append(await asyncio.to_thread(_told, running, store, receiver, spent))

        verdict = under_load(count, harass, say, projects=[PROJECT])
    return Stormed(verdict, told[0])


def _held(receiver: Receiver) -> Answer:
    """No answer, until it is to end."""

    def answer(_: Handler) -> None:
        receiver.finish.wait(60)

    return answer


async def _kill_some(running: Up, done: asyncio.Event) -> Counter[str]:
    """Kill one after another at random moments until the last report is sent, and each of them once."""
    killed: Counter[str] = Counter()
    while not done.is_set() or killed.total() < len(_VICTIMS):
        await asyncio.sleep(random.uniform(0.2, 1.0))
        name = _VICTIMS[killed.total() % len(_VICTIMS)]
        killed[name] += await asyncio.to_thread(running.kill_part, name)
    return killed


def _kill_while_it_sends(running: Up, receiver: Receiver) -> None:
    """Once a message is on its way that nobody answers, kill who sent it; from then on messages are taken."""
    running.wait_for(lambda: bool(_messages(receiver)), "the first message comes", _PATIENCE_SECONDS)
    running.kill_part("deliver")
    receiver.answer = status(204)
    receiver.finish.set()


def _wait_told(running: Up, store: Store, count: int) -> None:
    def is_told() -> bool:
        taken_in = store["receipts"].count_documents({}) >= count
        return taken_in and not store[NOTICES].find_one({"dispatched": False}) and not store[DELIVERIES].find_one(OPEN)

    running.wait_for(lambda: when_there(is_told), "every notice went out", _PATIENCE_SECONDS)


def _messages(receiver: Receiver) -> list[Request]:
    """Those of notices: an alert may have its own."""
    return [request for request in receiver.requests if request.json["type"] == "notices.given"]


def _told(running: Up, store: Store, receiver: Receiver, spent: timedelta) -> Told:
    notices = {each["_id"] for each in store[NOTICES].find({"recipient_person_id": HEAD}, {"_id": 1})}
    deliveries = list(store[DELIVERIES].find({"notice": {"$ne": None}}))
    came: dict[str, list[Any]] = {}
    for request in _messages(receiver):
        came.setdefault(request.headers["webhook-id"], []).append(request.json["data"])
    return Told(
        told_to_one=len(notices),
        in_inbox=_in_inbox(running),
        messages=len(came),
        came_again=len(_messages(receiver)) - len(came),
        told_in_messages=sum(first["count"] for first, *_ in came.values()),
        told_otherwise_again=sum(any(each != first for each in again) for first, *again in came.values()),
        queued_otherwise=len({each["_id"] for each in deliveries} ^ {delivery_id(each, _ENDPOINT) for each in notices}),
        not_delivered=sum(each["state"] != "delivered" for each in deliveries),
        most_messages=2 + spent // WINDOW,
    )


def _in_inbox(running: Up) -> int:
    headers = {"Authorization": f"Bearer {running.token_of(HEAD)}"}
    answer = httpx.get(f"{running.url}/v1/inbox", headers=headers, timeout=30, trust_env=False)
    answer.raise_for_status()
    return int(answer.json()["notices"]["count"])
