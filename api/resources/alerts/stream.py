"""Knows `GET /v1/stream`: alerts as they fire and are acknowledged, as server-sent events that can be resumed."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Annotated, Any, Final

from fastapi import Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from api.http import documented
from api.http.params import IssueName, RegionCode
from api.routes import caller_of, issue_id_behind, person_of, router, services_of
from api.stream.alert_view import AlertView
from api.stream.marks import LONGEST, read_mark
from ledger.store.alerts import AlertFilter

routes = router("alerts 督办提醒")

Frames = AsyncGenerator[bytes, None]
_MEDIA_TYPE: Final = "text/event-stream"


@routes.get(
    "/stream",
    summary="督办提醒实时推送 / alerts as they happen (server-sent events)",
    response_class=Response,
    responses=documented.events(AlertView, refusals=(400, 401, 422, 429, 503)),
)
async def get_stream(  # noqa: PLR0917 - the query's parameters, named by those who call it
    request: Request,
    mine: Annotated[bool, Query(description="只看发给我的 / only those sent to me")] = True,
    region: RegionCode = None,
    issue: IssueName = None,
    last_event_id: Annotated[str | None, Query(max_length=LONGEST, description="如同请求头 / as the header")] = None,
    access_token: Annotated[  # noqa: ARG001 - the guard reads it
        str | None, Query(description="令牌，供 EventSource 用 / a token, for EventSource")
    ] = None,
    resumed: Annotated[str | None, Header(alias="Last-Event-ID", max_length=LONGEST)] = None,
) -> Response:
    """The alerts that `GET /v1/alerts` would list: `alert.fired`, and `alert.acknowledged` when someone has seen one.

    It goes on after `Last-Event-ID`, whichever process gave it: nothing is lost and nothing comes twice. `reset`: too
    long ago, read the list again. `overflow`: too slow, come back with the last id. Without an id: from now on.
    """
    services, person = services_of(request), person_of(request)
    if issue is not None:
        issue = await issue_id_behind(services, issue)
    wanted = AlertFilter(person.id if mine else None, region, issue)
    identity = resumed or last_event_id
    frames = services.subscriptions.frames(
        person.id,
        caller_of(request).secret,
        wanted,
        read_mark(identity) if identity else None,
    )
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
