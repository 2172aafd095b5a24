"""Knows how clocks that rest on an unpublished year are found and set anew once its working days are published."""

from dataclasses import dataclass
from datetime import datetime

from ledger.decisions.recounting import recompute
from ledger.groundwork.clock import Clock
from ledger.issue.changes import Change, envelopes_for, fold
from ledger.issue.issue import Issue
from ledger.mongo.connection import Store
from ledger.policy.rules import Rules
from ledger.registry.actors import SYSTEM
from ledger.store.commit import Batch, Writes
from ledger.store.system_changes import Decisions, Failing, write_each

BATCH = 500


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What a batch came to: how many issues were `settled`, how many were `missed` as somebody changed them meanwhile,
    and `last`, the id after which the next batch begins; None when there is none.
    """

    settled: int
    missed: int
    last: str | None


def recompute_provisional(
    store: Store,
    clock: Clock,
    rules: Rules,
    after: str = "",
    limit: int = BATCH,
    *,
    failing: Failing | None = None,
) -> Recomputed:
    """Set anew what the calendars of `rules` settle, on at most `limit` issues in id order.

    Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    query = {"provisional": True, "_id": {"$gt": after}}
    documents = list(store["issues"].find(query, sort=[("_id", 1)], limit=limit))
    decisions = Decisions(lambda issue, at: _change(issue, at, rules), failing or Failing())
    changes = decisions.on(documents, clock.now())
    written = write_each(store, changes, Writes(Batch(changes=changes), rules), rules)
    decisions.tell("recomputed")
    last = documents[-1]["_id"] if len(documents) == limit else None
    return Recomputed(len(written), len(changes) - len(written), last)


def _change(issue: Issue, at: datetime, rules: Rules) -> Change | None:
    event = recompute(issue, rules.regime_of(issue), rules.calendars.version)
    return None if event is None else fold(issue, envelopes_for(issue, [event], at, SYSTEM))
