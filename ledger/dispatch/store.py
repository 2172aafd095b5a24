"""Knows the dispatch rules that hold: the highest version entered, or those that ship."""

from typing import Final

from ledger.dispatch.rules import DispatchRules, parse_dispatch, shipped_text
from ledger.mongo.connection import Store
from ledger.mongo.rule_files.keeping import rule_in_force
from ledger.mongo.rule_files.kinds import RuleKind

DISPATCH: Final = RuleKind(
    "dispatch", parse_dispatch, lambda rules: ("", rules.version), lambda: [shipped_text()], "dispatch_rules"
)


def read_dispatch(store: Store) -> DispatchRules:
    """The rules that hold. Raises DataFileRefused."""
    return rule_in_force(store, DISPATCH)
