"""Knows what a notice looks like, in a list and in the stream."""

from collections.abc import Mapping
from typing import Any

from pydantic import AwareDatetime

from api.http.views import View
from mobile_schema.vocabulary import Level, NoticeKind


class NoticeView(View):
    """One thing that one was told (通知) of an issue; it asks for nothing.

    `event` is the type of what happened, `vacant_posts` are the empty posts that it was passed up from. `seen_at` is
    when its recipient looked at it.
    """

    id: str
    issue_id: str
    serial: str
    project_code: str | None
    region: str
    notice: NoticeKind
    event: str
    at: AwareDatetime
    recipient_person_id: str
    recipient_post: str
    recipient_level: Level | None
    recipient_region: str
    vacant_posts: list[str]
    text_zh: str
    text_en: str
    seen_at: AwareDatetime | None


def notice_view(document: Mapping[str, Any]) -> dict[str, Any]:
    """A notice as it is answered. Raises KeyError when the document is none."""
    return {name: document["_id"] if name == "id" else document[name] for name in NoticeView.model_fields}
