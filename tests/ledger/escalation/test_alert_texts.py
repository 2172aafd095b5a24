"""An alert quotes what the issue is about, and no more of it than a line holds."""

import pytest

from ledger.escalation.alert_texts import recheck_texts
from mobile_schema.vocabulary import State
from tests.ledger.stories import in_state


@pytest.mark.parametrize(
    ("said", "quoted"), [("坏" * 40, "坏" * 40), ("坏" * 41, "坏" * 39 + "…"), ("坏" * 300, "坏" * 39 + "…")]
)
def test_forty_characters_are_quoted_whole_and_more_are_cut_to_forty(said: str, quoted: str) -> None:
    issue = in_state(State.IN_PROGRESS).issue
    zh, en = recheck_texts(issue, issue, said)
    assert zh.endswith(f":{quoted}。")
    assert en.endswith(f": {quoted}.")
