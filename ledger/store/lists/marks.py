"""Knows the marks of a list: how many lines it has, and the key after each so many of them, so that a page jumps there.

Where the index has all that is asked for, MongoDB reads nothing else, and of what it sends only each so manieth
document is looked into.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
_LENGTH_BYTES: Final = 4
_AWARE: Final[CodecOptions[Document]] = CodecOptions(tz_aware=True, tzinfo=UTC)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_NONE: Final = -(2**63)
_BATCH: Final = 50_000

DueKey = tuple[int, bytes]
"""A due time in milliseconds, `_NONE` where there is none, and an id: in the order in which a list has them."""
_HEADS: Final = (b"\x09due_at\x00", b"\x02_id\x00")
_DATED: Final = Struct("<4x8s8x5s").unpack_from
"""The types and names of the two fields of a document that has a due time."""
_ALIKE: Final = (*range(4, 12), *range(20, 29))
"""Where all documents of one length that have one are alike."""


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
        return _marks(_batches(collection, query_of(found, asked, few), few.index, sort), sort, every)
    if sort is not Sort.DUE:
        raise TooManyToSort
    several = [_batches(collection, found.query | run, found.index, sort) for run in _state_by_state(asked)]
    if len(several) == 1:
        return _marks(several[0], sort, every)
    return _merged((batch for batches in several for batch in batches), every)


def _state_by_state(runs: Iterable[Document]) -> Iterator[Document]:
    """Each run in the index by itself: MongoDB takes twice as long to merge them as Python to sort what they have."""
    for run in runs:
        states = run["state"]
        yield from (run | {"state": state} for state in states["$in"]) if isinstance(states, dict) else (run,)


def _batches(collection: Collection[Document], query: Document, index: Index, sort: Sort) -> Iterator[bytes]:
    """The keys of all that is found, in order, as they come over the line: document after document."""
    order = order_of(sort)
    wanted = {name: 1 for name, _ in order}
    batches = collection.find_raw_batches(query, wanted, sort=order, hint=index, batch_size=_BATCH)
    return (cast(bytes, batch) for batch in batches)


def _places(batch: bytes) -> Sequence[int]:
    """Where each document of a batch begins: with its length.

    As a rule all have the length of the first; then it stands at every place at which another begins.
    """
    if not batch:
        return ()
    (size,) = _length(batch, 0)
    whole, rest = divmod(len(batch), size)
    if not rest and all(batch[at::size] == batch[at : at + 1] * whole for at in range(_LENGTH_BYTES)):
        return range(0, len(batch), size)
    places = [0]
    while places[-1] + size < len(batch):
        places.append(places[-1] + size)
        (size,) = _length(batch, places[-1])
    return places


def _marks(batches: Iterator[bytes], sort: Sort, every: int) -> Marks:
    field = order_of(sort)[0][0]
    total, after = 0, []
    for batch in batches:
        places = _places(batch)
        after += [_key(batch, place, field) for place in places[(every - 1 - total) % every :: every]]
        total += len(places)
    return Marks(total, after[: max(0, total - 1) // every])


def _merged(batches: Iterable[bytes], every: int) -> Marks:
    keys = sorted(key for batch in batches for key in _keys(batch))
    after = [(None if due == _NONE else _EPOCH + due * _MILLISECOND, told.decode()) for due, told in _each(keys, every)]
    return Marks(len(keys), after)


def _each(keys: Sequence[DueKey], every: int) -> Sequence[DueKey]:
    """Each so manieth, but for the last of all."""
    return keys[every - 1 : -1 : every]


def _keys(batch: bytes) -> Iterable[DueKey]:
    """Those of all documents of a batch; at once where all lie in bytes as the first does (bsonspec.org)."""
    places = _places(batch)
    if isinstance(places, range) and _DATED(batch) == _HEADS:
        size = places.step
        if all(batch[at::size] == batch[at : at + 1] * len(places) for at in _ALIKE):
            return Struct(f"<12xq9x{size - 31}s2x").iter_unpack(batch)
    return (_due_key(*_key(batch, place, "due_at")) for place in places)


def _due_key(due: Any, told: str) -> DueKey:
    return _NONE if due is None else (due - _EPOCH) // _MILLISECOND, told.encode()


def _key(batch: bytes, place: int, field: str) -> Key:
    (size,) = _length(batch, place)
    said = decode(batch[place : place + size], _AWARE)
    return said.get(field), said["_id"]
