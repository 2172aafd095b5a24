"""Knows how a POST leaves: to a checked address and no other, once, without redirects, bounded in time and bytes.

httpcore is used as it is: it follows no redirect, asks no proxy of the environment, keeps no cookie, unpacks nothing.
"""

import asyncio
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpcore
import httpx

from channels.senders.guard import Guard

MOST_BYTES: Final = 64 * 1024
TOTAL_SECONDS: Final = 15.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, headers by lower-case name, at most MOST_BYTES of the body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class NoAnswer(Exception):
    """Nothing came back; the message says why."""


class _Pinned(httpcore.AsyncNetworkBackend):
    """Connects to the addresses that the guard has resolved and checked, in order, until one answers."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        failure: Exception = OSError(f"{host} has no address")
        for address in await self._guard.resolve(host, port):
            try:
                return await self._inner.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Poster:
    """Posts; one connection for each message."""

    guard: Guard
    total_seconds: float = TOTAL_SECONDS
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Send a body. Raises AddressRefused or NoAnswer."""
        target = self.guard.check_url(url)
        try:
            async with asyncio.timeout(self.total_seconds):
                return await self._post(target, headers, body)
        except TimeoutError:
            raise NoAnswer(f"no whole answer within {self.total_seconds:g} s") from None
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
            raise NoAnswer(f"{type(error).__name__}: {error}".rstrip(": ")) from None

    async def _post(self, url: httpx.URL, headers: Mapping[str, str], body: bytes) -> Answer:
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self.total_seconds)
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        sent = {"Host": url.netloc.decode("ascii"), "User-Agent": "xiaohao", **headers}
        pool = httpcore.AsyncConnectionPool(self.tls, network_backend=_Pinned(self.guard))
        request = pool.stream("POST", target, headers=[*sent.items()], content=body, extensions={"timeout": timeouts})
        async with pool, request as response:
            content = bytearray()
            async for chunk in response.aiter_stream():
                content += chunk
                if len(content) >= MOST_BYTES:
                    break
            answered = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            return Answer(response.status, answered, bytes(content[:MOST_BYTES]))
