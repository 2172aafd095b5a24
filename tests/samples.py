"""Knows the registry that ships with its samples, as tests put it into an empty store."""

from typing import Final

from ledger.mongo.connection import Document, Store
from ledger.registry.documents import READERS
from ledger.registry.files.loading import load_catalogue
from ledger.registry.store import seed

_SEEDED: Final[dict[str, list[Document]]] = {}


def with_samples(store: Store) -> None:
    """As `seed` leaves it: what the first one wrote is copied, as looking for each of 4,000 entries takes a while."""
    if not _SEEDED:
        seed(store, load_catalogue(samples=True))
        _SEEDED.update({name: list(store[name].find()) for name in READERS})
        _SEEDED["positions"] = list(store["positions"].find({"_id": "rules"}))
        return
    for name, documents in _SEEDED.items():
        if documents:
            store[name].insert_many(documents)
