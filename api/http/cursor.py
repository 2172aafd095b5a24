"""Knows a page as it is answered, and its cursor: where the next one begins, opaque to clients, checked on return."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

import msgspec

from api.http.problems import Problem, invalid
from ledger.mongo.pages import Key, Page, TextKey
from mobile_schema.faults import Fault

T = TypeVar("T")

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_keys = msgspec.json.Decoder(tuple[int | None, str])
_text_keys = msgspec.json.Decoder(tuple[str, str])
_names = msgspec.json.Decoder(str)


def answer(page: Page[T], view: Callable[[T], dict[str, Any]]) -> dict[str, Any]:
    """A page of a list: `items`, each seen through `view`, and `next_cursor`, null on the last page."""
    return {"items": [view(entry) for entry in page.items], "next_cursor": write(page.next)}


def read_key(cursor: str | None) -> Key | None:
    """(time or None, id) of a cursor. Raises Problem (422) when it is not one of ours."""
    return None if cursor is None else _read(cursor, _key)


def read_text_key(cursor: str | None) -> TextKey | None:
    """(text, id) of a cursor of a list that is sorted by a text. Raises as `read_key`."""
    return None if cursor is None else _read(cursor, _text_keys.decode)


def read_name(cursor: str | None) -> str:
    """The code or id of a cursor, "" at the beginning. Raises Problem (422) when it is not one of ours."""
    return "" if cursor is None else _read(cursor, _names.decode)


def write_key(after: Key | TextKey) -> str:
    """The cursor of what comes after a key."""
    return _encoded([_milliseconds(after[0]), after[1]])


def write(after: Key | TextKey | str | None) -> str | None:
    """The cursor of what comes after a key or a name; None of nothing."""
    if after is None:
        return None
    return _encoded(after) if isinstance(after, str) else write_key(after)


def _encoded(content: Any) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(content)).decode().rstrip("=")


def _key(content: bytes) -> Key:
    milliseconds, identity = _keys.decode(content)
    return None if milliseconds is None else _EPOCH + milliseconds * _MILLISECOND, identity


def _milliseconds(at: datetime | str | None) -> int | str | None:
    return (at - _EPOCH) // _MILLISECOND if isinstance(at, datetime) else at


def _read(cursor: str, decode: Callable[[bytes], T]) -> T:
    try:
        return decode(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, OverflowError, msgspec.MsgspecError) as error:
        raise not_ours() from error


def not_ours() -> Problem:
    """The answer (422) to a cursor that no page of this list gave."""
    return invalid([Fault("request.query.cursor", "不是有效的游标；not a cursor of this list", "cursor")])
