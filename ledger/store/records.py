"""Knows how issues, events and alerts stand in MongoDB, there and back."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from pydantic import BaseModel

from xiaohao.ledger.escalation import next_due_at
from xiaohao.ledger.issue import Issue
from xiaohao.ledger.policy import Policies
from xiaohao.ledger.regions import ancestors
from xiaohao.mobile_schema.events import (
    AlertAcknowledged,
    EscalationFired,
    EventEnvelope,
    parse_event,
)

Document = dict[str, Any]

_QUERIED = frozenset({"_id", "ancestors", "due_at", "next_due_at"})


def plain(value: Any) -> Any:
    """Structs and models as dicts, enums as their text, days as YYYY-MM-DD; moments stay moments."""
    return msgspec.to_builtins(value, builtin_types=(datetime,), enc_hook=vars)


def _model(kind: type[BaseModel], value: Any) -> BaseModel:
    """msgspec's hook for the pydantic models inside an issue."""
    return kind.model_validate(value)


def issue_to_document(issue: Issue, policies: Policies) -> Document:
    """The issue with what only queries need: ancestors, the due time shown, the time the sweep looks."""
    document: Document = plain(issue)
    document["_id"] = document.pop("id")
    document["ancestors"] = list(ancestors(issue.region))
    document["due_at"] = issue.due_at
    due = next_due_at(issue, policies.of(issue.policy, issue.policy_version))
    if due is not None:
        document["next_due_at"] = due
    return document


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
    shared = plain({name: value for name, value in event if name != "alerts"})
    for alert in event.alerts:
        yield {
            **shared,
            **plain({name: value for name, value in alert if name != "alert_id"}),
            "_id": alert.alert_id,
            "issue_id": issue.id,
            "serial": issue.serial,
            "project_code": issue.project_code,
            "ancestors": list(ancestors(issue.region)),
            "fired_at": envelope.at,
            "acknowledged_at": None,
            "acknowledged_by": None,
        }


def acknowledgement_of(envelope: EventEnvelope) -> tuple[str, str, datetime] | None:
    """(alert id, person, when) for the event of an acknowledgement."""
    if isinstance(envelope.data, AlertAcknowledged):
        return envelope.data.alert_id, envelope.actor.person_id, envelope.at
    return None
