"""Knows what a browser is told with a page: what it may load and do, and how long it may keep it."""

import re
from typing import Final

KEPT: Final = "public, max-age=31536000, immutable"
ASKED_AGAIN: Final = "no-cache"
_HASHED: Final = "assets/"
_ORIGIN: Final = re.compile(r"(https?://)([^/]+)")


def keeping(path: str) -> str:
    """How long a file may be kept: for ever where its name changes with its bytes, else only as long as it is asked."""
    return KEPT if path.startswith(_HASHED) else ASKED_AGAIN


def safety(tiles: str) -> dict[str, str]:
    """The headers of every answer; `tiles` is the address of a map's tiles, the one other place to load from."""
    return {
        "Content-Security-Policy": _policy(_origin(tiles)),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }


def _policy(tiles: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data: blob: {tiles}".rstrip(),
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _origin(tiles: str) -> str:
    """The origin of an address of tiles; a part of its host that `{s}` stands in may be any (`*`), as a policy says."""
    found = _ORIGIN.match(tiles)
    if found is None:
        return ""
    first, dot, rest = found[2].partition(".")
    return found[1] + ("*" if "{s}" in first else first) + dot + rest
