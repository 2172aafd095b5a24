"""Knows `Xiaohao-Time`: every answer tells the ledger's time, so that a page shows lights by no clock of its own.

`Date` is the machine's, to the second; lights go by the ledger's, which an embedded stack moves. It is told around the
whole app, so that an answer to a bug has it too. A second is written once, not for every answer.
"""

import time
from datetime import UTC, datetime
from typing import Final

from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from ledger.mongo.shared_clock import offset_of

NAME: Final = b"xiaohao-time"


class TellsTime:
    """ASGI around an app that has services, which are there before the first request is."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._second, self._written = 0, b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), self.header()]
            await send(message)

        await self._app(scope, receive, telling)

    def header(self) -> tuple[bytes, bytes]:
        """Its name and what it says now: RFC 3339, to the millisecond, in UTC."""
        now = time.time() + offset_of(self._app.state.services.clock).total_seconds()
        second = int(now)
        if second != self._second:
            self._second, self._written = second, datetime.fromtimestamp(second, UTC).strftime("%FT%T").encode()
        return NAME, b"%b.%03d+00:00" % (self._written, (now - second) * 1000)
