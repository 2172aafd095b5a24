"""Knows how the histories of many issues are read for a simulation: in id order, some issues at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, islice

from ledger.access.scopes import region_key
from ledger.mongo.connection import Document, Store
from ledger.mongo.slots import ALL_SLOTS, SLOTS, of_slots
from ledger.store.archive.places import ARCHIVED, ISSUES, events_everywhere, everywhere
from ledger.store.records import event_from_document, event_id
from mobile_schema.vocabulary import Category
from oversight.simulate.comparing import History

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Selection:
    """Which issues: on the ledger at some moment from `since` to `until`, in a region and below, of a category.

    `share` is (which, of how many) parts of them.
    """

    until: datetime
    since: datetime | None = None
    region: str | None = None
    category: Category | None = None
    share: tuple[int, int] = (0, 1)

    def shares(self, count: int) -> list["Selection"]:
        """The same issues in so many parts, about as large: by their slots, so that there are 16 parts at most."""
        parts = min(count, SLOTS)
        return [replace(self, share=(index, parts)) for index in range(parts)]

    def query(self) -> Document:
        """What MongoDB is asked."""
        query: Document = {"reported_at": {"$lte": self.until}}
        if self.since is not None:
            query["$or"] = [{"closed_at": {"$exists": False}}, {"closed_at": {"$gte": self.since}}]
        if self.region is not None:
            query["scopes"] = region_key(self.region)
        if self.category is not None:
            query["category"] = self.category
        index, count = self.share
        return query | of_slots(ALL_SLOTS[index::count], "_id")


def count_selected(store: Store, selection: Selection, most: int) -> int:
    """How many issues are selected; on the ledger and in the archive each counted no further than one past `most`."""
    query = selection.query()
    return sum(store[name].count_documents(query, limit=most + 1) for name in (ISSUES, ARCHIVED[ISSUES]))


def histories(store: Store, selection: Selection) -> Iterator[History]:
    """The events of each selected issue, as far as they were there when it was found. Reads only.

    Raises pymongo.errors.PyMongoError.
    """
    issues = everywhere(store, ISSUES, selection.query(), {"version": 1})
    while found := list(islice(issues, _AT_ONCE)):
        yield from _read(store, found)


def _read(store: Store, issues: Iterable[Document]) -> Iterator[History]:
    """By the ids that their events have, so that the primary key alone answers."""
    ids = [event_id(issue["_id"], version) for issue in issues for version in range(1, issue["version"] + 1)]
    events = events_everywhere(store, {"_id": {"$in": ids}})
    for _, group in groupby(events, key=lambda event: event["issue_id"]):
        yield tuple(event_from_document(event) for event in group)
