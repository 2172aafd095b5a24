"""Brackets: the same parts as a JSON reader finds, byte for byte, in time and memory that grow with the text alone."""

import json
import tracemalloc
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobile_schema.reports.brackets import UnbalancedError, elements, members

texts = st.text() | st.text('{}[]",:\\ \n')
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
layouts = st.fixed_dictionaries(
    {
        "ensure_ascii": st.booleans(),
        "indent": st.sampled_from([None, 0, 3]),
        "separators": st.sampled_from([(",", ":"), ("\t,\r\n", " : ")]),
    }
)


def dumped(value: Any, layout: dict[str, Any]) -> bytes:
    """The value as JSON bytes; what is no Unicode text is written with its escapes."""
    return json.dumps(value, **layout).encode("utf-8", "replace")


@given(st.lists(values, max_size=5), layouts)
def test_the_elements_are_those_a_json_reader_finds(value: list[Any], layout: dict[str, Any]) -> None:
    text = dumped(value, layout)
    assert [json.loads(part) for part in elements(text)] == json.loads(text)


@given(st.dictionaries(texts, values, max_size=5), layouts)
def test_the_members_are_those_a_json_reader_finds(value: dict[str, Any], layout: dict[str, Any]) -> None:
    text = dumped(value, layout)
    assert {json.loads(b'"' + name + b'"'): json.loads(part) for name, part in members(text).items()} == json.loads(
        text
    )


@given(st.lists(values, max_size=5), layouts, st.text(" \t\r\n", max_size=3))
def test_space_around_is_no_part_of_anything(value: list[Any], layout: dict[str, Any], space: str) -> None:
    text = dumped(value, layout)
    assert elements(space.encode() + text + space.encode()) == elements(text)


@given(st.lists(values, min_size=1, max_size=5), layouts, st.data())
def test_a_text_that_is_cut_short_is_never_taken_for_whole(
    value: list[Any], layout: dict[str, Any], data: st.DataObject
) -> None:
    text = dumped(value, layout)
    cut = data.draw(st.integers(0, len(text) - 1))
    with pytest.raises(UnbalancedError):
        elements(text[:cut])


@given(st.binary(max_size=40) | st.text('{}[]",:\\ a').map(str.encode))
def test_any_bytes_give_parts_or_one_error(text: bytes) -> None:
    for read in (elements, members):
        with suppress(UnbalancedError):
            assert all(isinstance(part, bytes) for part in read(text))


@pytest.mark.parametrize("text", [b'{"a":1,"a":2}', b'{"a" 1}', b"{a:1}", b'{"a":1,}', b"{:1}", b'{"":1,"":2}', b"[]"])
def test_what_is_no_object_with_each_key_once_is_refused(text: bytes) -> None:
    with pytest.raises(UnbalancedError):
        members(text)


def test_nothing_inside_a_part_is_judged() -> None:
    assert elements(b"[(, nil , 'a' ,{,}]") == [b"(", b"nil", b"'a'", b"{,}"]


@pytest.mark.parametrize("text", [b"", b"[", b"]", b"[}", b"[[]", b"[]]", b"[] x", b'["]', b'["\\"]', b"{}"])
def test_what_does_not_balance_is_refused(text: bytes) -> None:
    with pytest.raises(UnbalancedError):
        elements(text)


@pytest.mark.parametrize(
    "text",
    [
        b'["' + b"x" * 1_000_000 + b'"]',
        b'["' + b'\\"' * 500_000 + b'"]',
        b"[" * 500_000 + b"]" * 500_000,
    ],
    ids=["a long text", "a text of escapes", "deep nesting"],
)
def test_memory_grows_with_the_text_and_no_faster(text: bytes) -> None:
    tracemalloc.start()
    try:
        elements(text)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 12 * len(text)
