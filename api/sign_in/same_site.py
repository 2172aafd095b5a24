"""Knows a request that another site made a browser send: by Sec-Fetch-Site, else by Origin (no token is needed)."""

from typing import Final

from starlette.requests import Request

from api.http.problems import Problem
from api.sign_in.cookies import origin

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS: Final = frozenset({"same-origin", "none"})


def demand_same_site(request: Request, public_url: str, *, silent: bool = False) -> None:
    """Raises Problem (403) unless what changes something comes from our own pages.

    `silent` lets pass what says neither: no browser of these years, and it brought no cookie.
    """
    if request.method in _SAFE:
        return
    site, told = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        ours = site in _OURS
    elif told is not None:
        ours = told == origin(request, public_url)
    else:
        ours = silent
    if not ours:
        raise Problem(403, "cross-site", "请求来自其他网站 / another site made the browser send this")
