"""Knows how issues, events and alerts stand in MongoDB, there and back."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from pydantic import BaseModel

from xiaohao.ledger.escalation import next_due_at
from xiaohao.ledger.issue import Issue
from xiaohao.ledger.regions import ancestors
from xiaohao.ledger.rules import Rules
from xiaohao.mobile_schema.events import (
    AlertAcknowledged,
    EscalationFired,
    EventEnvelope,
    parse_event,
)

Document = dict[str, Any]

_DERIVED = ("due_at", "next_due_at", "provisional")
_QUERIED = frozenset({"_id", "ancestors", *_DERIVED})


def plain(value: Any) -> Any:
    """Structs and models as dicts, enums as their text, days as YYYY-MM-DD; moments stay moments."""
    return msgspec.to_builtins(value, builtin_types=(datetime,), enc_hook=vars)


def _model(kind: type[BaseModel], value: Any) -> BaseModel:
    """msgspec's hook for the pydantic models inside an issue."""
    return kind.model_validate(value)


def issue_to_document(issue: Issue, rules: Rules) -> Document:
    """The issue with what only queries need: ancestors, due time shown, when the sweep looks, whether provisional."""
    document: Document = plain(issue)
    document["_id"] = document.pop("id")
    document["ancestors"] = list(ancestors(issue.region))
    document |= _derived(issue, rules)
    return document


def issue_update(before: Issue, after: Issue, rules: Rules) -> Document:
    """What has to be done to an issue's document to make it that of the issue after; only what changed is named.

    MongoDB then touches only the indexes of those fields, and the oplog stays small.
    """
    changed = [name for name in Issue.__struct_fields__ if getattr(before, name) is not getattr(after, name)]
    changed += [name for name in ("due_at", "provisional") if getattr(before, name) != getattr(after, name)]
    changed.append("next_due_at")
    document = plain(after) | _derived(after, rules)
    written = {name: document[name] for name in changed if name in document}
    gone = [name for name in changed if name not in document]
    return {"$set": written} | ({"$unset": dict.fromkeys(gone, "")} if gone else {})


def _derived(issue: Issue, rules: Rules) -> Document:
    """What only queries need and events change: the due time shown, when the sweep has to look, provisional clocks."""
    derived: Document = {"due_at": issue.due_at}
    due = next_due_at(issue, rules.regime_of(issue)) if issue.is_open else None
    if due is not None:
        derived["next_due_at"] = due
    if issue.provisional:
        derived["provisional"] = True
    return derived


def issue_from_document(document: Document) -> Issue:
    """The issue as stored."""
    fields = {name: value for name, value in document.items() if name not in _QUERIED}
    return msgspec.convert({**fields, "id": document["_id"]}, Issue, builtin_types=(datetime,), dec_hook=_model)


def event_id(issue_id: str, version: int) -> str:
    """The one id that this version of an issue can have; sorts by version within the issue."""
    return f"{issue_id}:{version:06d}"


def events_of(issue_id: str) -> Document:
    """The query for all events of an issue: their ids begin with its own, so that the primary key alone answers."""
    return {"_id": {"$gt": f"{issue_id}:", "$lt": f"{issue_id};"}, "issue_id": issue_id}


def event_to_document(envelope: EventEnvelope) -> Document:
    """An event as stored."""
    return {
        "_id": event_id(envelope.issue_id, envelope.version),
        "issue_id": envelope.issue_id,
        "version": envelope.version,
        "type": envelope.type,
        "at": envelope.at,
        "actor": plain(vars(envelope.actor)),
        "data": plain(vars(envelope.data)),
    }


def event_from_document(document: Document) -> EventEnvelope:
    """The event as it was decided."""
    return EventEnvelope.model_validate(
        {
            **{name: document[name] for name in ("issue_id", "version", "type", "at", "actor")},
            "data": parse_event(document["type"], document["data"]),
        }
    )


def alerts_of(issue: Issue, envelope: EventEnvelope) -> Iterator[Document]:
    """The alert documents that an event brings into being."""
    event = envelope.data
    if not isinstance(event, EscalationFired):
        return
    shared = plain({name: value for name, value in vars(event).items() if name not in ("alerts", "clocks")})
    for alert in event.alerts:
        yield {
            "channels": [],
            **shared,
            **plain({name: value for name, value in vars(alert).items() if name != "alert_id"}),
            "_id": alert.alert_id,
            "issue_id": issue.id,
            "serial": issue.serial,
            "project_code": issue.project_code,
            "ancestors": list(ancestors(issue.region)),
            "fired_at": envelope.at,
            "acknowledged_at": None,
            "acknowledged_by": None,
            "dispatched": False,
        }


def acknowledgement_of(envelope: EventEnvelope) -> tuple[str, str, datetime] | None:
    """(alert id, person, when) for the event of an acknowledgement."""
    if isinstance(envelope.data, AlertAcknowledged):
        return envelope.data.alert_id, envelope.actor.person_id, envelope.at
    return None
