"""Knows the cursor of a list: where the next page begins, opaque to clients, checked when it comes back."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from api.http.problems import invalid
from mobile_schema.faults import Fault

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_keys = msgspec.json.Decoder(tuple[int, str])
_names = msgspec.json.Decoder(str)


def write_key(key: tuple[datetime, str] | None) -> str | None:
    """The cursor after (time, id); None after the last page."""
    return None if key is None else _write([(key[0] - _EPOCH) // _MILLISECOND, key[1]])


def read_key(cursor: str | None) -> tuple[datetime, str] | None:
    """(time, id) of a cursor. Raises Problem (422) when it is not one of ours."""
    if cursor is None:
        return None
    try:
        milliseconds, identity = _keys.decode(_read(cursor))
        return _EPOCH + milliseconds * _MILLISECOND, identity
    except (ValueError, OverflowError, msgspec.MsgspecError) as error:
        raise _bad() from error


def write_name(name: str | None) -> str | None:
    """The cursor after a code or id; None after the last page."""
    return None if name is None else _write(name)


def read_name(cursor: str | None) -> str:
    """The code or id of a cursor, "" at the beginning. Raises Problem (422) when it is not one of ours."""
    if cursor is None:
        return ""
    try:
        return _names.decode(_read(cursor))
    except (ValueError, msgspec.MsgspecError) as error:
        raise _bad() from error


def _write(content: object) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(content)).decode().rstrip("=")


def _read(cursor: str) -> bytes:
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error


def _bad() -> Exception:
    return invalid([Fault("request.query.cursor", "不是有效的游标；not a cursor of this list", "cursor")])
