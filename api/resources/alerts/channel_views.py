"""Knows what the answers about channels look like, for OpenAPI: endpoints without secrets, deliveries with attempts."""

from typing import Literal

from pydantic import AwareDatetime

from api.http.views import View
from channels.endpoints.endpoint import ChannelKind


class TrialView(View):
    """A test message that `by` asked for; `says` is what came back, null `done_at` while nothing did."""

    id: str
    by: str
    by_name: str | None
    at: AwareDatetime
    state: Literal["waiting", "sending", "accepted", "limited", "failed"]
    says: str
    done_at: AwareDatetime | None


class ChannelView(View):
    """One endpoint; `address` is shortened, `signed` says whether it has a secret, `queued` what waits for it, `trial`
    what came of the last test message."""

    id: str
    kind: ChannelKind
    name: str
    address: str
    signed: bool
    persons: list[str]
    regions: list[str]
    posts: list[str]
    rank: int
    copies: bool
    per_minute: int
    language: str
    state: Literal["ok", "failing", "disabled"]
    failing_since: AwareDatetime | None
    last_error: str | None
    blocked_until: AwareDatetime | None
    queued: int
    trial: TrialView | None


class ChannelList(View):
    items: list[ChannelView]


class AttemptView(View):
    """What came of one attempt; "unknown" when the deliverer ended before it could say."""

    at: AwareDatetime
    outcome: Literal["accepted", "limited", "failed", "unknown"]
    says: str


class DeliveryView(View):
    """One alert or notice to one endpoint; of a notice its kind is given, and `alert_id` is its id.

    `reason` says why it is deferred, waits again or failed; `message_id` is what the receiver saw, shared by alerts
    that went in one message; `passed_to` is the endpoint that got it instead.
    """

    id: str
    alert_id: str
    notice: str | None
    endpoint_id: str
    kind: ChannelKind
    issue_id: str
    serial: str
    recipient_person_id: str | None
    state: Literal["waiting", "deferred", "sending", "delivered", "failed"]
    reason: str | None
    attempts: int
    results: list[AttemptView]
    message_id: str | None
    created_at: AwareDatetime
    next_try_at: AwareDatetime | None
    delivered_at: AwareDatetime | None
    passed_to: str | None


class DeliveryPage(View):
    items: list[DeliveryView]
    next_cursor: str | None
