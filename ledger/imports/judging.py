"""Knows what would become of each row on the ledger as it stands: new, changed field by field, the same, a conflict."""

from collections.abc import Iterable, Iterator

from ledger.imports.words import ImportRow, Judged
from ledger.mongo.connection import Store
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor


def verdicts_of(
    store: Store, mapping_name: str, rows: Iterable[ImportRow], actor: Actor, rules: Rules
) -> Iterator[Judged]:
    """Each row with its verdict, in order; nothing is written. `mapping_name` is part of every row's identity."""
    raise NotImplementedError
