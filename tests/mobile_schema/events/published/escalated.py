"""Knows an event of every type of the ladder."""

from tests.factories import MOMENT
from tests.mobile_schema.events.published.parts import ALERT_ID, LATER, Events, alert


def events() -> Events:
    clock = {"obligation": "resolve", "round": 1}
    step = {**clock, "policy": "13710", "policy_version": 1, "step": "resolve-county", "occurrence": 1}
    return {
        "escalation.fired.v1": {
            **step,
            "light": "red",
            "light_zh": "红",
            "light_en": "red",
            "instrument": "supervision_order",
            "due_at": MOMENT,
            "late_ms": 86_400_000,
            "alerts": [alert()],
            "channels": ["app", "wecom"],
            "deferred": "quiet_hours",
            "vacant_posts": ["supervisor@140000"],
            "idle": False,
        },
        "escalation.deferred.v1": {**step, "due_at": MOMENT, "until": LATER, "reason": "quiet_hours"},
        "escalation.failed.v1": {
            **step,
            "due_at": MOMENT,
            "late_ms": 0,
            "reason": "nobody",
            "vacant_posts": ["supervisor-140105", "supervisor-140100", "supervisor-140000"],
            "idle": True,
        },
        "alert.acknowledged.v1": {
            "alert_id": ALERT_ID,
            **clock,
            "step": "resolve-county",
            "occurrence": 1,
            "note": "已约谈",
        },
    }
