"""Knows a page: some entries of a list in order, and the key after which the next one begins.

Nothing is skipped when others write meanwhile: a page ends at a key, not after a count.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final, Generic, TypeVar

import pymongo
from pymongo.collection import Collection

Document = dict[str, Any]
Key = tuple[datetime | None, str]
TextKey = tuple[str, str]
"""Of a list that is sorted by a text."""
Entry = TypeVar("Entry")

_FIRST: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page(Generic[Entry]):
    """Some entries in order, and the key or name after which the next page begins; None on the last."""

    items: Sequence[Entry]
    next: Key | TextKey | str | None


def page_of(found: Sequence[Entry], limit: int, key: Callable[[Entry], Key | TextKey | str]) -> Page[Entry]:
    """The first `limit` of what was found; that was one more where the list goes on."""
    return Page(found[:limit], key(found[limit - 1]) if len(found) > limit else None)


def page_from(found: Iterable[Entry], limit: int, key: Callable[[Entry], Key | TextKey | str]) -> Page[Entry]:
    """The first `limit` of what comes; no more of it is taken than shows whether the list goes on."""
    return page_of(list(islice(found, limit + 1)), limit, key)


def read_page(  # noqa: PLR0917 - what is read of which list, in which order, from where
    collection: Collection[Document],
    query: Document,
    time: str,
    limit: int,
    after: Key | None,
    direction: int = pymongo.DESCENDING,
    **how: Any,
) -> Page[Document]:
    """Documents in the order of a time, in this direction, and of their ids where it is the same.

    Where some have no time they come first when it rises. `how` is `find`'s.
    Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    found: list[Document] = []
    if after is not None:
        at, last = after
        bounds = query.get(time, {})
        if _within(at, bounds):
            # By id alone: sorted by the time too, several states would not come in the order of their index.
            ties = {**query, time: at, "_id": {"$gt": last}}
            found = list(collection.find(ties, sort=[("_id", 1)], limit=limit + 1, **how))
        query = {"$and": [query, {time: _beyond(at, direction)}]}
    if len(found) <= limit:
        order = [(time, direction), ("_id", 1)]
        found += collection.find(query, sort=order, limit=limit + 1 - len(found), **how)
    return page_of(found, limit, lambda document: (document[time], document["_id"]))


def _within(at: datetime | None, bounds: Document) -> bool:
    """Whether a time lies within bounds by $gte and $lt, and not below $not: {$lt}; no time lies within the first."""
    if at is None:
        return not bounds.keys() - {"$not"}
    earliest = max(bounds.get("$gte", at), bounds.get("$not", {}).get("$lt", at))
    return bool(earliest <= at and ("$lt" not in bounds or at < bounds["$lt"]))


def _beyond(at: datetime | None, direction: int) -> Document:
    """The times after one, where no time comes before every time."""
    if direction == pymongo.ASCENDING:
        return {"$gte": _FIRST} if at is None else {"$gt": at}
    return {"$lt": _FIRST} if at is None else {"$lt": at}
