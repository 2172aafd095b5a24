"""Knows how issues, events and alerts stand in MongoDB, there and back."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from bson import encode
from bson.raw_bson import RawBSONDocument
from msgspec.structs import astuple, replace
from pydantic import BaseModel
from pymongo import UpdateMany, UpdateOne

from ledger.access.scopes import scopes_of
from ledger.escalation.awaiting import awaits_of
from ledger.escalation.due import next_due_at
from ledger.escalation.news import news_of
from ledger.issue.clocks import ObligationState
from ledger.issue.issue import Issue
from ledger.mongo.connection import Document
from ledger.mongo.outbox import WHEN_WRITTEN
from ledger.mongo.slots import slot_of
from ledger.policy.rules import Rules
from ledger.registry.regions import ancestors
from mobile_schema.events.envelope import EventEnvelope, parse_event
from mobile_schema.events.escalation_events import AlertAcknowledged, EscalationFired
from mobile_schema.events.facts import ToldAtOnce
from mobile_schema.vocabulary import VoidCause

LOOK = "next_due_at"
AWAITS = "awaits"
_QUERIED = ("ancestors", "due_at", "scopes", "slot", LOOK, AWAITS)
_DEFAULTS = dict(zip(reversed(Issue.__struct_fields__), reversed(Issue.__struct_defaults__), strict=False))
_SCOPED = frozenset({"unit_id", "supporting_unit_ids", "fixing_units", "region"})
"""With these of its fields the scopes of an issue change."""
_ASKED = frozenset({"state", "recheck", "extension_request", "suspension_request"})
_BY_WHOM = frozenset({"region", "supervising_level", "policy", "policy_version"})
"""With these and those what of it waits for a supervisor."""


def plain(value: Any) -> Any:
    """Structs and models as dicts, enums as their text, days as YYYY-MM-DD; moments stay moments."""
    return msgspec.to_builtins(value, builtin_types=(datetime,), enc_hook=vars)


def _model(kind: type[BaseModel], value: Any) -> BaseModel:
    """msgspec's hook for the pydantic models inside an issue."""
    return kind.model_validate(value)


def issue_to_document(issue: Issue, rules: Rules) -> Document:
    """The issue with what only queries need: scopes, ancestors and slot, the due time shown, when the sweep looks, and
    what of it waits for a supervisor."""
    document: Document = plain(issue)
    document["_id"] = document.pop("id")
    document["scopes"] = list(scopes_of(issue))
    document["ancestors"] = list(ancestors(issue.region))
    document["slot"] = slot_of(issue.id)
    document["due_at"] = issue.due_at
    due = _to_look(issue, rules)
    if due is not None:
        document[LOOK] = due
    awaits = awaits_of(issue, rules)
    if awaits:
        document[AWAITS] = list(awaits)
    return document


def issues_to_documents(issues: Sequence[Issue], rules: Rules) -> list[Document]:
    """Issues as stored; the clocks that several have in common, as those routed alike, are encoded once."""
    times = Counter(id(issue.obligations) for issue in issues)
    made: dict[int, list[RawBSONDocument]] = {}

    def with_shared(issue: Issue) -> Document:
        document, clocks = issue_to_document(issue, rules), issue.obligations
        if clocks and times[id(clocks)] > 1:
            if id(clocks) not in made:
                made[id(clocks)] = [RawBSONDocument(encode(clock)) for clock in document["obligations"]]
            document["obligations"] = made[id(clocks)]
        return document

    return [with_shared(issue) for issue in issues]


def issue_update(before: Issue, after: Issue, rules: Rules, *, look: bool = True) -> Document:
    """What has to be done to an issue's document to make it that of the issue after; only what changed is named.

    MongoDB then touches only the indexes of those fields, and the oplog stays small: of its clocks, too, only those
    that changed, as long as none was added. Without `look` the moment at which the sweep has to look is left as it is,
    for `moved_on`.
    """
    pairs = zip(Issue.__struct_fields__, astuple(before), astuple(after), strict=True)
    changed = {name: new for name, old, new in pairs if old is not new}
    gone = [name for name, value in changed.items() if name in _DEFAULTS and value is _DEFAULTS[name]]
    rescoped, moved = not _SCOPED.isdisjoint(changed), "region" in changed
    asked = not (_ASKED | _BY_WHOM).isdisjoint(changed)
    for name in gone:
        del changed[name]
    if rescoped:
        changed["scopes"] = list(scopes_of(after))
    if asked and (awaits := awaits_of(after, rules)) != awaits_of(before, rules):
        if awaits:
            changed[AWAITS] = list(awaits)
        else:
            gone.append(AWAITS)
    if moved:
        changed["ancestors"] = list(ancestors(after.region))
    if before.obligations is not after.obligations:
        if before.due_at != after.due_at:
            changed["due_at"] = after.due_at
        if len(before.obligations) == len(after.obligations):
            changed |= _clocks_changed(before, changed.pop("obligations"))
    if look:
        due = _to_look(after, rules)
        if due is None:
            gone.append(LOOK)
        else:
            changed[LOOK] = due
    written = plain(changed)
    return {"$set": written, "$unset": dict.fromkeys(gone, "")} if gone else {"$set": written}


