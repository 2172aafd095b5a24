"""Knows how notices (通知) stand in MongoDB and are listed: to one person each, seen or not; never an escalation.

A notice is its recipient's own, whoever else may read the issue; of one issue they are found by their ids, which begin
with its own. To have seen one changes nothing on the issue, so it is no event.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ledger.escalation.notice_texts import notice_texts
from ledger.issue.issue import Issue
from ledger.mongo.connection import Document, Store
from ledger.mongo.pages import Key, Page, read_page
from ledger.policy.rules import Rules
from ledger.store.archive.places import NOTICES
from ledger.store.records import event_id, events_of, plain
from mobile_schema.events.envelope import EventEnvelope

_OF_PERSON: Final = "recipient_person_id"


def notice_id(issue_id: str, version: int, person_id: str) -> str:
    """The one id that a notice of an event to a person can have."""
    return f"{event_id(issue_id, version)}/{person_id}"


def notices_to_documents(issue: Issue, envelope: EventEnvelope, rules: Rules) -> Iterator[Document]:
    """The notices of an event, one to each person: {_id, issue_id, serial, project_code, region, notice,
    event, at, recipient_*, vacant_posts, text_zh, text_en, seen, seen_at, dispatched}.
    """
    event = envelope.data
    for given in event.notices:
        if given.person_id is None:
            continue
        zone = rules.regime_of(issue).policy.zone
        text_zh, text_en = notice_texts(issue, event, given.notice, zone)
        yield {
            "_id": notice_id(issue.id, envelope.version, given.person_id),
            "issue_id": issue.id,
            "serial": issue.serial,
            "project_code": issue.project_code,
            "region": issue.region,
            "notice": given.notice,
            "event": envelope.type,
            "at": envelope.at,
            _OF_PERSON: given.person_id,
            "recipient_post": given.post,
            "recipient_level": plain(given.level),
            "recipient_region": given.region,
            "vacant_posts": list(given.vacant_posts),
            "text_zh": text_zh,
            "text_en": text_en,
            "seen": False,
            "seen_at": None,
            "dispatched": False,
        }


@dataclass(frozen=True, slots=True)
class NoticeFilter:
    """Which notices of a person to list; None leaves a field open."""

    recipient: str
    notice: str | None = None
    seen: bool | None = None


def list_notices(store: Store, wanted: NoticeFilter, limit: int, after: Key | None = None) -> Page[Document]:
    """Notices to a person, newest first. Raises pymongo.errors.PyMongoError when MongoDB is away."""
    query: Document = {_OF_PERSON: wanted.recipient, "seen": {"$in": [False, True]}}
    if wanted.seen is not None:
        query["seen"] = wanted.seen
    if wanted.notice is not None:
        query["notice"] = wanted.notice
    return read_page(store[NOTICES], query, "at", limit, after)


def notices_about(issues: Iterable[Document]) -> Document:
    """The query for all notices of these issues, of which there is one at least."""
    return {"$or": [events_of(issue["_id"]) for issue in issues]}
