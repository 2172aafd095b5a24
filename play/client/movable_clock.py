"""Knows how to move a stack's clock so that the sweep gets its time: from one due time to the next, never past one."""

import asyncio
import json
import time
from dataclasses import dataclass
from datetime import datetime

from exchange.tables.faults import PlayError
from play.client.http import Answer, Api

STALL_SECONDS = 60.0
_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Reading:
    """What the API says of its clock: the present, and when the next step of a ladder falls due (None: never)."""

    now: datetime
    next_due_at: datetime | None


class MovableClock:
    """The clock of a stack that lets a supervisor of the province move it."""

    def __init__(self, api: Api, token: str) -> None:
        self._api = api
        self._token = token

    async def read(self) -> Reading:
        """The clock as it stands. Raises PlayError when it cannot be moved."""
        return _reading(await self._api.get("/v1/clock", self._token))

    async def begin(self, at: datetime) -> Reading:
        """Put the clock to where a story begins, earlier than now if the ledger has nothing later.

        Raises PlayError when it has, or when the clock cannot be moved.
        """
        reading = await self.read()
        return await self._put(at) if at < reading.now else await self.advance(at)

    async def advance(self, to: datetime) -> Reading:
        """Move forward, stopping at each due time until what fell due there has fired; no-op when it is later already.

        Raises PlayError when the sweep does not fire for a minute.
        """
        while True:
            reading = await self.read()
            due = reading.next_due_at
            if due is not None and due <= reading.now:
                await self._fired(due)
            elif due is not None and due <= to:
                await self._put(due)
            elif to > reading.now:
                return await self._put(to)
            else:
                return reading

    async def _fired(self, due: datetime) -> None:
        until = time.monotonic() + STALL_SECONDS
        while True:
            reading = await self.read()
            if reading.next_due_at is None or reading.next_due_at > due:
                return
            if time.monotonic() > until:
                raise PlayError(
                    f"{due.isoformat()} 到期的,{STALL_SECONDS:.0f} 秒仍未督办,入账进程是否在运行? / "
                    f"what fell due at {due.isoformat()} has not fired for {STALL_SECONDS:.0f} s: "
                    "does a worker run? (xiaohao doctor)"
                )
            await asyncio.sleep(_POLL_SECONDS)

    async def _put(self, to: datetime) -> Reading:
        body = json.dumps({"now": to.isoformat()}).encode()
        answer = await self._api.put("/v1/clock", self._token, body)
        if answer.slug == "clock-would-go-back":
            raise PlayError(
                f"台账在 {to.isoformat()} 之后已有记录,时钟不能倒回,请另用一套 / "
                f"the ledger has events after {to.isoformat()}, and its clock never runs back over them: "
                "use a stack of its own (xiaohao up --data NEW)"
            )
        return _reading(answer)


def _reading(answer: Answer) -> Reading:
    if answer.slug == "clock-not-movable" or (answer.ok and answer.body.get("kind") != "movable"):
        raise PlayError(
            "此台账的时钟不能拨动,内置台账的可以 / "
            "the clock of this stack cannot be moved; the embedded stack's can (xiaohao up --data NEW)"
        )
    if not answer.ok:
        raise PlayError(f"/v1/clock: {answer.problem}")
    due = answer.body["next_due_at"]
    return Reading(datetime.fromisoformat(answer.body["now"]), datetime.fromisoformat(due) if due else None)
