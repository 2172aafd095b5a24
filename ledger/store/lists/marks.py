"""Knows the marks of a list: how many lines it has, and the key after each so many of them, so that a page jumps there.

Where the index has all that is asked for, MongoDB reads nothing else, and of what it sends only each so manieth
document is looked into.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from heapq import merge
from struct import Struct
from typing import Any, Final, cast

from bson import decode
from bson.codec_options import CodecOptions
from pymongo.collection import Collection

from ledger.access.scopes import Scope
from ledger.mongo.connection import Document, Store
from ledger.mongo.pages import Key, TextKey
from ledger.store.archive.places import ARCHIVED, ISSUES
from ledger.store.lists.by_light import runs
from ledger.store.lists.few import TooManyToSort, among_few, among_those_of_a_span
from ledger.store.lists.finding import Index, within
from ledger.store.lists.sorting import order_of, query_of
from ledger.store.wanted import IssueFilter, Sort

_length: Final = Struct("<i").unpack_from
_AWARE: Final[CodecOptions[Document]] = CodecOptions(tz_aware=True, tzinfo=UTC)
_EVER: Final = datetime.min.replace(tzinfo=UTC)
_BATCH: Final = 50_000


@dataclass(frozen=True, slots=True)
class Marks:
    """How many issues there are, and the keys after which the pages begin that follow the first.

    With a `bound` only the first so many have such keys.
    """

    total: int
    after: Sequence[Key | TextKey]
    bound: int | None = None


def marks_of(  # noqa: PLR0917 - for whom, what, as of when, how many apart
    store: Store, scope: Scope, wanted: IssueFilter, now: datetime, every: int, sort: Sort = Sort.DUE
) -> Marks:
    """The marks of what `list_issues` lists, one for each `every` lines.

    In another order than by due time of a few issues only: raises TooManyToSort, or pymongo.errors.PyMongoError.
    """
    found, asked = within(scope, wanted), list(runs(wanted, now))
    if found is None or not asked:
        return Marks(0, ())
    collection = store[ARCHIVED[ISSUES] if wanted.archived else ISSUES]
    few = among_those_of_a_span(collection, found) if sort is Sort.DUE else among_few(collection, found, asked)
    if few is not None:
        return _marks(_sent(collection, query_of(found, asked, few), few.index, sort), sort, every)
    if sort is not Sort.DUE:
        raise TooManyToSort
    several = [_sent(collection, found.query | run, found.index, sort) for run in asked]
    if len(several) == 1:
        return _marks(several[0], sort, every)
    return _every(
        merge(*(map(_key_by_due, sent) for sent in several), key=lambda key: (key[0] or _EVER, key[1])), every
    )


def _sent(collection: Collection[Document], query: Document, index: Index, sort: Sort) -> Iterator[memoryview]:
    """The keys of all that is found, in order, as they come over the line."""
    order = order_of(sort)
    wanted = {name: 1 for name, _ in order}
    batches = collection.find_raw_batches(query, wanted, sort=order, hint=index, batch_size=_BATCH)
    for batch in batches:
        view, place = memoryview(cast(bytes, batch)), 0
        while place < len(view):
            (size,) = _length(view, place)
            yield view[place : place + size]
            place += size


def _marks(documents: Iterator[memoryview], sort: Sort, every: int) -> Marks:
    field = order_of(sort)[0][0]
    total, after = 0, []
    last: memoryview | None = None
    for document in documents:
        if total and total % every == 0 and last is not None:
            after.append(_key(last, field))
        total, last = total + 1, document
    return Marks(total, after)


def _every(keys: Iterator[Any], every: int) -> Marks:
    total, after = 0, []
    last: Key | None = None
    for key in keys:
        if total and total % every == 0 and last is not None:
            after.append(last)
        total, last = total + 1, key
    return Marks(total, after)


def _key_by_due(document: memoryview) -> Key:
    return _key(document, "due_at")


def _key(document: memoryview, field: str) -> Key:
    said = decode(bytes(document), _AWARE)
    return said.get(field), said["_id"]
