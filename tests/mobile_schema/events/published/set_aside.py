"""Knows an event of every type of what is set aside and taken back."""

from tests.mobile_schema.events.published.parts import REASON, TWIN, Events, clocks, obligation, told


def events() -> Events:
    twin = {"issue_id": TWIN, "serial": "140105-2026-00002"}
    return {
        "issue.voided.v1": {**REASON, "cause": None},
        "issue.unvoided.v1": REASON
        | {"clocks": clocks(resumed=[{"code": "resolve", "round": 1}], moved=[obligation()])},
        "issue.merged.v1": {"into": twin["issue_id"], "into_serial": twin["serial"], **REASON},
        "duplicate.absorbed.v1": {**twin, "adopted": [obligation()]},
        "issue.parted.v1": {**REASON, "told": [told()]},
        "duplicate.released.v1": twin,
    }
