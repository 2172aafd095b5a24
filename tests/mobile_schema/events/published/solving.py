"""Knows an event of every type of the way from a plan to being struck off, and back."""

from tests.factories import SHA
from tests.mobile_schema.events.published.parts import REASON, Events, alert, clocks, ended, obligation


def events() -> Events:
    return {
        "plan.filed.v1": {"milestones": [{"name": "组卷报批", "due_on": "2026-03-05"}], "late": True},
        "progress.reported.v1": {
            "note": "已组卷",
            "measures": "专班推进",
            "percent": 40,
            "attachments": [SHA],
            "works_resumed": True,
        },
        "closure.requested.v1": {
            "statement": "手续已批复",
            "evidence": [{"kind": "approval", "sha256": SHA, "text": "批复文件"}],
            "clocks": clocks(started=[obligation("verify")], ended=[ended("resolve")]),
        },
        "recheck.recorded.v1": {
            "result": "not_solved",
            "on_site": True,
            "note": None,
            "report_id": None,
            "duplicate": "0195551a-9b20-5c31-8f4e-2a6d1b9c0e58",
            "attachments": [SHA],
            "alerts": [alert()],
            "vacant_posts": [],
        },
        "issue.closed.v1": {"grade": "good", "note": None},
        "closure.returned.v1": {
            "reasons": ["便道仍未贯通"],
            "clocks": clocks(ended=[ended("verify")], resumed=[{"code": "resolve", "round": 1}]),
        },
        "issue.reopened.v1": REASON | {"clocks": clocks(started=[obligation("resolve", 2)])},
    }
