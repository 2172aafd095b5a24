"""A template is data: those that ship are sound, an office's own is refused with every fault named."""

import pytest

from exchange.exports.columns import COLUMNS
from exchange.exports.template import DEFAULT, parse_template, shipped_template, shipped_templates
from exchange.tables.faults import PlayError


@pytest.mark.parametrize("name", shipped_templates())
def test_what_ships_is_printed_on_a4(name: str) -> None:
    template = shipped_template(name)
    assert template.name == name
    assert not template.is_wide


def test_an_office_writes_its_own_title_unit_note_heads_and_widths() -> None:
    columns = "columns: [serial, {column: due, heading: 限期, width: 11}]"
    text = f"name: own\ntitle: 汾河项目台账\nunit: 项目办\nnote: 单位:件\npaper: A3\n{columns}\n"
    own = parse_template("own", text)
    assert [(column.key, column.heading, column.width) for column in own.layout.columns] == [
        ("serial", "编号", 20),
        ("due", "限期", 11),
    ]
    assert own.is_wide


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: own\ntitle: 甲\ncolumns: [serials]", "没有此列"),
        ("name: own\ntitle: 甲\ncolumns: []", "columns"),
        ("name: own\ntitle: 甲\ncolumn: [serial]\ncolumns: [serial]", "column"),
        ("name: own\nname: other", "键 name 重复"),
        ("- serial", "dict"),
    ],
)
def test_one_that_is_not_sound_says_where(text: str, told: str) -> None:
    with pytest.raises(PlayError, match=r"模板 own 有误") as refused:
        parse_template("own", text)
    assert told in str(refused.value)


def test_columns_chosen_keep_what_the_template_calls_them() -> None:
    chosen = shipped_template("supervision").with_columns(["due", "serial", "no", "due", "flags"])
    assert [column.heading for column in chosen.layout.columns] == ["办结时限", "督办编号", "序号", "存疑"]
    with pytest.raises(PlayError, match="没有此列"):
        chosen.with_columns(["nonsense"])


def test_a_template_that_does_not_ship_is_told_with_those_that_do() -> None:
    with pytest.raises(PlayError, match=f"{DEFAULT}, supervision"):
        shipped_template("nothing")


def test_every_column_has_a_head_of_its_own() -> None:
    heads = [column.heading for column in COLUMNS.values()]
    assert len(set(heads)) == len(heads)
