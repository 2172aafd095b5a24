"""Knows how those who would be told of each row are told once of all: by one notice each, however many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pymongo import UpdateOne
from pymongo.client_session import ClientSession

from ledger.imports.records import ImportRecord
from ledger.issue.changes import Change
from ledger.mongo.connection import Document, Store
from ledger.store.archive.places import NOTICES
from ledger.store.records import plain
from ledger.store.telling.notices import notice_id
from mobile_schema.events.facts import NoticeGiven
from mobile_schema.labels import label
from mobile_schema.vocabulary import NoticeKind


@dataclass(slots=True)
class Summary:
    """By kind and person: of how many issues, and the first of them, whose notice it is."""

    lines: dict[tuple[str, str], Document] = field(default_factory=dict)

    @classmethod
    def of(cls, documents: Iterable[Document]) -> "Summary":
        """As it is kept on the import."""
        return cls({(each["notice"], each["recipient_person_id"]): dict(each) for each in documents})

    def documents(self) -> list[Document]:
        """As it is kept on the import."""
        return list(self.lines.values())

    def add(self, change: Change, told: Sequence[NoticeGiven]) -> None:
        """One more issue of which these would be told."""
        for given in told:
            if given.person_id is None:
                continue
            line = self.lines.setdefault((given.notice, given.person_id), _line(change, given))
            line["count"] += 1

    def with_(self, later: "Summary") -> "Summary":
        """This one and what came later."""
        lines = {key: dict(line) for key, line in self.lines.items()}
        for key, line in later.lines.items():
            if key in lines:
                lines[key]["count"] += line["count"]
            else:
                lines[key] = dict(line)
        return Summary(lines)


def _line(change: Change, given: NoticeGiven) -> dict[str, Any]:
    return {
        "_id": notice_id(change.issue.id, change.issue.version, str(given.person_id)),
        "issue_id": change.issue.id,
        "serial": change.issue.serial,
        "project_code": change.issue.project_code,
        "region": change.issue.region,
        "notice": given.notice,
        "event": change.envelopes[-1].type,
        "recipient_person_id": given.person_id,
        "recipient_post": given.post,
        "recipient_level": plain(given.level),
        "recipient_region": given.region,
        "vacant_posts": list(given.vacant_posts),
        "count": 0,
    }


def tell(store: Store, record: ImportRecord, summary: Summary, at: datetime, session: ClientSession) -> None:
    """Write the notices; the same again is the same notices."""
    writes = [
        UpdateOne({"_id": line["_id"]}, {"$setOnInsert": _notice(line, record, at)}, upsert=True)
        for line in summary.documents()
    ]
    if writes:
        store[NOTICES].bulk_write(writes, session=session)


def _notice(line: Document, record: ImportRecord, at: datetime) -> Document:
    kind, count, first = NoticeKind(line["notice"]), line["count"], line["serial"]
    told = {name: value for name, value in line.items() if name not in {"_id", "count"}}
    zh = f"【{label(kind)}】导入台账“{record.filename}”:{count} 个问题,首个编号 {first}。"
    en = f"[{label(kind, 'en')}] {count} issues came in from the ledger {record.filename}, the first of them {first}."
    return told | {"at": at, "text_zh": zh, "text_en": en, "seen": False, "seen_at": None, "dispatched": False}
