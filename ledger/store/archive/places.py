"""Knows where an issue stands with what belongs to it: on the ledger, or in the archive; and how both are read.

An issue stands in one of the two with its alerts and notices, and each event in one; so does the `raw` of a receipt,
which itself stays on the ledger. All are the same documents in both. All come back from the archive but events, which
never do: what is written to `events` is news, which the relay publishes.
"""

from collections.abc import Callable, Iterator, Mapping
from heapq import merge
from operator import itemgetter
from typing import Final

from pymongo.collection import Collection

from ledger.mongo.connection import Document, Store

ISSUES, EVENTS, ALERTS, NOTICES, RECEIPTS = "issues", "events", "alerts", "notices", "receipts"
ARCHIVED: Final[Mapping[str, str]] = {name: f"{name}_archived" for name in (ISSUES, EVENTS, ALERTS, NOTICES, RECEIPTS)}

_PAGE: Final = 1_000


def everywhere(
    store: Store, name: str, query: Document, projection: Mapping[str, int] | None = None
) -> Iterator[Document]:
    """The documents of a collection and of its archive together, in the order of their ids.

    What is moved meanwhile may come twice or not at all.
    """
    found = (_paged(store, each, query, projection) for each in (name, ARCHIVED[name]))
    return iter(merge(*found, key=itemgetter("_id")))


def _paged(store: Store, name: str, query: Document, projection: Mapping[str, int] | None) -> Iterator[Document]:
    """Page by page: while the other of the two is read, which may take an hour, no cursor has to stay open."""
    wanted = query
    while True:
        page = list(store[name].find(wanted, projection, sort=[("_id", 1)], limit=_PAGE))
        yield from page
        if len(page) < _PAGE:
            return
        wanted = {"$and": [query, {"_id": {"$gt": page[-1]["_id"]}}]}


def find_issue(
    store: Store, query: Document, projection: Mapping[str, int] | None = None
) -> tuple[Document | None, bool]:
    """The issue that this finds, as sent, and whether it is in the archive; None where it is in neither.

    One that is brought back meanwhile is found all the same.
    """
    return _found(store.as_sent, ISSUES, query, projection)


def find_alert(store: Store, alert_id: str) -> Document | None:
    """The alert with this id, wherever it is."""
    return _found(store.__getitem__, ALERTS, {"_id": alert_id})[0]


def _found(
    collection: Callable[[str], Collection[Document]],
    name: str,
    query: Document,
    projection: Mapping[str, int] | None = None,
) -> tuple[Document | None, bool]:
    for each in (name, ARCHIVED[name], name):
        document = collection(each).find_one(query, projection)
        if document is not None:
            return document, each != name
    return None, False


def events_everywhere(store: Store, query: Document) -> list[Document]:
    """The events that this finds, in the order of their ids; few at a time.

    None is missed, whatever is moved meanwhile: events only ever go to the archive, which is read last.
    """
    found = {event["_id"]: event for name in (EVENTS, ARCHIVED[EVENTS]) for event in store[name].find(query)}
    return [found[name] for name in sorted(found)]


def count_everywhere(store: Store, name: str) -> int:
    """About how many documents a collection and its archive hold."""
    return sum(store[each].estimated_document_count() for each in (name, ARCHIVED[name]))
