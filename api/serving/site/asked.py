"""Knows what a browser asks for: a page to show, or a file for one; and which codings it reads (RFC 9110 §12.5.3)."""

from typing import Final

from starlette.requests import Request

_NAVIGATES: Final = "navigate"
_PAGE: Final = "text/html"
_KNOWN: Final = frozenset({"br", "gzip"})


def is_navigation(request: Request) -> bool:
    """Whether somebody goes to an address, rather than a page fetching something for itself."""
    return request.headers.get("sec-fetch-mode") == _NAVIGATES or _PAGE in request.headers.get("accept", "").lower()


def accepted_codings(request: Request) -> frozenset[str]:
    """Those of ours that are accepted: named, or meant by `*`, and not refused by a weight of nothing."""
    weights = dict(_weighed(each) for each in ",".join(request.headers.getlist("accept-encoding")).split(","))
    return frozenset(coding for coding in _KNOWN if weights.get(coding, weights.get("*", 0.0)) > 0)


def _weighed(said: str) -> tuple[str, float]:
    """A coding and its weight; what cannot be read is not accepted."""
    coding, _, parameter = said.partition(";")
    name, _, value = parameter.partition("=")
    if not parameter:
        return coding.strip().lower(), 1.0
    try:
        return coding.strip().lower(), float(value) if name.strip().lower() == "q" else 0.0
    except ValueError:
        return coding.strip().lower(), 0.0
