"""Knows what a decision rests on besides the issue itself: the registry, the policies, the evidence demanded."""

from dataclasses import dataclass
from typing import Protocol

from xiaohao.ledger.policy import Policies
from xiaohao.ledger.registry import Catalogue
from xiaohao.ledger.routing import RuleSet


@dataclass(frozen=True, slots=True)
class Rules:
    """One consistent snapshot of everything that is data and not code."""

    catalogue: Catalogue
    policies: Policies
    routing: RuleSet


class RulesReader(Protocol):
    """Where a long-running process has its rules from."""

    def current(self) -> Rules:
        """A snapshot that is a few seconds old at most."""
        ...

    def anew(self) -> Rules:
        """A snapshot as of now."""
        ...


@dataclass(frozen=True, slots=True)
class GivenRules:
    """Rules that do not change."""

    rules: Rules

    def current(self) -> Rules:
        """The rules given."""
        return self.rules

    def anew(self) -> Rules:
        """The rules given."""
        return self.rules
