"""Knows when a clock that starts falls due: its start, the limit that its policy gives it, and the days worked.

Only a fresh start is judged. What a later event moved (an extension granted, a policy changed, a year published, a
suspension) is taken as the events say it, and so is a limit that says something which is not known here.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from oversight.audit.dates import UNITS, IsWorking, end_of
from oversight.audit.steps import Ladder

Document = Mapping[str, Any]

_WORDS_OF_A_CLOCK = frozenset({"title", "starts", "satisfied_by", "cancelled_by", "resumed_by", "due", "only"})


def fresh_starts(event: Document) -> list[Document]:
    """The clocks that begin with this event, {code, round, due_at}; one that was extended is no beginning."""
    started = (event["data"].get("clocks") or {}).get("started") or ()
    return [clock for clock in started if clock.get("original_due_at") is None]


def right_due(ladder: Ladder, code: str, severity: str, start: datetime, is_working: IsWorking) -> datetime | None:
    """When a clock that starts then falls due under a policy version; None where that says what is not known here."""
    rule = ladder.policy["obligations"].get(code)
    if rule is None or not rule.keys() <= _WORDS_OF_A_CLOCK:
        return None
    limit = rule["due"]
    if not limit.keys() <= UNITS:
        limit = limit.get(severity)
    if limit is None or not limit.keys() <= UNITS:
        return None
    return end_of(start, limit, ladder.zone, is_working)
