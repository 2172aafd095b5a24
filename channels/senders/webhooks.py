"""Knows webhooks signed as Standard Webhooks 1.0: id, timestamp and HMAC-SHA256 in three headers, JSON in the body."""

import base64
import binascii
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

import msgspec
from standardwebhooks import Webhook

from channels.endpoints.endpoint import Endpoint
from channels.endpoints.message import Document, Message
from channels.endpoints.outcomes import Accepted, Failed, Limited, Outcome
from channels.senders.guard import AddressRefused
from channels.senders.posting import Answer, NoAnswer, Poster

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
_LATER: Final = frozenset({408, 425})


def new_secret() -> str:
    """A secret as the receiver is told it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def secret_fault(secret: str) -> str | None:
    """What is wrong with a secret; None when it is one of Standard Webhooks (24 to 64 bytes in base64)."""
    try:
        size = len(base64.b64decode(secret.removeprefix(PREFIX), validate=True))
    except (binascii.Error, ValueError):
        return "after whsec_ it must be base64"
    if not secret.startswith(PREFIX) or not _SHORTEST <= size <= _LONGEST:
        return f"it must be whsec_ and {_SHORTEST} to {_LONGEST} bytes in base64"
    return None


def payload(alerts: Sequence[Document], at: datetime) -> str:
    """The body: {type, timestamp, data: {alerts: […]}}, always a list; a test has the type `channel.tested`."""
    told = [{"id": alert["_id"], **{name: alert.get(name) for name in _TOLD}} for alert in alerts]
    content: dict[str, Any] = {
        "type": "alerts.raised" if alerts else "channel.tested",
        "timestamp": at,
        "data": {"alerts": told},
    }
    return msgspec.json.encode(content).decode()


def signed(message: Message, secret: str, body: str) -> dict[str, str]:
    """The three headers."""
    at = message.at.astimezone(UTC).replace(microsecond=0)
    return {
        "webhook-id": message.id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(message.id, at, body),
    }


async def send_webhook(poster: Poster, endpoint: Endpoint, message: Message) -> Outcome:
    """Any 2xx is taken for yes. 429 is a limit; 4xx and a redirect are for good; the rest may be tried again."""
    body = payload(message.alerts, message.at)
    headers = {"Content-Type": "application/json", **signed(message, endpoint.secret, body)}
    try:
        answer = await poster.post(endpoint.address, headers, body.encode())
    except AddressRefused as error:
        return Failed(f"refused: {error}", permanent=True)
    except NoAnswer as error:
        return Failed(str(error))
    return status_outcome(answer, message.at)


def status_outcome(answer: Answer, now: datetime) -> Outcome:
    """What an HTTP status says, for any service."""
    status = answer.status
    if 200 <= status < 300:
        return Accepted(f"HTTP {status}")
    if status == 429 or (status == 503 and "retry-after" in answer.headers):
        return Limited(f"HTTP {status}", _retry_after(answer.headers.get("retry-after", ""), now))
    if 300 <= status < 400:
        return Failed(f"HTTP {status}: redirects are not followed", permanent=True)
    return Failed(f"HTTP {status}", permanent=400 <= status < 500 and status not in _LATER)


def _retry_after(text: str, now: datetime) -> timedelta | None:
    """RFC 9110: seconds, or a date."""
    try:
        return timedelta(seconds=int(text)) if text.isdecimal() else parsedate_to_datetime(text) - now
    except (ValueError, TypeError, OverflowError):
        return None
