"""Knows the parts that published events have in common, as JSON."""

from typing import Any, Final

from tests.factories import MOMENT

LATER: Final = "2026-03-12T15:59:59.999000Z"
ALERT_ID: Final = "0d3f2c1e-58a2-5c39-9f5e-1a7d7f1c1371"
TWIN: Final = "8c6f1f0e-3d5b-5a54-9c55-6a0f3f1f7b12"
REASON: Final = {"reason": "待上级批复"}

Events = dict[str, dict[str, Any]]
"""type → the data of one"""


def obligation(code: str = "resolve", round_: int = 1, **over: Any) -> dict[str, Any]:
    """One clock as an event sets it."""
    return {"code": code, "round": round_, "due_at": MOMENT, "original_due_at": None, "provisional": False} | over


def clocks(**changes: list[dict[str, Any]]) -> dict[str, Any]:
    """What an event does to the clocks of its issue."""
    return {"started": [], "ended": [], "resumed": [], "moved": [], "adopted": []} | changes


def ended(code: str, outcome: str = "satisfied") -> dict[str, Any]:
    return {"code": code, "round": 1, "outcome": outcome}


def adopted() -> dict[str, Any]:
    return {"code": "resolve", "round": 1, "issue_id": TWIN, "due_at": LATER, "own_due_at": MOMENT}


def alert() -> dict[str, Any]:
    return {
        "alert_id": ALERT_ID,
        "recipient_person_id": None,
        "recipient_post": "supervisor",
        "recipient_level": "city",
        "recipient_region": "140100",
        "text_zh": "逾期",
        "text_en": "overdue",
        "vacant_posts": ["supervisor-140105"],
    }


def told() -> dict[str, Any]:
    return {
        "code": "resolve",
        "round": 1,
        "step": "resolve-person",
        "occurrence": 1,
        "first_at": MOMENT,
        "last_at": MOMENT,
        "idle": 0,
        "acknowledged_at": None,
    }
