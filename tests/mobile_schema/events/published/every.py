"""Knows an event of every type, as the ledger publishes it."""

from typing import Any

from mobile_schema.events.envelope import EVENT_TYPES
from mobile_schema.events.facts import Deed
from tests.factories import MOMENT
from tests.mobile_schema.events.published import assigning, escalated, handling, reported, set_aside, solving, timing
from tests.mobile_schema.events.published.parts import Events


def events() -> Events:
    """One event of every published type, type → its data as JSON."""
    nouns = (assigning, escalated, handling, reported, set_aside, solving, timing)
    data = {type_: event for noun in nouns for type_, event in noun.events().items()}
    deeds = {type_ for type_, event in EVENT_TYPES.items() if issubclass(event, Deed)}
    along = {"note": None, "attachments": []}
    every: dict[str, Any] = {"clocks": None, "notices": []}
    return {type_: every | (along if type_ in deeds else {}) | data[type_] for type_ in data}


def envelope(type_: str, data: dict[str, Any], **over: Any) -> dict[str, Any]:
    """An event as `ledger.events.v1` carries it, as JSON."""
    return {
        "issue_id": "8c6f1f0e-3d5b-5a54-9c55-6a0f3f1f7b11",
        "version": 1,
        "type": type_,
        "at": MOMENT,
        "actor": {
            "person_id": "supervisor-140105",
            "role": "supervisor",
            "unit_id": None,
            "region": "140105",
            "credential": "session:9f3c",
        },
        "data": data,
    } | over
