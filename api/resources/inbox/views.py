"""Knows what an inbox, notices and a person's choice of channels look like, for OpenAPI and in answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from pydantic import AwareDatetime

from api.http.views import View
from api.stream.alert_view import AlertView
from api.stream.notice_view import NoticeView
from channels.choices import Choice
from ledger.issue.lights import light_of
from ledger.store.telling.inbox import Waiting
from mobile_schema.vocabulary import Category, Light, Severity, State


class WaitingView(View):
    """An issue that waits, as a line."""

    id: str
    serial: str
    version: int
    state: State
    light: Light
    due_at: AwareDatetime | None
    category: Category
    severity: Severity
    region: str
    project_code: str | None
    unit_id: str | None
    person_id: str | None
    description: str
    updated_at: AwareDatetime


class TrayView(View):
    """One thing to do: how many issues wait so (`more`: at least so many), and the first that fall due."""

    what: Waiting
    count: int
    more: bool
    items: list[WaitingView]


class UnseenAlerts(View):
    """Alerts to me that I have not looked at: the latest, and how many there are (`more`: at least so many)."""

    count: int
    more: bool
    items: list[AlertView]


class UnseenNotices(View):
    """The same of notices."""

    count: int
    more: bool
    items: list[NoticeView]


class InboxView(View):
    """What waits for me (`waiting`, by what is to be done), and what I was told and have not looked at.

    To have seen is not to have acknowledged, and an acknowledged alert is not done: the issue waits on.
    """

    as_of: AwareDatetime
    waiting: list[TrayView]
    alerts: UnseenAlerts
    notices: UnseenNotices


class WaitingPage(View):
    items: list[WaitingView]
    next_cursor: str | None


class NoticePage(View):
    items: list[NoticeView]
    next_cursor: str | None


class SeenView(View):
    """How many were marked that were not seen before."""

    alerts: int
    notices: int


class ChoiceView(Choice):
    """What I chose, and when; never, where I chose nothing yet."""

    changed_at: AwareDatetime | None


_PLAIN: Final = tuple(name for name in WaitingView.model_fields if name not in ("id", "light"))


def waiting_view(issue: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """An issue as stored, as a line."""
    light = light_of(State(issue["state"]), issue.get("due_at"), now)
    return {"id": issue["_id"], "light": light, **{name: issue.get(name) for name in _PLAIN}}
