"""Knows how a body is read: as raw bytes, up to a limit and for a bounded time, and only when it is JSON."""

import asyncio
from collections.abc import Callable
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request

from api.http.problems import CLOSE, Problem, invalid_model

T = TypeVar("T", bound=BaseModel)

READ_SECONDS: Final = 60.0
# What a client that sends too much may still get rid of, so that it reads the answer instead of a reset.
_DRAIN_BYTES: Final = 4 * 1024 * 1024
_DRAIN_SECONDS: Final = 2.0


async def read_json(request: Request, limit: int) -> bytes:
    """The raw bytes of a JSON body. Raises Problem: 413, 415, 408."""
    kind = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Problem(415, "not-json", "请求体须为 application/json / the body must be application/json")
    chunks: list[bytes] = []
    await read_into(chunks.append, request, limit)
    return b"".join(chunks)


async def read_as(request: Request, kind: type[T], limit: int) -> T:
    """A JSON body as a model has it, strictly. Raises Problem: 408, 413, 415, 422."""
    try:
        return kind.model_validate_json(await read_json(request, limit), strict=True)
    except ValidationError as error:
        raise invalid_model(error) from None


async def read_into(keep: Callable[[bytes], object], request: Request, limit: int) -> None:
    """Hand the body piece by piece to `keep`.

    Raises Problem: 413 past `limit` bytes, 415 when it is compressed, 408 when it comes too slowly.
    """
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Problem(415, "compressed", "不接受压缩的请求体 / a compressed body is not accepted")
    if _declared(request) > limit:
        raise await _too_large(request, limit)
    size = 0
    try:
        async with asyncio.timeout(READ_SECONDS):
            async for chunk in request.stream():
                size += len(chunk)
                if size > limit:
                    break
                keep(chunk)
    except TimeoutError as error:
        raise Problem(408, "too-slow", "请求体接收超时 / the body took too long", headers=CLOSE) from error
    except ClientDisconnect as error:
        raise Problem(400, "cut-off", "连接中断 / the connection broke", headers=CLOSE) from error
    if size > limit:
        raise await _too_large(request, limit)


def _declared(request: Request) -> int:
    """What Content-Length says; the server has refused one that is no number."""
    return int(request.headers.get("content-length", "0"))


async def _too_large(request: Request, limit: int) -> Problem:
    """The problem; the connection ends with it, and what is far too large is not read to its end."""
    if _declared(request) <= limit + _DRAIN_BYTES:
        await _drain(request)
    return Problem(
        413,
        "too-large",
        f"请求体超过 {limit} 字节 / the body is larger than {limit} bytes",
        headers=CLOSE,
        limit=limit,
    )


async def _drain(request: Request) -> None:
    left = _DRAIN_BYTES
    try:
        async with asyncio.timeout(_DRAIN_SECONDS):
            async for chunk in request.stream():
                left -= len(chunk)
                if left < 0:
                    return
    except (TimeoutError, ClientDisconnect, RuntimeError):
        return
