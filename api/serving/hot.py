"""Knows the routes that take most requests: answered before the framework's routing, which costs more than they do.

The guard, the handler and what each error becomes are those of the route itself; only finding it among a hundred, and
solving what it depends on, is left out. What is not exactly such a request goes the framework's way.
"""

from collections.abc import Iterable, Mapping

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http import problems
from api.routes import GuardedRoute


class HotRoutes:
    """ASGI middleware for routes whose handlers take the request and nothing else."""

    def __init__(self, app: ASGIApp, routes: Iterable[GuardedRoute]) -> None:
        self._app = app
        self._routes: Mapping[tuple[str, str], GuardedRoute] = {
            (method, route.path): route for route in routes for method in route.methods or ()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = self._routes.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if route is None:
            await self._app(scope, receive, send)
            return
        scope["route"] = route
        request = Request(scope, receive)
        try:
            answer = await route.answer(request)
        except Exception as error:
            answer = problems.answer_to(request, error)
        await answer(scope, receive, send)
