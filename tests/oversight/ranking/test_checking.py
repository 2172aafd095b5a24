"""A rule file is checked as a policy is: each fault with its line; those that ship have none."""

import pytest

from ledger.groundwork.yaml_lines import DataFileRefused
from oversight.ranking.checking import parse_rule
from oversight.ranking.shipped import shipped_rules

OFFICE = """
name: shanxi-province-level
version: 2019.1
period: {kind: month-to-date}
subjects: {by: region, level: city}
separate: [{name: 跨市, when: region_count > 1}]
exclude: [{status: 终止, show_as: 终止}]
indicators:
  - {key: rate, name: 投资完成率, of: done_investment, over: plan_year, unit: "%", decimals: 1, better: high}
  - {key: started, name: 开工, count: due_started, identity: "due - late + early = started"}
score: {sort: rate}           # or weights: {rate: 0.6, started: 0.4}, or points: [...]
quarters: {1: {started: 1.0}, 2: {started: 0.5, rate: 0.5}}
sequences: []                 # e.g. 县 / 区 / 园区, each ranked by itself
ties: {place: shared, order: region_code}
lists:
  red: {take: 3, only_if: rate >= elapsed}
  black: {take: 3, only_if: rate < elapsed, exempt: force_majeure}
"""


def test_the_rule_of_the_office_is_sound_as_it_is_written() -> None:
    assert parse_rule(OFFICE).version == "2019.1"


def test_those_that_ship_are_sound_and_of_their_own_names() -> None:
    assert {"shanxi-province-level", "closure-by-city", "closure-by-unit"} <= shipped_rules().keys()


@pytest.mark.parametrize(
    ("written", "instead", "line", "word"),
    [
        ("over: plan_year", "over: plan_yaer", 9, "plan_year"),
        ("count: due_started", "count: due_startd", 10, "due_started"),
        ("= started", "= begun", 10, "begun"),
        ("score: {sort: rate}", "score: {sort: rats}", 11, "rate"),
        ("when: region_count > 1", "when: region_count", 6, "= < >"),
        ("status: 终止,", "status: 中止,", 7, "中止"),
        ("rate: 0.5}", "rat: 0.5}", 12, "rate"),
        ("only_if: rate < elapsed", "only_if: rate < elapse", 17, "elapsed"),
        ("by: region", "by: planet", 5, "region"),
        ("ties:", "tie:", 14, ""),
        ("version: 2019.1", "version: 2021.20", 3, 'version: "2021.20"'),
        ("sequences: []", "sequences: [县, 开发去]", 13, "开发区"),
        ("sequences: []", "sequences: [县, {name: 县, ends: [市]}]", 13, "重复"),
        ("sequences: []", "sequences: [区, 开发区]\nin_zones: neither", 14, "both"),
    ],
)
def test_each_fault_is_told_at_its_line(written: str, instead: str, line: int, word: str) -> None:
    assert written in OFFICE
    with pytest.raises(DataFileRefused) as refused:
        parse_rule(OFFICE.replace(written, instead, 1))
    faults = refused.value.faults
    assert [fault.line for fault in faults] == [line]
    assert word in faults[0].message


BULLETIN = """bulletin:
  title: "{period}通报"
  paragraphs:
    - {text: "完成率{rate@全省}%,开工{named:started}。", when: "red > 0"}
    - {text: "{list:rate}", when: "started > 0", of: 跨市}
    - {table: [place, rate]}
"""


def test_a_rule_with_sentences_is_sound() -> None:
    assert parse_rule(OFFICE + BULLETIN).bulletin is not None


@pytest.mark.parametrize(
    ("written", "instead", "line", "word"),
    [
        ("{period}", "{perod}", 19, "perod"),
        ("{period}", "{period", 19, "花括号"),
        ("{rate@全省}", "{rat@全省}", 21, "rate"),
        ("{rate@全省}", "{rate@跨县}", 21, "跨县"),
        ("{named:started}", "{named:rate}", 21, "rate"),
        ("red > 0", "read > 0", 21, "red"),
        ("{list:rate}", "{list:rates}", 22, "rate"),
        ("of: 跨市", "of: 跨镇", 22, "跨镇"),
        ("[place, rate]", "[place, rite]", 23, "rate"),
        ("{table: [place, rate]}", '{table: [place], text: "a"}', 23, "exactly one"),
    ],
)
def test_each_fault_of_the_sentences_is_told_at_its_line(written: str, instead: str, line: int, word: str) -> None:
    text = OFFICE + BULLETIN
    assert written in text
    with pytest.raises(DataFileRefused) as refused:
        parse_rule(text.replace(written, instead, 1))
    faults = refused.value.faults
    assert [fault.line for fault in faults] == [line]
    assert word in faults[0].message
