"""Knows a message: the alerts or notices that go out together under one id, and what each kind of sender is."""

import hashlib
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from channels.endpoints.endpoint import Endpoint
from channels.endpoints.outcomes import Outcome

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """`id` stays the same however often it is sent. `alerts` may all be notices; without any it is a test."""

    id: str
    alerts: Sequence[Document]
    at: datetime


def are_notices(told: Sequence[Document]) -> bool:
    """Whether what a message tells are notices."""
    return any("notice" in each for each in told)


Sender = Callable[[Endpoint, Message], Awaitable[Outcome]]


def delivery_id(alert_id: str, endpoint_id: str) -> str:
    """The one id that this alert's delivery to this endpoint can have; without a dot, as Standard Webhooks wants."""
    return f"dlv_{_digest((alert_id, endpoint_id))}"


def message_id(delivery_ids: Sequence[str]) -> str:
    """A delivery that goes alone lends its own; several together have one made of theirs."""
    return delivery_ids[0] if len(delivery_ids) == 1 else f"fld_{_digest(delivery_ids)}"


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
