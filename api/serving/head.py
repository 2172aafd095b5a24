"""Knows HEAD: the answer that GET would get, without its body (RFC 9110 §9.3.2), on every path that takes GET."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class AnswersHead:
    """ASGI middleware that asks the app for GET, and ends the answer where its body would begin."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        ended = False

        async def headless(message: Message) -> None:
            nonlocal ended
            if ended:
                return
            if message["type"] == "http.response.body":
                ended, message = True, {"type": "http.response.body", "body": b"", "more_body": False}
            await send(message)

        await self._app({**scope, "method": "GET"}, receive, headless)
