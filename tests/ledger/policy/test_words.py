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
    markdown,
    obligation_rows,
    scope_words,
    span_words,
)
from ledger.registry.files.loading import load_catalogue
from tests.ledger import policies
from tests.ledger.policy.policy_files import POLICY


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
