"""Knows how alerts are listed: typed filters in, one page out, newest first; one predicate for lists and streams."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from ledger.access.scopes import Scope, region_key
from ledger.mongo.connection import Store
from ledger.mongo.pages import Document, Key, Page, read_page
from ledger.registry.regions import is_within
from ledger.store.archive.places import ALERTS, ARCHIVED, find_issue

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_SEEN_OR_NOT: Final = {"seen": {"$in": [None, False, True]}}
"""Said, so that the index of what one was told, seen and not, gives both in one order."""


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """Which alerts a person gets: those within the scope, and the person's own where that counts in it.

    None leaves a field open.
    """

    scope: Scope
    recipient: str | None = None
    region: str | None = None
    issue: str | None = None
    acknowledged: bool | None = None

    def covers(self, alert: Document) -> bool:
        """Whether an alert is one of these: of one document what `list_alerts` asks of all."""
        return (
            (self.scope.owns(alert["recipient_person_id"]) or self.scope.meets(alert["scopes"]))
            and (self.recipient is None or alert["recipient_person_id"] == self.recipient)
            and (self.region is None or self.region in alert["ancestors"])
            and (self.issue is None or alert["issue_id"] == self.issue)
            and (self.acknowledged is None or (alert["acknowledged_at"] is not None) == self.acknowledged)
        )


def list_alerts(store: Store, wanted: AlertFilter, limit: int, after: Key | None = None) -> Page[Document]:
    """Alerts, newest first; those in the archive where one issue is asked for that is there too.

    Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    archived = wanted.issue is not None and find_issue(store, {"_id": wanted.issue}, {"_id": 1})[1]
    collection = store[ARCHIVED[ALERTS] if archived else ALERTS]
    pages = [read_page(collection, query, "fired_at", limit, after) for query in _runs(wanted)]
    return _merged(pages, limit)


def _runs(wanted: AlertFilter) -> Iterator[Document]:
    """What finds them, in the order of an index each: those within the scope, and one's own, seen or not."""
    query: Document = {}
    if wanted.region is not None:
        query["ancestors"] = wanted.region
    if wanted.acknowledged is not None:
        query["acknowledged_at"] = {"$ne": None} if wanted.acknowledged else None
    scope, keys = wanted.scope, sorted(_keys(wanted.scope, wanted.region))
    within: list[Document] = [{"scopes": {"$in": keys}}] if keys else []
    own: list[Document] = [] if scope.own_id is None else [{"recipient_person_id": scope.own_id, **_SEEN_OR_NOT}]
    if wanted.recipient is not None:
        query["recipient_person_id"] = wanted.recipient
        if own and wanted.recipient == scope.own_id:
            within, own = [], [_SEEN_OR_NOT]
        else:
            own = []
    if wanted.issue is not None:
        both = [*within, *own]
        if both:
            yield {"issue_id": wanted.issue, **query, "$or": both}
        return
    for run in (*within, *own):
        yield {**run, **query}


def _keys(scope: Scope, region: str | None) -> frozenset[str]:
    if region is None:
        return scope.keys
    if scope.covers_region(region):
        return frozenset({region_key(region)})
    return scope.keys - {region_key(code) for code in scope.regions if not is_within(code, region)}


def _merged(pages: Sequence[Page[Document]], limit: int) -> Page[Document]:
    """One page of several in the same order; an alert that is in two of them stands once."""
    if len(pages) == 1:
        return pages[0]
    alike = {document["_id"]: document for page in pages for document in page.items}
    found = sorted(alike.values(), key=lambda document: (_EPOCH - document["fired_at"], document["_id"]))
    if len(found) <= limit and not any(page.next for page in pages):
        return Page(found, None)
    last = found[min(limit, len(found)) - 1]
    return Page(found[:limit], (last["fired_at"], last["_id"]))
