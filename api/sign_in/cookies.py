"""Knows the two cookies of a desk: its session, and that this browser is known; out of any script's reach.

Behind TLS they are Secure and of this host alone (`__Host-`); without it only loopback has any.
"""

from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from api.http.problems import Problem
from people.sessions import WHOLE
from people.throttle import KNOWN_FOR

SESSION: Final = "xiaohao_session"
BROWSER: Final = "xiaohao_browser"
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def is_secure(request: Request, public_url: str) -> bool:
    """Whether browsers reach us over TLS: as the deployment says, else as the request came."""
    return (public_url or str(request.url)).startswith("https://")


def origin(request: Request, public_url: str) -> str:
    """Our own origin (RFC 6454), as browsers write it."""
    told = urlsplit(public_url) if public_url else request.url
    return f"{told.scheme}://{told.netloc}"


def demand_private(request: Request, public_url: str) -> None:
    """Raises Problem (403) where a password would cross a network without TLS."""
    if not is_secure(request, public_url) and request.url.hostname not in _LOOPBACK:
        raise Problem(
            403,
            "not-private",
            "登录须经 HTTPS,请设置 XIAOHAO_PUBLIC_URL / "
            "signing in needs HTTPS: put TLS before this, and say its address in XIAOHAO_PUBLIC_URL",
        )


def session_in(request: Request, public_url: str) -> str | None:
    """The secret of the session that a request brings."""
    return request.cookies.get(_named(SESSION, request, public_url))


def browser_in(request: Request, public_url: str) -> str | None:
    """What says that this browser is known."""
    return request.cookies.get(_named(BROWSER, request, public_url))


def put(answer: Response, request: Request, public_url: str, *, session: str, browser: str | None = None) -> None:
    """Let the browser keep its session, and that it is known."""
    kept = [(SESSION, session, WHOLE), *([] if browser is None else [(BROWSER, browser, KNOWN_FOR)])]
    for name, value, age in kept:
        put_one(answer, request, public_url, name=name, value=value, seconds=int(age.total_seconds()))
    answer.headers["cache-control"] = "no-store"


def put_one(answer: Response, request: Request, public_url: str, *, name: str, value: str, seconds: int) -> None:
    """Let the browser keep one cookie for so long; 0 takes it away."""
    answer.set_cookie(
        _named(name, request, public_url),
        value,
        max_age=seconds,
        path="/",
        secure=is_secure(request, public_url),
        httponly=True,
        samesite="lax",
    )


def one_in(request: Request, public_url: str, name: str) -> str | None:
    """The value of one cookie."""
    return request.cookies.get(_named(name, request, public_url))


def take_away(answer: Response, request: Request, public_url: str) -> None:
    """Let the browser forget its session; that it is known stays."""
    put_one(answer, request, public_url, name=SESSION, value="", seconds=0)


def _named(name: str, request: Request, public_url: str) -> str:
    return f"__Host-{name}" if is_secure(request, public_url) else name
