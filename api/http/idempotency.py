"""Knows `Idempotency-Key`: a client's own name for a command, under which it may send it again and again."""

import re
from typing import Any, Final

from starlette.requests import Request

from api.http.problems import Problem

_KEY: Final = re.compile(r"[\x21-\x7e]{1,200}")

KEY: Final[dict[str, Any]] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": r"^[\x21-\x7e]{1,200}$"},
    "example": "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57",
    "description": "The same key and body within a day: the original answer. Another body: 409",
}


def key_of(request: Request) -> str | None:
    """The key of a request. Raises Problem (400) when it is none, or one of several."""
    keys = request.headers.getlist("idempotency-key")
    if keys and (len(keys) > 1 or not _KEY.fullmatch(keys[0])):
        raise Problem(
            400,
            "bad-idempotency-key",
            "Idempotency-Key 为一个,1 至 200 个可见 ASCII 字符 / is one, of 1 to 200 visible ASCII",
        )
    return keys[0] if keys else None
