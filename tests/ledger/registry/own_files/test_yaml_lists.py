"""A large YAML file is read as a small one is, an entry at a time; what is too much of it is refused at its line."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.groundwork.yaml_lines import DataFileRefused, YamlFile
from ledger.registry.own_files.yaml_lists import Bounds, YamlLists

BOUNDS = Bounds(characters=10_000, entries=5, values=100)
names = st.sampled_from(["id", "name", "人", "1", "true", "2026-01-01", "~", "a b", "'"]) | st.text(max_size=5)
scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.dates() | names
values = st.recursive(scalars, lambda each: st.lists(each, max_size=3) | st.dictionaries(names, each, max_size=3))


def read(text: str, bounds: Bounds = BOUNDS) -> YamlLists:
    return YamlLists(text, bounds)


def refused(text: str, bounds: Bounds = BOUNDS) -> tuple[str, ...]:
    with pytest.raises(DataFileRefused) as caught:
        read(text, bounds)
    return tuple(str(fault) for fault in caught.value.faults)


@settings(max_examples=100)
@given(values, st.booleans())
def test_it_says_what_a_small_file_says(content: Any, flow: bool) -> None:
    class NoAnchors(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    text = yaml.dump(content, Dumper=NoAnchors, allow_unicode=True, default_flow_style=flow)
    assert read(text, Bounds(10_000, 1_000, 1_000)).content == YamlFile(text).content()


def test_each_entry_has_its_line() -> None:
    file = read("units:\n- id: a\n  also:\n  - x\n\n- {id: b}\nzones: [1,\n 2]\nnone: []\nword: 3\n")
    assert file.lines == {"units": [2, 6], "zones": [7, 8]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "第 1 行 / line 1: $: 文件是空的"),
        ("a: 1\n---\nb: 2\n", "第 2 行 / line 2: $: 文件只能含一份文档"),
        ("a: [", "不是有效的 YAML / not YAML: "),
        ("a:\n- &x 1", "第 2 行 / line 2: $: 不得使用锚点和引用"),
        ("a:\n- *x", "第 2 行 / line 2: $: 不得使用锚点和引用"),
        ("a:\n- !!set {b}", "第 2 行 / line 2: $: 不得使用类型标记"),
        ("a:\n- !ours b", "第 2 行 / line 2: $: 不是有效的 YAML / not YAML: could not determine a constructor"),
        ("名: 名\na: \x01", "第 2 行 / line 2: $: 含有不允许的字符"),
        ("名: 名\na: \ud800", "第 2 行 / line 2: $: 含有不允许的字符"),
        ("a: " + "[" * 32 + "]" * 32, "嵌套过深,最多 32 层"),
        ("a:\n- b: 1:30", "第 2 行 / line 2: $.a[0].b: 1:30 会被读作别的数"),
        ("a:\n- b: 1\n  b: 2", "第 3 行 / line 3: $.a[0].b: 与第 2 行重复"),
        ("a:\n- <<: {b: 1}", "第 2 行 / line 2: $.a[0]: 键须为普通文本"),
        ("a:\n- ? [b]\n  : 1", "第 2 行 / line 2: $.a[0]: 键须为普通文本"),
    ],
)
def test_what_it_does_not_take_is_told_with_its_line(text: str, said: str) -> None:
    (fault,) = refused(text)
    assert said in fault


def test_all_that_is_said_twice_is_told_at_once() -> None:
    assert [fault[:4] for fault in refused("a:\n- {b: 1, b: 2}\n- {<<: {c: 010}, d: 1:30}\n")] == [
        "第 2 ",
        "第 3 ",
        "第 3 ",
        "第 3 ",
    ]


def test_as_much_as_is_allowed_is_taken() -> None:
    assert len(read("a: [{}, {}, {}]\nb: [{}, {}]\n").content["b"]) == 2
    assert len(read(f"a: [[{'1,' * 96}]]").content["a"][0]) == 96
    assert read("a: " + "b" * 9_997).content["a"] == "b" * 9_997


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [{}, {}, {}]\nb: [{}, {},\n {}]\n", "第 3 行 / line 3: $: 最多 5 条,请拆分 / more than 5 entries"),
        (f"a: [[{'1,' * 96}\n1]]", "第 2 行 / line 2: $: 内容过多,最多 100 个值,请拆分 / more than 100 values"),
        ("a: " + "b" * 9_998, "第 1 行 / line 1: $: 文件过大,最多 10000 个字符"),
    ],
)
def test_one_more_is_refused_where_it_stands(text: str, said: str) -> None:
    (fault,) = refused(text)
    assert said in fault


def test_a_list_without_end_is_refused_at_the_first_entry_that_is_too_many() -> None:
    """Nothing after it is read: that it is no YAML there is not seen."""
    (fault,) = refused("a: [" + "[]," * 1_000 + "}")
    assert "more than 5 entries" in fault
