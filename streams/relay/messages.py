"""Knows what the ledger's documents look like on Kafka: events, alerts and dead letters as messages.

Events and alerts are CloudEvents 1.0 in binary mode. `ce_id` is the event's or the alert's own id, so that a message
that is published twice is known by it; `ce_type` of an event is its published type, and its JSON an `EventEnvelope`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from ledger.escalation.news import news_of
from mobile_schema.cloudevents import CloudEvent, Headers, encode, rfc3339
from mobile_schema.topics import ALERTS, DEAD_LETTERS, EVENTS

SOURCE: Final = "/xiaohao/ledger"
ALERT_RAISED: Final = "alert.raised.v1"
_PUBLISHED: Final = ("issue_id", "version", "type", "at", "actor", "data")
_APART: Final = frozenset({"alerts", "notices"})
"""What of an escalation is no fact about each of its alerts."""
_DETAIL_CHARACTERS: Final = 2_000

Document = dict[str, Any]


def _plain(value: object) -> int:
    """BSON's 64-bit numbers come back as a class of their own."""
    if isinstance(value, int):
        return int(value)
    raise TypeError(f"no JSON for {type(value)}")


_json = msgspec.json.Encoder(enc_hook=_plain)


@dataclass(frozen=True, slots=True)
class Message:
    """One message to publish."""

    topic: str
    key: bytes | None
    value: bytes
    headers: Headers


def messages_of_event(event: Document) -> Iterator[Message]:
    """A stored event, and one message for each alert that it raised; all keyed by the issue, which keeps its order."""
    key = event["issue_id"].encode()
    envelope = {name: event[name] for name in _PUBLISHED}
    yield Message(EVENTS.name, key, _json.encode(envelope), _headers(event["_id"], event["type"], event["at"]))
    news = news_of(event["type"], event["data"])
    about = {} if news is None else {**news.about, "due_at": event["at"]}
    fired = about | {name: value for name, value in event["data"].items() if name not in _APART}
    for alert in event["data"].get("alerts", ()):
        raised = {"issue_id": event["issue_id"], "event_id": event["_id"], "fired_at": event["at"], **fired, **alert}
        yield Message(ALERTS.name, key, _json.encode(raised), _headers(alert["alert_id"], ALERT_RAISED, event["at"]))


def message_of_dead_letter(letter: Document) -> Message:
    """A dead letter in its original key, bytes and headers, with `dead_letter_*` headers that say why."""
    reason = {
        "dead_letter_id": letter["_id"],
        "dead_letter_topic": letter["topic"],
        "dead_letter_reason": letter["reason"],
        "dead_letter_detail": letter["detail"][:_DETAIL_CHARACTERS],
        "dead_letter_at": rfc3339(letter["at"]),
    }
    added = [(name, text.encode(errors="replace")) for name, text in reason.items()]
    return Message(DEAD_LETTERS.name, letter["key"], letter["raw"], original_headers(letter) + added)


def original_headers(letter: Document) -> Headers:
    """The headers that a dead letter came with."""
    return [(name, value) for name, value in letter["headers"]]


def _headers(identity: str, kind: str, at: datetime) -> Headers:
    return encode(CloudEvent(identity, SOURCE, kind, rfc3339(at)))
