"""Knows webhooks signed as Standard Webhooks 1.0: id, timestamp and HMAC-SHA256 in three headers, JSON in the body."""

import base64
import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec
from standardwebhooks import Webhook

from channels.endpoints.endpoint import ChannelKind, Endpoint
from channels.endpoints.message import Document, Message, are_notices
from channels.senders.lengths import Cap, utf8
from channels.senders.provider import Posted, Request
from channels.senders.texts import NOTICES_TOLD, counted

PREFIX: Final = "whsec_"
_SECRET_BYTES: Final = 32
_SHORTEST, _LONGEST = 24, 64
_TOLD: Final = (
    "issue_id",
    "serial",
    "project_code",
    "obligation",
    "step",
    "occurrence",
    "light",
    "instrument",
    "due_at",
    "fired_at",
    "recipient_person_id",
    "recipient_post",
    "recipient_region",
    "text_zh",
    "text_en",
)
_OF_NOTICE: Final = (
    "issue_id",
    "serial",
    "project_code",
    "notice",
    "event",
    "at",
    "recipient_person_id",
    "recipient_post",
    "recipient_region",
    "text_zh",
    "text_en",
)


def signed(message: Message, secret: str, body: str) -> dict[str, str]:
    """The three headers."""
    at = message.at.astimezone(UTC).replace(microsecond=0)
    return {
        "webhook-id": message.id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(message.id, at, body),
    }


def notices_json(notices: Sequence[Document], at: datetime) -> str:
    """What one message says of notices: all are counted, the first told."""
    first = [{"id": each["_id"], **{name: each.get(name) for name in _OF_NOTICE}} for each in notices[:NOTICES_TOLD]]
    data = {"count": len(notices), "kinds": counted(notices), "notices": first}
    return msgspec.json.encode({"type": "notices.given", "timestamp": at, "data": data}).decode()


class Webhooks(Posted):
    """Another system's own address. Any 2xx is yes."""

    kind = ChannelKind.WEBHOOK
    cap = Cap(20_000, utf8)  # Standard Webhooks asks for less than 20 kB

    def secret_faults(self, secret: str) -> Iterator[str]:
        """It must be one of Standard Webhooks: 24 to 64 bytes in base64."""
        invalid = "密钥无效 / the secret is not valid"
        try:
            size = len(base64.b64decode(secret.removeprefix(PREFIX), validate=True))
        except ValueError:
            yield f"{invalid}: after whsec_ it must be base64"
        else:
            if not secret.startswith(PREFIX) or not _SHORTEST <= size <= _LONGEST:
                yield f"{invalid}: it must be whsec_ and {_SHORTEST} to {_LONGEST} bytes in base64"

    def new_secret(self) -> str:
        return PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()

    def written(self, _: Endpoint, alerts: Sequence[Document], at: datetime, /) -> str:
        """The body: {type, timestamp, data: {alerts: […]}}, always a list; a test has the type `channel.tested`.

        Notices are `notices.given`, {count, kinds, notices: […]}: the first ones told, all of them counted.
        """
        if are_notices(alerts):
            return notices_json(alerts, at)
        told = [{"id": alert["_id"], **{name: alert.get(name) for name in _TOLD}} for alert in alerts]
        kind = "alerts.raised" if alerts else "channel.tested"
        return msgspec.json.encode({"type": kind, "timestamp": at, "data": {"alerts": told}}).decode()

    def request(self, endpoint: Endpoint, message: Message) -> Request:
        body = self.written(endpoint, message.alerts, message.at)
        headers = {"Content-Type": "application/json", **signed(message, endpoint.secret, body)}
        return endpoint.address, headers, body.encode()
