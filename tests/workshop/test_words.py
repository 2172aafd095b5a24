"""A code is called by one word wherever it is read: the pages' words for states, roles and papers are the product's."""

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import pytest

from mobile_schema.labels import label
from mobile_schema.vocabulary import Instrument, Role, State
from workshop.node import WEB

FILES = sorted((WEB / "src").rglob("words/zh-CN.json"))
NAMED: Final[dict[str, type[StrEnum]]] = {
    "state": State,
    "states": State,
    "role": Role,
    "roles": Role,
    "instrument": Instrument,
    "instruments": Instrument,
}
"""What a table of words is of, by its name; those of other things may have codes that look the same."""


def tables(node: Any) -> Iterator[tuple[type[StrEnum], dict[str, str]]]:
    """The tables of a file that name such codes: of a delivery or a session, states are others."""
    if not isinstance(node, dict):
        return
    for name, value in node.items():
        kind = NAMED.get(name)
        if kind is not None and isinstance(value, dict) and len(set(kind) & set(value)) > len(kind) // 2:
            yield kind, value
        yield from tables(value)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(WEB).parent.parent))
def test_a_state_a_role_and_a_paper_have_one_name(file: Path) -> None:
    for kind, table in tables(json.loads(file.read_text(encoding="utf-8"))):
        assert {code: table[code] for code in kind if code in table} == {
            code: label(code) for code in kind if code in table
        }


def test_the_tables_are_found() -> None:
    found = [kind for file in FILES for kind, _ in tables(json.loads(file.read_text(encoding="utf-8")))]
    assert {State, Role, Instrument} <= set(found)
