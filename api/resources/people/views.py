"""Knows what the answers of signing in look like, for OpenAPI; no secret but the one just made stands in any."""

from datetime import datetime
from typing import Any

from api.http.views import View
from people.journal import What


class SignedIn(View):
    """Who has signed in, and until when at the longest; the session itself is in a cookie."""

    person_id: str
    session_id: str
    methods: list[str]
    ends_at: datetime


class SteppedUp(View):
    """Until when what cannot be undone is not asked about again."""

    proven_until: datetime


class NonceView(View):
    """Something new to sign. The phone's clock does not matter: only how long it takes to come back."""

    nonce: str
    expires_in: int


class AccessView(View):
    """Access for an hour, to send as a bearer token; `expires_in` is in seconds, whatever the phone's clock says."""

    device_id: str
    access_token: str
    expires_in: int
    counter: int


class SessionView(View):
    id: str
    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    methods: list[str]
    agent: str
    address: str
    current: bool


class SessionList(View):
    items: list[SessionView]


class DeviceView(View):
    """A device; `copied` where it ended since somebody else used a copy of its key."""

    id: str
    name: str
    registered_at: datetime
    seen_at: datetime
    ended_at: datetime | None
    copied: bool
    current: bool


class DeviceList(View):
    items: list[DeviceView]


class MineView(View):
    """What one signs in by."""

    password_set_at: datetime | None
    second_factor: bool
    sign_on: bool


class EnrolledView(View):
    """A second factor that waits for its first code: its secret, and the address that an app reads as a QR code."""

    secret: str
    uri: str


class EntryView(View):
    """One line of the journal of signing in."""

    id: str
    at: datetime
    what: What
    person_id: str | None
    by: str | None
    credential: str | None
    address: str
    facts: dict[str, Any]


class JournalPage(View):
    items: list[EntryView]
    next_cursor: str | None


class TokenView(View):
    """A program's token; the secret was told when it was made and is nowhere."""

    id: str
    person_id: str
    name: str | None
    actions: list[str] | None
    created_at: datetime
    ends_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None
    issued_by: str | None


class TokenList(View):
    items: list[TokenView]


class NewToken(TokenView):
    """The token that was just made, with its secret: this is the only time it can be read."""

    token: str


class NewCode(View):
    """A one-time code to set a new password by: this is the only time it can be read."""

    person_id: str
    code: str
    expires_in: int


class CredentialsView(View):
    """All that somebody is signed in by now."""

    sessions: list[SessionView]
    devices: list[DeviceView]
    tokens: list[TokenView]


class Ended(View):
    """How many were ended."""

    sessions: int
    devices: int
    tokens: int
