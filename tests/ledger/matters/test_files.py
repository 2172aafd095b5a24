"""A set comes from a file, YAML or a table; every fault has its line, and the same file is the same set."""

from datetime import date
from typing import Any

import pytest

from ledger.groundwork.yaml_lines import DataFileRefused
from ledger.matters.files import ReadSet, read_csv, read_yaml
from tests.ledger.factories import LAND_UNIT

ID = "0195551a-9b20-7c31-8f4e-2a6d1b9c0e57"
HEAD: dict[str, Any] = {"title": "攻坚方案", "due_on": date(2026, 4, 1)}
YAML = f"""\
title: 攻坚方案
paper: {{number: 小政发〔2026〕3号, dated_on: 2026-03-01}}
due_on: 2026-04-01
tasks:
  - number: "1"
    text: 完成土地预审。
    unit_ids: [{LAND_UNIT}]
  - text: 完成环评批复。
    region: "140105"
    due_on: 2026-03-20
"""
CSV = f"""\
number,text,unit_ids,region,due_on
1,完成土地预审。,{LAND_UNIT},,
2,"完成环评批复,报备。",,140105,2026-03-20
"""


def named(day: date | None, text: str) -> str:
    return ID


def lines(read: Any) -> list[int]:
    with pytest.raises(DataFileRefused) as refused:
        read()
    return [fault.line for fault in refused.value.faults]


def test_yaml_and_a_table_say_the_same() -> None:
    yaml, table = read_yaml(YAML, named).entered, read_csv(CSV, HEAD, named).entered
    assert (yaml.title, yaml.due_on) == (table.title, table.due_on)
    assert [task.unit_ids for task in yaml.tasks] == [task.unit_ids for task in table.tasks] == [(LAND_UNIT,), ()]
    assert [task.due_on for task in yaml.tasks] == [task.due_on for task in table.tasks] == [None, date(2026, 3, 20)]
    assert table.tasks[1].text == "完成环评批复,报备。"


def test_a_file_without_an_id_is_named_by_its_text_and_the_documents_day() -> None:
    asked: list[tuple[date | None, str]] = []

    def naming(day: date | None, text: str) -> str:
        asked.append((day, text))
        return ID

    assert read_yaml(YAML, naming).entered.id == ID
    assert asked == [(date(2026, 3, 1), YAML)]


def test_a_file_may_name_its_set() -> None:
    own = "0195551a-9b20-7c31-8f4e-2a6d1b9c0e58"
    assert read_yaml(f"id: {own}\n{YAML}", named).entered.id == own


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("完成土地预审。", "。", 6),
        ("due_on: 2026-03-20", "due_on: 2026-02-30", 10),
        ("due_on: 2026-03-20", "deadline: 2026-03-20", 10),
        ('region: "140105"', 'region: "99"', 9),
        ("title: 攻坚方案\n", "", 1),
    ],
)
def test_each_fault_of_yaml_has_its_line(before: str, after: str, line: int) -> None:
    assert lines(lambda: read_yaml(YAML.replace(before, after, 1), named)) == [line]


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("2026-03-20", "20 March", 3),
        ("完成土地预审。", "", 2),
        (",,140105", ",,99", 3),
        ("due_on", "deadline", 1),
        ("number,text", "number,words", 1),
        (",,\n2", ',,\n2,"', 1),
    ],
)
def test_each_fault_of_a_table_has_its_line(before: str, after: str, line: int) -> None:
    assert lines(lambda: read_csv(CSV.replace(before, after, 1), HEAD, named)) == [line]


@pytest.mark.parametrize("read", [read_yaml(YAML, named), read_csv(CSV, HEAD, named)])
def test_what_the_ledger_says_of_a_matter_is_told_with_its_line_too(read: ReadSet) -> None:
    fault = read.fault(("tasks", 1, "due_on"), "期限已过 / passed")
    assert fault.line in {3, 10}
    assert fault.path.endswith("due_on")
