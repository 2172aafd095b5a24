"""Knows an event of every type of what is said, ticked off, taken back and put right."""

from tests.factories import SHA
from tests.mobile_schema.events.published.parts import ALERT_ID, LATER, REASON, Events, alert, clocks, ended, obligation


def events() -> Events:
    place = {"latitude": 37.8706, "longitude": 112.5489}
    land = {"category": "land", "severity": "ordinary", "description": "手续未办", "region": "140105", "location": None}
    return {
        "comment.added.v1": {"note": "请尽快核实", "mentions": ["supervisor-140105"], "attachments": [SHA]},
        "instruction.given.v1": {
            "number": 7,
            "note": "三日内书面回复",
            "mentions": ["head-140105-natural-resources"],
            "due_at": LATER,
            "alert_id": ALERT_ID,
        },
        "instruction.overdue.v1": {
            "instruction": 7,
            "due_at": LATER,
            "late_ms": 12,
            "alerts": [alert()],
            "vacant_posts": [],
        },
        "reminder.sent.v1": {"note": "请抓紧办理", "alerts": [alert()], "vacant_posts": []},
        "reply.given.v1": {
            "unit_id": "140105-ecology",
            "note": "已完成迁改",
            "mentions": [],
            "instruction": 7,
            "attachments": [SHA],
        },
        "milestone.reached.v1": {
            "number": 1,
            "name": "组卷报批",
            "due_on": "2026-03-05",
            "reached_on": "2026-03-06",
            "late": True,
        },
        "closure.withdrawn.v1": REASON
        | {
            "clocks": clocks(ended=[ended("verify", "cancelled")], resumed=[{"code": "resolve", "round": 1}]),
        },
        "extension.withdrawn.v1": REASON,
        "suspension.withdrawn.v1": REASON,
        "issue.corrected.v1": {
            **REASON,
            "corrected": ["severity", "location"],
            "before": land,
            "after": land | {"severity": "major", "location": place},
            "supervising_region": "140000",
            "supervising_level": "province",
            "policy": "13710",
            "policy_version": 1,
            "clocks": clocks(moved=[obligation()], ended=[ended("deploy", "out_of_scope")]),
        },
    }
