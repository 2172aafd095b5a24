"""Knows the ranking rules that ship, by name, and the kind of those that an office enters beside them."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

from ledger.mongo.rule_files.kinds import RuleKind, texts_in
from oversight.ranking.checking import parse_rule
from oversight.ranking.rule import Rule


def _texts() -> list[str]:
    return texts_in(resources.files("oversight.ranking") / "rules")


RANKINGS: Final = RuleKind("ranking", parse_rule, lambda rule: (rule.name, rule.version), _texts)


@cache
def shipped_rules() -> Mapping[str, Rule]:
    """Each rule under its name, in the order of the names."""
    rules = [parse_rule(text) for text in _texts()]
    return MappingProxyType({rule.name: rule for rule in rules})
