"""Knows the `id:` of an event of the stream: a mark of the ledger, opaque to clients, checked when it comes back."""

import base64
import binascii
from typing import Final

from api.http.problems import Problem

_SUM_BYTES: Final = 4
# The type byte and time of a token, and the sum.
_SHORTEST: Final = 9 + _SUM_BYTES
LONGEST: Final = 2_000


def write_mark(mark: str) -> str:
    """The id of a mark: URL-safe, with a sum that tells it from anything cut or mistyped."""
    token = bytes.fromhex(mark)
    return base64.urlsafe_b64encode(token + _sum(token)).decode().rstrip("=")


def read_mark(text: str) -> str:
    """The mark of an id. Raises Problem (400) when it is not one of ours."""
    try:
        whole = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise _bad() from error
    token, given = whole[:-_SUM_BYTES], whole[-_SUM_BYTES:]
    if len(text) > LONGEST or len(whole) < _SHORTEST or _sum(token) != given:
        raise _bad()
    return token.hex().upper()


def _sum(token: bytes) -> bytes:
    return binascii.crc32(token).to_bytes(_SUM_BYTES)


def _bad() -> Problem:
    return Problem(400, "bad-last-event-id", "Last-Event-ID 无效 / not an id of an event of this stream")
