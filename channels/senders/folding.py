"""Knows which waiting alerts go out together: each by itself while there is room, else as many in a message as fit."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar

from channels.endpoints.endpoint import ChannelKind, Endpoint
from channels.endpoints.message import Document
from channels.senders.lengths import CAPS
from channels.senders.texts import body, language_of
from channels.senders.webhooks import payload

T = TypeVar("T")
MOST_FOLDED: Final = 50


def next_group(waiting: Sequence[T], room: int, fits: Callable[[Sequence[T]], bool]) -> Sequence[T]:
    """Those of `waiting` (oldest first, at least one) that make the next message; always a beginning of them.

    When all that wait may still go one by one, the first alone. Else as many as `fits` allows, each of them told in
    the message: an alert that is only counted has not been delivered.
    """
    if len(waiting) <= room:
        return waiting[:1]
    low, high = 1, min(len(waiting), MOST_FOLDED)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(waiting[:middle]):
            low = middle
        else:
            high = middle - 1
    return waiting[:low]


def fits(endpoint: Endpoint, alerts: Sequence[Document], now: datetime) -> bool:
    """Whether one message of this endpoint's service holds all of these alerts."""
    if endpoint.kind is ChannelKind.WEBHOOK:
        return CAPS[endpoint.kind].holds(payload(alerts, now))
    return CAPS[endpoint.kind].holds(body(alerts, language_of(endpoint.language)))
