"""Knows what a connection may cost before anybody is known behind it: bounded heads, in bounded time, few idle ones.

What the parser refuses is answered as a problem too, and the connection ends once the client could read it.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from api.http.answers import to_json
from api.http.problems import MEDIA_TYPE, Problem


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """Bytes and fields of a head, seconds until it is whole, idle connections, seconds to read a last answer."""

    head_bytes: int = 32 * 1024
    fields: int = 100
    head_seconds: float = 10.0
    idle: int = 1_024
    linger: float = 2.0


CONNECTIONS: Final = ConnectionLimits()
Header = tuple[bytes, bytes]


class _Refused(Exception):
    """Ends the parser's work on what it was given."""


def protocol_within(
    told: Callable[[], Header], limits: ConnectionLimits = CONNECTIONS
) -> Callable[..., "BoundedProtocol"]:
    """The connections of one server, which share one cap: the longest idle one makes room.

    `told` is a header of every answer, those of the app apart, which has it already.
    """
    idle: OrderedDict[BoundedProtocol, None] = OrderedDict()

    class Bounded(BoundedProtocol):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self.limits, self.idle, self.told = limits, idle, told

    return Bounded


class BoundedProtocol(HttpToolsProtocol):
    """One connection."""

    limits: ConnectionLimits
    idle: OrderedDict["BoundedProtocol", None]
    told: Callable[[], Header]

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._unread = 0
        self._in_head = True
        self._begun = False
        self._refused = False
        self._waiting: asyncio.TimerHandle | None = None
        self._lingering: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as its parent has it
        """Idle until the first head is whole."""
        super().connection_made(transport)
        self._wait_for_head()
        self._is_idle()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self.idle.pop(self, None)
        self._stop_waiting()
        self._stop_lingering()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """What the parser has not told us of by the end is head, or trailers: both are bounded."""
        if self._refused or self.transport.is_closing():
            return
        self._unread += len(data)
        super().data_received(data)
        if self._unread > self.limits.head_bytes:
            self._refuse(_head_too_large(self.limits))
        elif self._begun and self._waiting is None:
            self._wait_for_head()

    def on_message_begin(self) -> None:
        """A head begins."""
        self._begun = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is whole: judge it, before anything is started for it."""
        self._stop_waiting()
        self._unread, self._in_head, self._begun = 0, False, False
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if len(self.headers) > self.limits.fields or size > self.limits.head_bytes:
            self._refuse(_head_too_large(self.limits))
            raise _Refused
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts > 1 or (hosts == 0 and self.parser.get_http_version() == "1.1"):
            self.send_400_response("one Host is needed (RFC 9112 §3.2)")
            raise _Refused
        super().on_headers_complete()
        self.idle.pop(self, None)

    def on_body(self, body: bytes) -> None:
        """A piece of a body, which its reader bounds."""
        self._unread = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Another head may follow."""
        self._unread, self._in_head = 0, True
        self._stop_lingering()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """What was answered before its body was read is not waited for without end; idle is who asked nothing more."""
        super().on_response_complete()
        if not self._in_head and not self.transport.is_closing():
            self._linger()
        if self.cycle.response_complete:
            self._is_idle()

    def send_400_response(self, msg: str) -> None:
        """What is no HTTP is answered as everything else that is wrong."""
        self._refuse(Problem(400, "bad-request", f"请求无法读取 / the request cannot be read: {msg}"))

    def _refuse(self, problem: Problem) -> None:
        """Answer, unless another answer is under way, and end the connection once it could be read."""
        if self._refused or self.transport.is_closing():
            return
        self._refused = True
        if self._can_answer():
            self.transport.write(_as_bytes(problem, self.told()))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._linger()

    def _can_answer(self) -> bool:
        """Whether nothing is said yet to what was asked; who is at work on it is told that nobody listens."""
        if self.cycle is None or self.cycle.response_complete:
            return True
        if self.cycle.response_started or self.pipeline:
            return False
        self.cycle.disconnected = True
        self.cycle.message_event.set()
        return True

    def _is_idle(self) -> None:
        self.idle[self] = None
        if len(self.idle) > self.limits.idle:
            longest, _ = self.idle.popitem(last=False)
            longest.transport.close()

    def _wait_for_head(self) -> None:
        self._waiting = self.loop.call_later(self.limits.head_seconds, self._head_is_late)

    def _head_is_late(self) -> None:
        if self._begun:
            self._refuse(Problem(408, "too-slow", "请求头接收超时 / the head of the request took too long"))
        else:
            self.transport.close()

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _linger(self) -> None:
        if self._lingering is None:
            self._lingering = self.loop.call_later(self.limits.linger, self.transport.close)

    def _stop_lingering(self) -> None:
        if self._lingering is not None and not self._refused:
            self._lingering.cancel()
            self._lingering = None


def _head_too_large(limits: ConnectionLimits) -> Problem:
    return Problem(
        431,
        "head-too-large",
        f"请求头超过 {limits.head_bytes} 字节或 {limits.fields} 个字段 / the head is larger than that",
        limit=limits.head_bytes,
        fields=limits.fields,
    )


def _as_bytes(problem: Problem, told: Header) -> bytes:
    body = to_json(problem.body())
    head = f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n"
    return STATUS_LINE[problem.status] + head.encode() + b"%b: %b\r\n\r\n" % told + body
