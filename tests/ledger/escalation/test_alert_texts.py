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
        ({"before": {"days": 2}}, "时限为 2026-03-09 23:59,即将到期。", "is due 2026-03-09 23:59."),
        ({}, "时限为 2026-03-09 23:59,已超期未办。", "was due 2026-03-09 23:59 and is overdue."),
        ({"after": {"days": 1}}, "时限为 2026-03-09 23:59,已超期未办。", "was due 2026-03-09 23:59 and is overdue."),
    ],
)
def test_a_warning_says_what_is_due_and_everything_later_that_it_is_overdue(
    when: dict[str, Any], zh: str, en: str
) -> None:
    of = story(step("told", **when))
    of.clock.moment = days(5).astimezone(UTC)
    (alert,) = of.sweep()[0].alerts
    assert alert.text_zh.endswith(zh)
    assert alert.text_en.endswith(en)


@pytest.mark.parametrize(
    ("said", "quoted"),
    [("坏", "坏"), ("坏" * 40, "坏" * 40), ("坏" * 41, "坏" * 39 + "…"), ("坏" * 300, "坏" * 39 + "…")],
)
def test_forty_characters_are_quoted_whole_and_more_are_cut_to_forty(said: str, quoted: str) -> None:
    issue = in_state(State.IN_PROGRESS).issue
    zh, en = recheck_texts(issue, issue, RecheckResult.NOT_SOLVED, said)
    assert zh.endswith(f":{quoted}。")
    assert en.endswith(f": {quoted}.")
