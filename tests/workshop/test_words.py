"""A code is called by one word wherever it is read: the pages' words for states are those of the product."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mobile_schema.labels import label
from mobile_schema.vocabulary import Instrument, Role, State
from workshop.node import WEB

FILES = sorted((WEB / "src").rglob("words/zh-CN.json"))


def tables(node: Any) -> Iterator[dict[str, str]]:
    """The tables of words in a file: objects whose values are all texts."""
    if isinstance(node, dict):
        if node and all(isinstance(value, str) for value in node.values()):
            yield node
        for value in node.values():
            yield from tables(value)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(WEB).parent.parent))
def test_a_state_a_role_and_a_paper_have_one_name(file: Path) -> None:
    for table in tables(json.loads(file.read_text(encoding="utf-8"))):
        states = {code: word for code, word in table.items() if code in set(State)}
        if len(states) > len(State) // 2:
            assert states == {code: label(State(code)) for code in states}
        for kind in (Instrument, Role):
            if {code.value for code in kind} <= set(table):
                assert {code: table[code] for code in kind} == {code: label(code) for code in kind}
