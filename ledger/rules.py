"""Knows what a decision rests on besides the issue itself: the registry, the policies, the evidence demanded."""

from dataclasses import dataclass

from xiaohao.ledger.policy import Policies
from xiaohao.ledger.registry import Catalogue
from xiaohao.ledger.routing import RuleSet


@dataclass(frozen=True, slots=True)
class Rules:
    """One consistent snapshot of everything that is data and not code."""

    catalogue: Catalogue
    policies: Policies
    routing: RuleSet
