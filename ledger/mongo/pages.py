"""Knows a page: some entries of a list in order, and the key after which the next one begins.

Nothing is skipped when others write meanwhile: a page ends at a key, not after a count.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar

import pymongo
from pymongo.collection import Collection

Document = dict[str, Any]
Key = tuple[datetime, str]
Entry = TypeVar("Entry")

_NEVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page(Generic[Entry]):
    """Some entries in order, and the key or name after which the next page begins; None on the last."""

    items: Sequence[Entry]
    next: Key | str | None


def page_of(found: Sequence[Entry], limit: int, key: Callable[[Entry], Key | str]) -> Page[Entry]:
    """The first `limit` of what was found; that was one more where the list goes on."""
    return Page(found[:limit], key(found[limit - 1]) if len(found) > limit else None)


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

    `query` may bound the time by $gte and $lt; `how` is `find`'s.
    Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    found: list[Document] = []
    if after is not None:
        (at, last), bounds = after, query.get(time, {})
        if bounds.get("$gte", at) <= at < bounds.get("$lt", _NEVER):
            # By id alone: sorted by the time too, several states would not come in the order of their index.
            ties = {**query, time: at, "_id": {"$gt": last}}
            found = list(collection.find(ties, sort=[("_id", 1)], limit=limit + 1, **how))
        query = {**query, time: {**bounds, "$gt" if direction == pymongo.ASCENDING else "$lt": at}}
    if len(found) <= limit:
        order = [(time, direction), ("_id", 1)]
        found += collection.find(query, sort=order, limit=limit + 1 - len(found), **how)
    return page_of(found, limit, lambda document: (document[time], document["_id"]))
