"""Knows how alerts are listed: typed filters in, one page out, newest first."""

from dataclasses import dataclass

from ledger.mongo.connection import Store
from ledger.mongo.pages import Document, Key, Page, read_page
from ledger.store.archive.places import ALERTS, ARCHIVED, find_issue


@dataclass(frozen=True, slots=True)
class AlertFilter:
    """Which alerts to list; None leaves a field open."""

    recipient: str | None = None
    region: str | None = None
    issue: str | None = None
    acknowledged: bool | None = None

    def covers(self, alert: Document) -> bool:
        """Whether an alert is one of these: of one document what `list_alerts` asks of all."""
        return (
            (self.recipient is None or alert["recipient_person_id"] == self.recipient)
            and (self.region is None or self.region in alert["ancestors"])
            and (self.issue is None or alert["issue_id"] == self.issue)
            and (self.acknowledged is None or (alert["acknowledged_at"] is not None) == self.acknowledged)
        )


def list_alerts(store: Store, wanted: AlertFilter, limit: int, after: Key | None = None) -> Page[Document]:
    """Alerts, newest first; those in the archive where one issue is asked for that is there too.

    Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    query: Document = {}
    if wanted.recipient is not None:
        query["recipient_person_id"] = wanted.recipient
    if wanted.region is not None:
        query["ancestors"] = wanted.region
    if wanted.issue is not None:
        query["issue_id"] = wanted.issue
    if wanted.acknowledged is not None:
        query["acknowledged_at"] = {"$ne": None} if wanted.acknowledged else None
    archived = wanted.issue is not None and find_issue(store, {"_id": wanted.issue}, {"_id": 1})[1]
    return read_page(store[ARCHIVED[ALERTS] if archived else ALERTS], query, "fired_at", limit, after)
