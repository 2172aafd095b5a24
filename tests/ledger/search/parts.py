"""Knows an index that is kept beside a test's ledger, and what is found in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

from ledger.mongo.connection import Store
from ledger.search.finding import Search
from ledger.search.keeping import keep
from ledger.search.shelf import NotBuilt, Shelf
from ledger.store.wanted import IssueFilter, Sort
from tests.ledger.factories import EVERYWHERE, RULES, START


@contextmanager
def kept(store: Store, folder: Path) -> Iterator[Shelf]:
    """The index in a folder while a process keeps it, or waits to."""
    stop = Event()
    thread = Thread(target=keep, args=(store, folder, stop, 0.05))
    thread.start()
    try:
        yield Shelf(folder)
    finally:
        stop.set()
        thread.join(20)
        assert not thread.is_alive()


def found(store: Store, shelf: Shelf, words: str, **wanted: Any) -> set[str]:
    """The ids of those in the whole ledger that have the words, by the index alone; none while it is not there."""
    search = Search(store, shelf, RULES.catalogue, EVERYWHERE, IssueFilter(**wanted, words=words), START)
    try:
        return {issue["_id"] for issue in search.page(200, None, Sort.DUE).items}
    except NotBuilt:
        return set()
