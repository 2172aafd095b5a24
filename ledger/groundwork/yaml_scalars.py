"""Knows what a word of a YAML file is: a text, or the number, day or truth that it looks like or is said to be."""

from functools import lru_cache
from typing import Any, Final

import yaml

from ledger.groundwork.yaml_lines import NUMBERS, ODD_NUMBER, TEXT, Loader

_RESOLVER: Final = Loader("")


def tag_of(event: Any) -> str:
    """What a scalar is, as it is written or as it looks."""
    if event.tag is not None and event.tag != "!":
        return str(event.tag)
    return looks(event.value) if event.implicit[0] else TEXT


@lru_cache(maxsize=4096)
def looks(value: str) -> str:
    """The tag of a text that stands without quotes."""
    return str(_RESOLVER.resolve(yaml.ScalarNode, value, (True, False)))  # type: ignore[no-untyped-call]


@lru_cache(maxsize=4096)
def scalar(tag: str, value: str) -> tuple[Any, bool]:
    """A scalar, and whether it is a number that is not what it looks like. Raises yaml.YAMLError."""
    if tag == TEXT:
        return value, False
    odd = tag in NUMBERS and ODD_NUMBER.fullmatch(value) is not None
    return Loader("").construct_document(yaml.ScalarNode(tag, value)), odd
