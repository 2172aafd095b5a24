"""Knows how the file of routing rules is read: a list, the first to be asked first."""

from dataclasses import replace

from ledger.registry.entries import RoutingRule
from ledger.registry.files.reading import as_entries, by_key, parse_mapping

FILE = "routing.yaml"
_APART = 10
"""So that an office can put a rule of its own between two that ship."""


def parse_routes(text: str, file: str = FILE) -> tuple[RoutingRule, ...]:
    """The rules of a YAML text, in its order. Raises RegistryError naming the rule that is not whole or there twice."""
    rules = as_entries(file, parse_mapping(file, text).get("rules"), RoutingRule)
    by_key(file, rules, "id")
    return tuple(replace(rule, order=place * _APART) for place, rule in enumerate(rules, 1))
