"""Knows the ranking rules that ship, by name."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from oversight.ranking.checking import parse_rule
from oversight.ranking.rule import Rule


@cache
def shipped_rules() -> Mapping[str, Rule]:
    """Each rule under its name, in the order of the names."""
    folder = resources.files("oversight.ranking") / "rules"
    texts = sorted((each.name, each.read_text(encoding="utf-8")) for each in folder.iterdir() if _is_rule(each.name))
    rules = [parse_rule(text) for _, text in texts]
    return MappingProxyType({rule.name: rule for rule in rules})


def _is_rule(name: str) -> bool:
    return name.endswith(".yaml")
