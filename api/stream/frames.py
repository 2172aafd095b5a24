"""Knows what is written to a reader of the stream: each frame as server-sent events have it (WHATWG HTML §9.2)."""

from dataclasses import dataclass
from typing import Any, Final

from fastapi.sse import format_sse_event

from api.http.answers import to_json
from api.stream.alert_view import alert_view
from api.stream.marks import write_mark
from api.stream.notice_view import notice_view
from ledger.store.alert_feed import GIVEN, AlertChange

_RETRY_MS: Final = 2_000

_DECISIVE: Final = ("recipient_person_id", "scopes", "ancestors", "issue_id", "acknowledged_at")
_OF_NOTICE: Final = {"scopes": (), "ancestors": (), "acknowledged_at": None}
"""A notice is its recipient's alone."""

RETRY: Final = f"retry: {_RETRY_MS}\n".encode()
AWAY: Final = format_sse_event(comment="台账暂时不可用，恢复后继续 / the ledger does not answer; nothing is lost")
END: Final = format_sse_event(comment="请重连 / reconnect")
OVERFLOW: Final = format_sse_event(
    event="overflow", data_str='{"detail":"接收太慢，请用 Last-Event-ID 重连 / too slow: reconnect with Last-Event-ID"}'
)


@dataclass(frozen=True, slots=True)
class Event:
    """A change of an alert, or a notice, written once for all readers; `alert` has what decides who gets it."""

    mark: str
    alert: dict[str, Any]
    frame: bytes


def event_of(change: AlertChange) -> Event:
    """The change as it is sent. Raises KeyError when its document is neither alert nor notice."""
    told = change.alert
    given = change.kind == GIVEN
    decides = {**told, **_OF_NOTICE} if given else told
    decisive = {name: decides[name] for name in _DECISIVE}
    data = to_json(notice_view(told) if given else alert_view(told)).decode()
    frame = format_sse_event(event=change.kind, data_str=data, id=write_mark(change.mark))
    return Event(change.mark, decisive, frame)


def heartbeat(mark: str) -> bytes:
    """A comment that moves the client's last id on and dispatches nothing: its mark never grows old."""
    return format_sse_event(comment="heartbeat", id=write_mark(mark))


def reset(mark: str) -> bytes:
    """What lies between the client's last id and this mark is not known here any more."""
    detail = '{"detail":"请重新读取 GET /v1/alerts / what was missed is unknown: read GET /v1/alerts again"}'
    return format_sse_event(event="reset", data_str=detail, id=write_mark(mark))
