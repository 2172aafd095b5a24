"""An entry is written as YAML so that it reads back as it is, whatever its texts look like."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.registry.own_files.yaml_lists import Bounds, YamlLists
from ledger.registry.own_files.yaml_text import entry_text

ODD = (
    *("no", "null", "~", "true", "1", "010", "1:30", "2026-01-01", "1e3", ".inf", "<<", "=", "=1+1", "'=1"),
    *("-", "#a", "*a", "&a", "!a", "|", "{a}", "[a]", "a,b", "%a", "@a", "`a", "'", '"', "\\", '\\"'),
    *("", " a", "a ", "- a", "a: b", "a #b", "a\nb", "\t", "\x7f", "\x85", "\u2028", "\ufeff", "（样例）"),
    *("\U0001f600", "\U0001f600\u2028"),
)
BOUNDS = Bounds(100_000, 100, 1_000)
texts = st.text(max_size=12)
values = texts | st.booleans() | st.integers(-(10**9), 10**9)
parts = st.dictionaries(st.sampled_from(["since", "person_id", "projects"]), values, min_size=1)


def read_back(entry: dict[str, Any]) -> list[Any]:
    """What the import, and any other reader of YAML, has of it."""
    text = entry_text(entry)
    return [YamlLists(f"units:\n{text}", BOUNDS).content["units"], yaml.safe_load(text)]


@pytest.mark.parametrize("text", ["land", "太原市发展改革局", "Natural resources, a/b", "a-b", "a.b", "e1"])
def test_words_stand_as_they_are_said(text: str) -> None:
    assert entry_text({"id": text.partition(",")[0]}) == f"- id: {text.partition(',')[0]}\n"


@pytest.mark.parametrize("text", ODD)
def test_what_looks_like_something_else_is_still_that_text(text: str) -> None:
    for read in read_back({"id": text, "regions": [text, "b"], "also": [{"unit_id": text}]}):
        assert read == [{"id": text, "regions": [text, "b"], "also": [{"unit_id": text}]}]


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(["id", "name", "order"]), values | st.lists(texts | parts), min_size=1))
def test_whatever_an_entry_says_reads_back(entry: dict[str, Any]) -> None:
    for read in read_back(entry):
        assert read == [entry]
