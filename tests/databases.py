"""Knows how tests come by a database of their own in the shared mongod, and leave none behind."""

import uuid

from ledger.mongo.connection import Store, connect, ensure_indexes


def database_name() -> str:
    """A name that no other test uses."""
    return f"t_{uuid.uuid4().hex[:20]}"


def prepared(mongo_url: str) -> Store:
    """An open store with its indexes. There is one such connection a process: a second one closes the first."""
    store = connect(mongo_url)
    ensure_indexes(store)
    return store


def drop(store: Store) -> None:
    """Leave nothing of it, and close it."""
    store.client.drop_database(store.database.name)
    store.close()
