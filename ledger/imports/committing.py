"""Knows how the rows of an import get onto the ledger: in transactions of some hundred, each row once."""

from collections.abc import Callable, Iterable

from ledger.groundwork.clock import Clock
from ledger.imports.words import Counts, ImportRow
from ledger.mongo.connection import Store
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor

Told = Callable[[int, int], None]
"""How many rows of how many are done."""


def commit(
    store: Store,
    import_id: str,
    rows: Iterable[ImportRow],
    actor: Actor,
    *,
    clock: Clock,
    rules: Rules,
    told: Told = lambda _done, _all: None,
) -> Counts:
    """Write what is new or changed; what was written before, by whomever, is the same. May be run again at any time.

    Raises CommandRefused: unknown-import, wrong-state where it was undone; pymongo.errors.PyMongoError.
    """
    raise NotImplementedError
