"""Knows how an import is taken back: what nobody has worked on since is withdrawn, the rest is named."""

from ledger.groundwork.clock import Clock
from ledger.imports.words import Undone
from ledger.mongo.connection import Store
from ledger.policy.rules import Rules
from ledger.registry.actors import Actor


def undo(store: Store, import_id: str, actor: Actor, *, clock: Clock, rules: Rules) -> Undone:
    """Withdraw the issues of an import and put back what it changed, where nobody worked on them since.

    Raises CommandRefused: unknown-import, not-permitted, wrong-state, withdrawal-not-possible after 30 days.
    """
    raise NotImplementedError
