"""Knows the orders of a list that no index has: MongoDB looks at all that is wanted and keeps the first of them.

It takes as long as there are issues to look at, some microseconds each; an index for each order would be written at
every change of every issue, under each key by which people may know of it.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pymongo
from pymongo.collection import Collection

from ledger.mongo.pages import Document, Key, Page, TextKey, page_of
from ledger.store.lists.finding import Found
from ledger.store.wanted import Sort

_ORDERS: Final[Mapping[Sort, tuple[str, int]]] = {
    Sort.DUE: ("due_at", pymongo.ASCENDING),
    Sort.UPDATED: ("updated_at", pymongo.DESCENDING),
    Sort.REPORTED: ("reported_at", pymongo.DESCENDING),
    Sort.SERIAL: ("serial", pymongo.ASCENDING),
    Sort.REGION: ("region", pymongo.ASCENDING),
}


def sorted_page(  # noqa: PLR0917 - what is found, in which order, from where
    collection: Collection[Document],
    found: Found,
    runs: Sequence[Document],
    sort: Sort,
    limit: int,
    after: Key | TextKey | None,
) -> Page[Document]:
    """A page of what is found in any of the runs. Raises pymongo.errors.PyMongoError."""
    field, direction = _ORDERS[sort]
    query = all_of(found.query, {"$or": list(runs)} if runs else {"_id": None})
    if after is not None:
        query = all_of(query, _beyond(field, direction, after))
    documents = collection.find(
        query, sort=[(field, direction), ("_id", 1)], limit=limit + 1, hint=found.hint, allow_disk_use=True
    )
    return page_of(list(documents), limit, lambda document: (document[field], document["_id"]))


def order_of(sort: Sort) -> list[tuple[str, int]]:
    """The fields of an order and their directions."""
    return [_ORDERS[sort], ("_id", pymongo.ASCENDING)]


def all_of(*queries: Document) -> Document:
    """What meets all of these."""
    return {"$and": list(queries)}


def _beyond(field: str, direction: int, after: Key | TextKey) -> Document:
    value, last = after
    further: dict[str, Any] = {"$gt" if direction == pymongo.ASCENDING else "$lt": value}
    return {"$or": [{field: further}, {field: value, "_id": {"$gt": last}}]}
