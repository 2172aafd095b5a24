"""A policy in words: every event and length of time has them, and a ladder reads as a table."""

from typing import Any

import pytest

from ledger.calendar.deadlines import TimeLimit
from ledger.policy.policy import Scope, Trigger
from ledger.policy.versions import parse_policy
from ledger.policy.words import (
    LADDER_HEADS,
    TRIGGERS,
    UNITS,
    ladder_rows,
    limit_words,
    markdown,
    obligation_rows,
    scope_words,
    span_words,
)
from ledger.registry.files.loading import load_catalogue
from tests.ledger import policies
from tests.ledger.policy.files.policy_files import POLICY


def test_every_event_that_a_clock_may_name_has_its_words() -> None:
    assert TRIGGERS.keys() == set(Trigger)


def test_the_ladder_reads_as_a_table() -> None:
    table = markdown(LADDER_HEADS, ladder_rows(parse_policy(POLICY))).splitlines()
    assert table[2] == (
        "| ahead | 解决 | 到期前 1 天 1 day before due | 绿 green | 提醒函 reminder | 责任人 person responsible |"
    )
    assert "每 1 天重复 every 1 day，至多 3 次 at most 3 times" in table[3]
    assert "county 发出 3 天仍未办结 3 days after county, if still not satisfied" in table[4]


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ({}, "到期 when due"),
        ({"before": {"hours": 1}}, "到期前 1 小时 1 hour before due"),
        ({"after": {"days": 2}}, "超期 2 天 2 days after due"),
        ({"again_if_idle": {"days": 7}}, "到期 when due，签阅后 7 天无进展再提醒 again if idle for 7 days"),
        (
            {"repeat": {"every": {"days": 1}, "until": {"months": 1}}},
            "到期 when due，每 1 天重复 every 1 day，至首次后 1 个月 until 1 month after the first",
        ),
    ],
)
def test_a_step_tells_when_it_comes_and_when_it_comes_again(said: dict[str, Any], when: str) -> None:
    (row,) = ladder_rows(policies.policy(policies.step("told", **said)))
    assert row[2] == when


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ({"post": "responsible_person"}, "责任人 person responsible"),
        ({"post": "unit_head"}, "责任单位负责人 head of the unit"),
        ({"post": "unit_head", "of": "supporting"}, "配合单位负责人 head of each supporting unit"),
        ({"post": "supervisor", "level": "county"}, "县级督办人员 county supervisor"),
        ({"post": "supervisor", "level": "supervising"}, "本级督办人员 supervisor of its level"),
        ({"post": "supervisor", "level": "above"}, "上一级督办人员 supervisor one level above"),
    ],
)
def test_a_recipient_is_told_in_words(to: dict[str, str], words: str) -> None:
    (row,) = ladder_rows(policies.policy(policies.step("told", to=to)))
    assert row[5] == words


def test_a_clock_names_for_which_issues_alone_it_is() -> None:
    clocks = policies.due()
    clocks["triage"]["only"] = {"works_stopped": False}
    rows = list(obligation_rows(policies.policy(obligations=clocks)))
    assert rows[0][0].endswith("`triage`（未停工）")
    assert not any("（" in row[0] for row in rows[1:])


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (TimeLimit(days=3), ("3 天", "3 days")),
        (
            TimeLimit(days=3, or_next_working_day=True),
            ("3 天,遇休息日为下一工作日", "3 days, or the next working day"),
        ),
    ],
)
def test_a_limit_tells_where_it_waits_for_a_working_day(limit: TimeLimit, words: tuple[str, str]) -> None:
    assert limit_words(limit) == words


def test_a_bar_in_a_cell_does_not_end_it() -> None:
    assert markdown(("a", "b"), [("x|y", "z")]) == "| a | b |\n| --- | --- |\n| x¦y | z |\n"


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (TimeLimit(), ("当日", "the same day")),
        (TimeLimit(months=1, days=2), ("1 个月2 天", "1 month 2 days")),
        (TimeLimit(working_days=1), ("1 个工作日", "1 working day")),
        (TimeLimit(hours=2, minutes=30), ("2 小时30 分钟", "2 hours 30 minutes")),
    ],
)
def test_a_length_of_time_is_told_in_words(limit: TimeLimit, words: tuple[str, str]) -> None:
    assert span_words(limit) == words


def test_units_are_counted_in_english() -> None:
    day = UNITS["days"]
    assert [day.counted(number) for number in range(4)] == ["0 days", "1 day", "2 days", "3 days"]


def test_a_clock_tells_one_limit_for_all_or_one_for_each_severity() -> None:
    def limits(**said: Any) -> str:
        return next(row[3] for row in obligation_rows(policies.policy(obligations=policies.due(triage=said))))

    assert limits(days=3) == limits(ordinary={"days": 3}, major={"days": 3}) == "3 天 3 days"
    assert limits(ordinary={"days": 3}, major={"months": 1}) == "一般 3 天 3 days；重大 1 个月 1 month"


def test_a_scope_names_its_regions_where_the_registry_knows_them() -> None:
    scope = Scope(regions=("140105", "149999"), works_stopped=True)
    assert scope_words(scope) == "140105、149999 · 已停工"
    assert scope_words(scope, load_catalogue(samples=False)) == "小店区、149999 · 已停工"
    assert scope_words(Scope(works_stopped=False)) == "未停工"
    assert scope_words(Scope()) == "全部 all"
