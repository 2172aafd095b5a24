"""Knows how an index is compared with the ledger: the entry that it has of each issue, and the one made of it now."""

from collections.abc import Collection, Iterator, Sequence

from tantivy import Query

from ledger.mongo.connection import Store
from ledger.search.entries import Entry
from ledger.search.reading import all_entries, entries_of
from ledger.search.shelf import DIGEST, ID, SCHEMA, Shelf
from ledger.store.archive.places import ARCHIVED, ISSUES


def compared(store: Store, shelf: Shelf) -> Iterator[tuple[int, list[str]]]:
    """Issues some at a time: how many, and those of them whose entry is missing or another.

    Raises NotBuilt and pymongo.errors.PyMongoError.
    """
    for entries in all_entries(store):
        yield len(entries), _wrong(shelf, entries)


def still_wrong(store: Store, shelf: Shelf, ids: Collection[str]) -> list[str]:
    """Of these issues those whose entry is wrong now: what was written as they were compared may be in it since."""
    return _wrong(shelf, entries_of(store, ids))


def too_many(store: Store, shelf: Shelf) -> int:
    """How many entries are of no issue, or of one that has another. Raises as `compared` does."""
    issues = sum(store[name].count_documents({}) for name in (ISSUES, ARCHIVED[ISSUES]))
    return max(0, shelf.searched()[0].num_docs - 1 - issues)


def _wrong(shelf: Shelf, entries: Sequence[Entry]) -> list[str]:
    searcher, _ = shelf.searched()
    asked = Query.term_set_query(SCHEMA, ID, [entry.id for entry in entries])
    found = searcher.search(asked, max(1, 2 * len(entries)), False, order_by_field=DIGEST).hits
    has = {(searcher.doc(place)[ID][0], digest) for digest, place in found}
    return [entry.id for entry in entries if (entry.id, entry.digest) not in has]
