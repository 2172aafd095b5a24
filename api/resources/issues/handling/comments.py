"""Knows `GET /v1/issues/{id}/comments`: what was said on an issue, the latest first."""

from typing import Any, Final

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import AwareDatetime, Field

from api.http import cursor as cursors
from api.http import documented
from api.http.answers import JsonAnswer
from api.http.params import Cursor, Id, Limit
from api.http.views import View
from api.routes import declared, reads_of, router
from ledger.groundwork.seen_text import marked
from ledger.mongo.pages import page_from
from ledger.registry.catalogue import Catalogue
from ledger.registry.keeping.names import UnitNames
from mobile_schema.events.facts import EventActor
from mobile_schema.events.handling_events import CommentAdded, InstructionGiven, ReplyGiven

routes = router("issues 问题")

SAID: Final = {event.TYPE: event for event in (CommentAdded, InstructionGiven, ReplyGiven)}
_OWN: Final = ("due_at", "alert_id", "unit_id")


class Named(View):
    """A person whom a text names; `name` is null where the registry does not know them any more."""

    person_id: str
    name: str | None


class UnitCalled(View):
    """What a unit was called then."""

    name_zh: str
    name_en: str


class CommentView(View):
    """One thing that was said. `note` is as it was written: text, whatever it looks like; `note_shown` is the same with
    what nobody sees in it (bidi, zero width, controls) written out, `‹U+202E›`. `version` is its event's.

    An instruction has its number in `instruction`, and its `due_at` and `alert_id` if it was given with them; a reply
    the `unit_id` that gave it, and in `instruction` the one that it answers. `unit` is that one, or the speaker's.
    """

    version: int
    type: str = Field(examples=list(SAID))
    title_zh: str
    title_en: str
    at: AwareDatetime
    by: EventActor
    by_name: str | None
    note: str
    note_shown: str
    mentions: list[Named]
    attachments: list[str]
    due_at: AwareDatetime | None
    alert_id: str | None
    instruction: int | None
    unit_id: str | None
    unit: UnitCalled | None


class CommentPage(View):
    items: list[CommentView]
    next_cursor: str | None


@routes.get(
    "/issues/{issue_id}/comments",
    summary="评论、批示、回复 / what was said on an issue, the latest first",
    responses=documented.answers(CommentPage, refusals=(401, 404, 422, 503)),
    openapi_extra=declared("issue.history"),
)
async def get_comments(request: Request, issue_id: Id, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """Of the history what people said to each other; its files are read under the issue."""
    before, reads = cursors.read_name(cursor), reads_of(request)
    events, names = await run_in_threadpool(reads.history, issue_id)
    catalogue = reads.rules.catalogue
    found = (event for event in reversed(events) if event["type"] in SAID and (not before or _key(event) < before))
    return JsonAnswer(cursors.answer(page_from(found, limit, _key), lambda event: _view(event, catalogue, names)))


def _key(event: dict[str, Any]) -> str:
    return f"{event['version']:09d}"


def _view(event: dict[str, Any], catalogue: Catalogue, names: UnitNames) -> dict[str, Any]:
    data, (zh, en) = event["data"], SAID[event["type"]].TITLE
    unit = data.get("unit_id") or event["actor"]["unit_id"]
    return {
        "version": event["version"],
        "type": event["type"],
        "title_zh": zh,
        "title_en": en,
        "at": event["at"],
        "by": event["actor"],
        "by_name": _name(event["actor"]["person_id"], catalogue),
        "note": data["note"],
        "note_shown": marked(data["note"]),
        "mentions": [{"person_id": each, "name": _name(each, catalogue)} for each in data["mentions"]],
        "attachments": data["attachments"],
        "instruction": data.get("number", data.get("instruction")),
        **{name: data.get(name) for name in _OWN},
        "unit": unit and names.at(unit, event["at"]),
    }


def _name(person_id: str, catalogue: Catalogue) -> str | None:
    person = catalogue.persons.get(person_id)
    return None if person is None else person.name
