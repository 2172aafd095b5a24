"""Knows the orders of a list, and a page of one: of few issues MongoDB sorts all, whatever the order; of many it goes
from the latest reports on along the index of each region, and meets those wanted on its way.

The other orders have no index, and are only for few.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, cast

import pymongo
from pymongo.collection import Collection
from pymongo.errors import ExecutionTimeout

from ledger.mongo.pages import Document, Key, Page, TextKey, page_of, read_page
from ledger.store.lists.few import Among, TooManyToSort, among_few, by_time, places_of
from ledger.store.lists.finding import Found
from ledger.store.wanted import Sort

_ORDERS: Final[Mapping[Sort, tuple[str, int]]] = {
    Sort.DUE: ("due_at", pymongo.ASCENDING),
    Sort.UPDATED: ("updated_at", pymongo.DESCENDING),
    Sort.REPORTED: ("reported_at", pymongo.DESCENDING),
    Sort.SERIAL: ("serial", pymongo.ASCENDING),
    Sort.REGION: ("region", pymongo.ASCENDING),
}
_EVER: Final = datetime.min.replace(tzinfo=UTC)
_AT_ONCE: Final = 200
"""Regions whose runs MongoDB merges in the index; of more it would sort what they find. Each such part is gone through
for a page of its own."""
_PATIENCE: Final = 2.0
"""Seconds, where what is wanted stands at the far end: the oldest of all, from the latest on."""
_PLACE: Final[Mapping[Sort, Callable[[Document], Any]]] = {
    Sort.DUE: lambda document: (document["due_at"] or _EVER, document["_id"]),
    Sort.REPORTED: lambda document: (-document["reported_at"].timestamp(), document["_id"]),
}
"""Where an issue stands in an order whose pages are merged; those without a due time come first."""


def sorted_page(  # noqa: PLR0917 - what is found, in which order, from where
    collection: Collection[Document],
    found: Found,
    runs: Sequence[Document],
    sort: Sort,
    limit: int,
    after: Key | TextKey | None,
) -> Page[Document]:
    """A page of what is found in any of the runs, in another order than by due time.

    Raises TooManyToSort or pymongo.errors.PyMongoError.
    """
    few = among_few(collection, found, runs)
    if few is not None:
        return page_of_few(collection, query_of(found, runs, few), few, sort, limit, after)
    if sort is not Sort.REPORTED:
        raise TooManyToSort
    return _met_on_the_way(collection, found, runs, limit, cast(Key | None, after))


def page_of_few(  # noqa: PLR0917 - what is found among which, in which order, from where
    collection: Collection[Document],
    query: Document,
    few: Among,
    sort: Sort,
    limit: int,
    after: Key | TextKey | None,
) -> Page[Document]:
    """A page of few issues. Raises pymongo.errors.PyMongoError."""
    field, direction = _ORDERS[sort]
    if after is not None:
        query = {"$and": [query, _beyond(field, direction, after)]}
    documents = collection.find(query, sort=order_of(sort), limit=limit + 1, hint=few.index)
    return page_of(list(documents), limit, lambda document: (document[field], document["_id"]))


def query_of(found: Found, runs: Sequence[Document], few: Among | None = None) -> Document:
    """What is found in any of the runs, with what bounds the few that it is among."""
    in_runs = runs[0] if len(runs) == 1 else {"$or": list(runs)}
    return found.query | ({} if few is None else few.bounds) | in_runs


def merged(pages: Sequence[Page[Document]], sort: Sort, limit: int) -> Page[Document]:
    """One page of several in the same order, in which no issue is twice."""
    if len(pages) == 1:
        return pages[0]
    field, _ = _ORDERS[sort]
    entries = sorted((document for page in pages for document in page.items), key=_PLACE[sort])
    if len(entries) <= limit and not any(page.next for page in pages):
        return Page(entries, None)
    return Page(entries[:limit], (entries[limit - 1][field], entries[limit - 1]["_id"]))


def order_of(sort: Sort) -> list[tuple[str, int]]:
    """The fields of an order and their directions."""
    return [_ORDERS[sort], ("_id", pymongo.ASCENDING)]


def _met_on_the_way(
    collection: Collection[Document], found: Found, runs: Sequence[Document], limit: int, after: Key | None
) -> Page[Document]:
    field, direction = _ORDERS[Sort.REPORTED]
    query, places = query_of(found, runs), places_of(collection, found)
    pages = []
    try:
        with pymongo.timeout(_PATIENCE):
            for first in range(0, len(places), _AT_ONCE):
                there = query | {"region": {"$in": places[first : first + _AT_ONCE]}}
                pages.append(read_page(collection, there, field, limit, after, direction, hint=by_time(field)))
    except ExecutionTimeout as error:
        raise TooManyToSort from error
    return merged(pages, Sort.REPORTED, limit) if pages else Page([], None)


def _beyond(field: str, direction: int, after: Key | TextKey) -> Document:
    """What comes after a key; where some have no time they come before all others."""
    value, last = after
    further: Document = {"$gt" if direction == pymongo.ASCENDING else "$lt": value}
    if value is None:
        further = {"$ne": None}
    return {"$or": [{field: further}, {field: value, "_id": {"$gt": last}}]}
