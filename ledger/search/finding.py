"""Knows how the lines of a list are found by words: in the index, within scope and filters, in the order of the list.

What is found is read from MongoDB again, within the same scope and filters: an index that is a moment behind shows no
issue that the person may not see by now, nor one that is not wanted any more. By that a page may have fewer lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tantivy import Order, Query, Searcher

from ledger.access.scopes import Scope
from ledger.mongo.connection import Document, Store
from ledger.mongo.pages import Key, Page, TextKey, page_of
from ledger.registry.catalogue import Catalogue
from ledger.search.asking import beyond, both, question
from ledger.search.names import called
from ledger.search.orders import LATEST_FIRST, key_of, number_of, serial_in
from ledger.search.shelf import ID, Shelf
from ledger.search.words import words_of
from ledger.store.archive.places import ARCHIVED, ISSUES
from ledger.store.listing import issue_id_of
from ledger.store.lists.by_light import runs
from ledger.store.lists.finding import within
from ledger.store.lists.marks import Marks
from ledger.store.lists.sorting import query_of
from ledger.store.wanted import IssueFilter, Sort

MARKED: Final = 20_000
"""For so many lines of a list marks are given."""
_TIES: Final = 3
"""More issues than have one number: those of one moment by whose ids it is the same."""
_Hit = tuple[int, str]
"""The number of an issue in an order, and its id."""


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for: words in a list, of what a scope has, as of a moment."""

    store: Store
    shelf: Shelf
    catalogue: Catalogue
    scope: Scope
    wanted: IssueFilter
    now: datetime

    def page(self, limit: int, after: Key | TextKey | None, sort: Sort) -> Page[Document]:
        """A page of the issues with the words; of a whole 编号 the one that it names, which no index is asked for.

        Raises NotBuilt and pymongo.errors.PyMongoError.
        """
        named = self._named()
        if named is not None:
            return Page(named, None)
        searcher, _ = self.shelf.searched()
        hits = _hits(searcher, self.question, sort, limit, after)
        page = page_of(hits, limit, lambda hit: key_of(sort, *hit))
        return Page(self._read([issue_id for _, issue_id in page.items]), page.next)

    def marks(self, every: int, sort: Sort) -> Marks:
        """The marks of these pages as the index has them, of the first 20,000 lines. Raises as `page` does."""
        named = self._named()
        if named is not None:
            return Marks(len(named), ())
        searcher, _ = self.shelf.searched()
        asked = self.question
        total: int = searcher.search(asked, 1).count  # type: ignore[attr-defined] # its stub lacks it
        if total <= every:
            return Marks(total, ())
        first = searcher.search(asked, min(total, MARKED), False, sort.value, order=_order(sort)).hits
        ends = first[every - 1 : total - 1 : every]
        keys = [key_of(sort, number, searcher.doc(place)[ID][0]) for number, place in ends]
        return Marks(total, keys, MARKED if total > MARKED else None)

    @property
    def question(self) -> Query:
        """As the index is asked."""
        words = {word: called(word, self.catalogue) for word in words_of(self.wanted.words or "")}
        return question(self.scope, self.wanted, self.now, words)

    def _named(self) -> list[Document] | None:
        serial = serial_in(self.wanted.words or "")
        return None if serial is None else self._read([issue_id_of(self.store, serial)])

    def _read(self, ids: Sequence[str]) -> list[Document]:
        """Of these issues those that are within and wanted, in this order."""
        found, asked = within(self.scope, self.wanted), list(runs(self.wanted, self.now))
        if found is None or not asked or not ids:
            return []
        query = {"$and": [query_of(found, asked), {"_id": {"$in": list(ids)}}]}
        collection = self.store[ARCHIVED[ISSUES] if self.wanted.archived else ISSUES]
        documents = {document["_id"]: document for document in collection.find(query, hint=[("_id", 1)])}
        return [documents[each] for each in ids if each in documents]


def _hits(searcher: Searcher, asked: Query, sort: Sort, limit: int, after: Key | TextKey | None) -> list[_Hit]:
    """One more than a page has, if there are. Those of one number come in the order of their ids."""
    rising = sort not in LATEST_FIRST
    if after is not None:
        asked = both(asked, beyond(sort.value, number_of(after), rising=rising))
    found = searcher.search(asked, limit + 1 + _TIES, False, sort.value, order=_order(sort)).hits
    hits: list[_Hit] = [(number, searcher.doc(place)[ID][0]) for number, place in found]
    hits.sort(key=lambda hit: (hit[0] if rising else -hit[0], hit[1]))
    if after is not None:
        had = number_of(after)
        hits = [hit for hit in hits if hit[0] != had or hit[1] > after[1]]
    return hits[: limit + 1]


def _order(sort: Sort) -> Order:
    return Order.Desc if sort in LATEST_FIRST else Order.Asc
