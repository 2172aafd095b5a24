"""Knows what an alert looks like, in a list and in the stream."""

from typing import Any

from pydantic import AwareDatetime

from api.http.views import View
from mobile_schema.events.facts import Code
from mobile_schema.vocabulary import Instrument, Level


class AlertView(View):
    """One alert (督办提醒) to one recipient, whether it was acknowledged, with which note.

    `vacant_posts` are those it passed by. A policy names its obligations, steps and lights itself; `light_zh` and
    `light_en` are the light's word. `deferred` says what the step had to wait for, `channels` which ways its policy
    sends it, in order. One of no clock has the round 0: of a recheck (`recheck`), or of a report that was corrected or
    withdrawn (`report`). `seen_at` is when its recipient looked at it, which acknowledges nothing.
    """

    id: str
    issue_id: str
    serial: str
    project_code: str | None
    obligation: Code
    round: int
    policy: str
    policy_version: int
    step: Code
    occurrence: int
    light: Code
    light_zh: str
    light_en: str
    instrument: Instrument
    due_at: AwareDatetime
    late_ms: int
    recipient_person_id: str | None
    recipient_post: str
    recipient_level: Level | None
    recipient_region: str
    text_zh: str
    text_en: str
    vacant_posts: list[str]
    channels: list[str]
    deferred: str | None
    fired_at: AwareDatetime
    acknowledged_at: AwareDatetime | None
    acknowledged_by: str | None
    acknowledged_note: str | None
    seen_at: AwareDatetime | None


def alert_view(document: dict[str, Any]) -> dict[str, Any]:
    """An alert as it is answered. Raises KeyError when the document is none."""
    older = {"seen_at": None, **document, "id": document["_id"]}
    return {name: older[name] for name in AlertView.model_fields}


class AlertPage(View):
    items: list[AlertView]
    next_cursor: str | None
