"""Knows `GET /v1/stream`: alerts as they fire and are acknowledged, as server-sent events that can be resumed."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Annotated, Any, Final

from fastapi import Header, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from api.http import documented
from api.http.params import IssueName, RegionCode, Truth
from api.routes import caller_of, declared, reads_of, router, services_of
from api.shown.told import Tellings
from api.stream.alert_view import AlertView
from api.stream.marks import LONGEST, read_mark

routes = router("alerts 督办提醒")

Frames = AsyncGenerator[bytes, None]
_MEDIA_TYPE: Final = "text/event-stream"


@routes.get(
    "/stream",
    summary="督办提醒实时推送 / alerts as they happen (server-sent events)",
    response_class=Response,
    responses=documented.events(AlertView, refusals=(400, 401, 403, 422, 429, 503)),
    openapi_extra=declared("alert.stream"),
)
async def get_stream(  # noqa: PLR0917 - the query's parameters, named by those who call it
    request: Request,
    mine: Annotated[Truth, Query(description="只看发给我的 / only those sent to me")] = True,
    region: RegionCode = None,
    issue: IssueName = None,
    last_event_id: Annotated[str | None, Query(max_length=LONGEST, description="如同请求头 / as the header")] = None,
    resumed: Annotated[str | None, Header(alias="Last-Event-ID", max_length=LONGEST)] = None,
) -> Response:
    """The alerts that `GET /v1/alerts` would list: `alert.fired`, and `alert.acknowledged` when someone has seen one.
    What I am told of what happens comes as `notice.given`, to me alone and with no `region`: one of `GET /v1/notices`.

    It goes on after `Last-Event-ID`, whichever process gave it: nothing is lost and nothing comes twice. `reset`: too
    long ago, read the list again. `overflow`: too slow, come back with the last id. Without an id: from now on.
    It ends when the token does, or what its person is: role, unit, region.
    """
    identity = resumed or last_event_id
    mark = read_mark(identity) if identity else None
    reads, services = reads_of(request), services_of(request)
    told = Tellings(reads)
    wanted = await run_in_threadpool(lambda: told.alerts_wanted("alert.stream", mine=mine, region=region, issue=issue))
    frames = services.subscriptions.frames(reads.person, caller_of(request).secret, wanted, mark)
    first = await anext(frames)
    return EventStream(first, frames, services.fan_out.limits.send)


class EventStream(StreamingResponse):
    """Frames one after another, each taken by the client in bounded time; a client that stalls is cut off."""

    def __init__(self, first: bytes, frames: Frames, seconds: float) -> None:
        super().__init__(
            _all(first, frames),
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
            media_type=_MEDIA_TYPE,
        )
        self._frames = frames
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self._frames.aclose()

    async def stream_response(self, send: Send) -> None:
        """As its parent does, until the client takes nothing for too long."""

        async def bounded(message: Message) -> None:
            async with asyncio.timeout(self._seconds):
                await send(message)

        try:
            await super().stream_response(bounded)
        except TimeoutError:
            """The server closes a connection whose answer breaks off."""


async def _all(first: bytes, frames: Frames) -> AsyncGenerator[Any, None]:
    yield first
    async for frame in frames:
        yield frame
