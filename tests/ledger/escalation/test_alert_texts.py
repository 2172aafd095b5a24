"""An alert says whether a deadline lies ahead or has passed, and quotes no more than a line holds."""

from datetime import UTC
from typing import Any

import pytest

from ledger.escalation.alert_texts import recheck_texts
from mobile_schema.vocabulary import RecheckResult, State
from tests.ledger.escalation.ladder.rungs import days, story
from tests.ledger.policies import step
from tests.ledger.stories import in_state


@pytest.mark.parametrize(
    ("when", "zh", "en"),
    [
        ({"before": {"days": 2}}, "还有 2 天到期(时限 2026-03-09 23:59)", "is due in 2 days, at 2026-03-09 23:59"),
        ({"before": {"hours": 6}}, "还有 6 小时到期(时限 2026-03-09 23:59)", "is due in 6 hours, at 2026-03-09 23:59"),
        ({}, "已到期未办(时限 2026-03-09 23:59)", "is overdue, it was due 2026-03-09 23:59"),
        (
            {"after": {"days": 1}},
            "已超期 1 天未办(时限 2026-03-09 23:59)",
            "is overdue by 1 day, it was due 2026-03-09",
        ),
    ],
)
def test_a_clock_and_how_late_it_is_come_before_the_issue_as_lists_cut_what_is_long(
    when: dict[str, Any], zh: str, en: str
) -> None:
    of = story(step("told", **when))
    of.clock.moment = days(5).astimezone(UTC)
    (alert,) = of.sweep()[0].alerts
    assert zh in alert.text_zh.partition("问题")[0]
    assert en in alert.text_en.partition("issue")[0]


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("坏", "坏"),
        ("坏了。", "坏了"),
        ("坏" * 40, "坏" * 40),
        ("坏" * 41, "坏" * 39 + "…"),
        ("坏" * 300, "坏" * 39 + "…"),
    ],
)
def test_forty_characters_are_quoted_without_their_full_stop_and_more_are_cut_to_forty(said: str, quoted: str) -> None:
    issue = in_state(State.IN_PROGRESS).issue
    zh, en = recheck_texts(issue, issue, RecheckResult.NOT_SOLVED, said)
    assert zh.endswith(f":{quoted}。")
    assert en.endswith(f": {quoted}.")
