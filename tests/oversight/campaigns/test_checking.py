"""A campaign is data: those that ship are sound, and each fault of a file has its line."""

import pytest

from ledger.groundwork.yaml_lines import DataFileRefused
from oversight.campaigns.checking import parse_campaign, shipped_campaigns

HEAD = "name: ours\nversion: 2019.1\ntitle: 活动\nindicators:\n"


def test_those_of_the_notice_ship() -> None:
    assert {each.title for each in shipped_campaigns().values()} == {
        "手续办理月",
        "集中开工月",
        "进工地到一线解难题",
        "集中投产月",
        "打击恶意阻工扰工",
        "储备项目转化",
        "“红顶中介”专项整治",
    }


def test_starts_have_the_targets_of_the_notice() -> None:
    start = shipped_campaigns()["start-month"]
    targets = {each.key: [(one.by, one.value) for one in each.targets] for each in start.indicators}
    assert (targets["resumed"], targets["started"]) == ([("06-30", 100)], [("06-30", 70)])


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (HEAD + "  - {key: a, name: 甲, done: [startd]}\n", 5, "started"),
        (HEAD + "  - {key: a, name: 甲, done: [found]}\n", 5, "found"),
        (HEAD + "  - {key: a, name: 甲, done: [started]}\n  - {key: a, name: 乙, done: [late]}\n", 6, "重复"),
        (HEAD + '  - {key: a, name: 甲, done: [late], targets: [{by: "02-30", value: 1}]}\n', 5, "02-30"),
        (
            'ends: "06-30"\n' + HEAD + '  - {key: a, name: 甲, done: [late], targets: [{by: "07-01", value: 1}]}\n',
            6,
            "07-01",
        ),
        (HEAD + "  - {key: a, name: 甲}\n", 5, "done"),
        (HEAD + "  - {key: a, name: 甲, done: [late], unknown: 没有}\n", 5, "unknown"),
        ("projects: {stages: [睡觉]}\n" + HEAD + "  - {key: a, name: 甲, done: [late]}\n", 1, "睡觉"),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(DataFileRefused) as refused:
        parse_campaign(text)
    assert [(each.line, said in each.message) for each in refused.value.faults] == [(line, True)]


def test_json_is_taken_too() -> None:
    indicators = '[{"key": "a", "name": "甲", "done": ["late"]}]'
    text = f'{{"name": "ours", "version": "1", "title": "活动", "indicators": {indicators}}}'
    assert parse_campaign(text).name == "ours"