def _clocks_changed(before: Issue, after: Sequence[ObligationState]) -> Document:
    """Of most clocks only what their steps did, which is the same on many issues."""
    changed: Document = {}
    for place, (old, new) in enumerate(zip(before.obligations, after, strict=True)):
        if old is new:
            continue
        if new.steps and replace(old, steps=new.steps) == new:
            changed[f"obligations.{place}.steps"] = new.steps
        else:
            changed[f"obligations.{place}"] = new
    return changed


def moved_on(issues: Iterable[Issue], rules: Rules) -> list[UpdateMany]:
    """Set when the sweep has to look at each of these issues again, unless it has changed since."""
    alike: defaultdict[tuple[int, datetime | None], list[str]] = defaultdict(list)
    for issue in issues:
        alike[issue.version, _to_look(issue, rules)].append(issue.id)
    return [
        UpdateMany({"_id": {"$in": ids}, "version": version}, {"$set": {LOOK: due}} if due else {"$unset": {LOOK: ""}})
        for (version, due), ids in alike.items()
    ]


def _to_look(issue: Issue, rules: Rules) -> datetime | None:
    return next_due_at(issue, rules.regime_of(issue)) if issue.is_open else None


def issue_from_document(document: Document) -> Issue:
    """The issue as stored."""
    fields = document.copy()
    fields["id"] = fields.pop("_id")
    for name in _QUERIED:
        fields.pop(name, None)
    return msgspec.convert(fields, Issue, builtin_types=(datetime,), dec_hook=_model)


def event_id(issue_id: str, version: int) -> str:
    """The one id that this version of an issue can have; sorts by version within the issue."""
    return f"{issue_id}:{version:06d}"


def events_of(issue_id: str) -> Document:
    """The query for all events of an issue: their ids begin with its own, so that the primary key alone answers."""
    return {"_id": {"$gt": f"{issue_id}:", "$lt": f"{issue_id};"}, "issue_id": issue_id}


def events_to_documents(envelopes: Sequence[EventEnvelope]) -> list[Document]:
    """Events as stored; what several have in common, as those of issues routed alike, is encoded once."""
    times = Counter(id(part) for envelope in envelopes for part in (envelope.actor, envelope.data))
    made: dict[int, RawBSONDocument] = {}

    def stored(part: BaseModel) -> Document | RawBSONDocument:
        if times[id(part)] == 1:
            return _fields(part)
        if id(part) not in made:
            made[id(part)] = RawBSONDocument(encode(_fields(part)))
        return made[id(part)]

    return [event_to_document(envelope, stored) for envelope in envelopes]


def _fields(part: BaseModel) -> Document:
    fields: Document = plain(vars(part))
    return fields


def event_to_document(
    envelope: EventEnvelope, stored: Callable[[BaseModel], Document | RawBSONDocument] = _fields
) -> Document:
    """An event as stored; `stored` is how its actor and its data are."""
    return {
        "_id": event_id(envelope.issue_id, envelope.version),
        "issue_id": envelope.issue_id,
        "version": envelope.version,
        "type": envelope.type,
        "at": envelope.at,
        "actor": stored(envelope.actor),
        "data": stored(envelope.data),
        "written": WHEN_WRITTEN,
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
    if isinstance(event, EscalationFired):
        shared = {name: value for name, value in vars(event).items() if name not in ("alerts", "clocks", "notices")}
    elif isinstance(event, ToldAtOnce) and (news := news_of(event.TYPE, vars(event))) is not None:
        late = {name: value for name, value in vars(event).items() if name in ("due_at", "late_ms")}
        of_policy = {"policy": issue.policy, "policy_version": issue.policy_version}
        shared = {**news.about, "due_at": envelope.at, **late, **of_policy}
    else:
        return
    for alert in event.alerts:
        said = vars(alert).copy()
        document = {
            "channels": [],
            **shared,
            **said,
            "_id": said["alert_id"],
            "issue_id": issue.id,
            "serial": issue.serial,
            "project_code": issue.project_code,
            "scopes": list(scopes_of(issue)),
            "ancestors": list(ancestors(issue.region)),
            "fired_at": envelope.at,
            "acknowledged_at": None,
            "acknowledged_by": None,
            "acknowledged_note": None,
            "seen": False,
            "seen_at": None,
            "dispatched": False,
        }
        del document["alert_id"]
        yield plain(document)


def acknowledgement_of(envelope: EventEnvelope) -> list[UpdateOne]:
    """What the event of an acknowledgement writes on its alert; whose it is has seen it by that."""
    event, who = envelope.data, envelope.actor.person_id
    if not isinstance(event, AlertAcknowledged):
        return []
    said = {"at": envelope.at, "by": who, "note": event.note}
    written = {f"acknowledged_{name}": value for name, value in said.items()}
    unseen = {"_id": event.alert_id, "recipient_person_id": who, "seen": False}
    seen = {"seen": True, "seen_at": envelope.at}
    return [UpdateOne({"_id": event.alert_id}, {"$set": written}), UpdateOne(unseen, {"$set": seen})]


def void_cause(document: Document) -> VoidCause | None:
    """Why an issue is void where nobody found it reported in error."""
    cause = (document.get("voiding") or {}).get("cause")
    return None if cause is None else VoidCause(cause)
