"""Knows how an issue is found by its id or 编号 and explained from its stored events and deliveries."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from ledger.issue.issue import Issue
from ledger.issue.projection import replay
from ledger.issue.refusals import CommandRefused, Refusal
from ledger.mongo.connection import Document, Store
from ledger.policy.rules import Rules
from ledger.store.listing import issue_id_of, list_history
from ledger.store.records import event_from_document
from mobile_schema.events.envelope import EventEnvelope
from oversight.explain.explanation import explanation
from oversight.explain.firings import Deliveries, alert_ids
from oversight.explain.noticed import notice_ids
from oversight.explain.told.people import DeliveryTold
from oversight.explain.told.whole import Explanation


def explain(store: Store, name: str, rules: Rules, now: datetime) -> Explanation:
    """The explanation of the issue with this id or 编号, from its events alone.

    Raises CommandRefused (unknown-issue), or pymongo.errors.PyMongoError when MongoDB is away.
    """
    events = list_history(store, issue_id_of(store, name))
    if not events:
        raise CommandRefused(Refusal.UNKNOWN_ISSUE, f"没有这个问题 / no such issue: {name}", issue_id=name)
    return explained(store, events, rules, now)[1]


def explained(store: Store, events: Sequence[Document], rules: Rules, now: datetime) -> tuple[Issue, Explanation]:
    """The issue that these events, all of one, make, and its explanation. Raises pymongo.errors.PyMongoError."""
    envelopes = [event_from_document(event) for event in events]
    issue = replay(envelopes)
    return issue, explanation(issue, envelopes, rules, now, _deliveries(store, envelopes))


def _deliveries(store: Store, envelopes: Sequence[EventEnvelope]) -> Deliveries:
    """What became of the issue's alerts and notices outside the app, oldest first."""
    told: defaultdict[str, list[DeliveryTold]] = defaultdict(list)
    wanted = [*alert_ids(envelopes), *notice_ids(envelopes)]
    for document in store["deliveries"].find({"alert_id": {"$in": wanted}}, sort=[("_id", 1)]):
        told[document["alert_id"]].append(_delivery(document))
    return {alert: tuple(several) for alert, several in told.items()}


def _delivery(document: Document) -> DeliveryTold:
    reason = document.get("reason")
    channel = document.get("kind") or document.get("endpoint_id")
    return DeliveryTold(str(channel), str(document.get("state")), None if reason is None else str(reason))
