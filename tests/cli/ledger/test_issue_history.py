"""What `xiaohao issue` shows of what happened: with each event, the words that were said."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cli.ledger.issue import _timeline

EVENT = {"version": 1, "at": "2026-03-02T02:00:00Z", "actor": {"person_id": "supervisor-140105"}}


@pytest.mark.parametrize(
    ("kind", "data", "said"),
    [
        ("closure.returned.v1", {"reasons": ["便道未贯通", "缺照片"]}, "便道未贯通；缺照片"),
        ("progress.reported.v1", {"note": "已放线"}, "已放线"),
        ("issue.assigned.v1", {}, ""),
    ],
)
def test_an_event_is_shown_with_what_was_said(kind: str, data: dict[str, Any], said: str) -> None:
    table = _timeline([EVENT | {"type": kind, "data": data}], ZoneInfo("Asia/Shanghai"))
    assert list(table.columns[-1].cells) == [said]
