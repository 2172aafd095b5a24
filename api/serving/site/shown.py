"""Knows the addresses of the pages: files of the build, two doors that show their page at any depth, nothing else.

They come after every route of the API, and only where no route has the address: nothing that the API answers changes.
"""

from typing import Final

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http import etags
from api.serving.site.asked import accepted_codings, is_navigation
from api.serving.site.files import Found, Site
from api.serving.site.headers import keeping, safety

_DOORS: Final = ("m/", "d/")
_NOT_BUILT: Final = "页面还没有构建,请运行 make web / The pages are not built: run make web\n"


class ShowsPages:
    """ASGI in place of the app's own "there is nothing here", to which it leaves all that is no page."""

    def __init__(self, site: Site, tiles: str, otherwise: ASGIApp) -> None:
        self._site = site
        self._safety = safety(tiles)
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive) if scope["type"] == "http" and scope["method"] == "GET" else None
        answer = await run_in_threadpool(self._answer, request) if request else None
        await (answer or self._otherwise)(scope, receive, send)

    def _answer(self, request: Request) -> Response | None:
        path = str(request.scope["path"]).removeprefix("/")
        if f"{path}/" in _DOORS:
            return RedirectResponse(f"/{path}/", 308, self._safety)
        shown = self._shown(path, request)
        if shown is None:
            return None
        file, found = shown
        if found is None:
            return PlainTextResponse(_NOT_BUILT, 503, {**self._safety, "Cache-Control": "no-store"})
        return self._sent(request, file, found)

    def _shown(self, path: str, request: Request) -> tuple[str, Found | None] | None:
        """The file that is shown at an address, and what is in it; nothing where it is not built. None: no page."""
        accepted = accepted_codings(request)
        if found := self._site.find(path, accepted):
            return path, found
        door = next((door for door in _DOORS if path.startswith(door)), None)
        if path and (door is None or not is_navigation(request)):
            return None
        if not self._site.is_built:
            return path, None
        page = f"{door or ''}index.html"
        return page, self._site.find(page, accepted)

    def _sent(self, request: Request, file: str, found: Found) -> Response:
        headers = {**self._safety, "Cache-Control": keeping(file), "ETag": found.tag}
        if found.varies:
            headers["Vary"] = "Accept-Encoding"
        if etags.is_known(request, found.tag):
            return Response(status_code=304, headers=headers)
        if found.coding:
            headers["Content-Encoding"] = found.coding
        return Response(found.content, 200, headers, found.media_type)


def install(app: FastAPI, site: Site, tiles: str) -> None:
    """Let the app show the pages of a build where it has no route."""
    app.router.default = ShowsPages(site, tiles, app.router.default)
