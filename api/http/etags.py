"""Knows the entity tag of an issue: its version in quotes (RFC 9110 §8.8.3), and what If-Match asks for."""

import re
from typing import Final

from starlette.requests import Request

from api.http.problems import Problem

_TAG: Final = re.compile(r'^"(0|[1-9][0-9]{0,8})"$')


def etag(version: int) -> str:
    """The tag of one version."""
    return f'"{version}"'


def expected_version(request: Request) -> int | None:
    """The version that If-Match demands; None when it is absent or "*".

    Raises Problem: 400 when it is not one strong tag; a weak one never matches (RFC 9110 §13.1.1), hence 412.
    """
    wanted = request.headers.get("if-match", "*").strip()
    if wanted == "*":
        return None
    if wanted.startswith("W/"):
        raise Problem(412, "stale-version", "If-Match 须为强标签 / If-Match needs a strong tag")
    found = _TAG.match(wanted)
    if found is None:
        raise Problem(400, "bad-if-match", 'If-Match 须为一个标签，如 "3" / If-Match must be one tag such as "3"')
    return int(found[1])


def is_known(request: Request, tag: str) -> bool:
    """Whether If-None-Match says that the client has this version already."""
    known = request.headers.get("if-none-match", "")
    return tag in (entry.strip().removeprefix("W/") for entry in known.split(","))
