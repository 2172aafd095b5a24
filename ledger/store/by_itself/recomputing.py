"""Knows how running clocks are found and set anew once the calendars change: a published year, a local closing day.

A duplicate's due times stand on the issue it was merged into as well: where the duplicate is counted anew, so is that.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from ledger.decisions.recounting import recompute
from ledger.groundwork.clock import Clock
from ledger.issue.changes import Change, envelopes_for, fold
from ledger.issue.issue import OPEN_STATES, Issue
from ledger.mongo.connection import Store
from ledger.policy.rules import Rules
from ledger.registry.actors import SYSTEM
from ledger.store.by_itself.calendar_changes import Regions
from ledger.store.by_itself.system_changes import Decisions, Failing, write_each
from ledger.store.commit import Batch, Writes
from ledger.store.records import issue_from_document, moved_on
from mobile_schema.vocabulary import State

BATCH = 500

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What a batch came to: how many issues were `settled`, how many were `missed` as somebody changed them meanwhile,
    and `last`, the id after which the next batch begins; None when there is none.
    """

    settled: int
    missed: int
    last: str | None


@dataclass(frozen=True, slots=True)
class Affected:
    """How many running clocks on how many issues a calendar sets anew."""

    issues: int
    clocks: int


def recompute_clocks(
    store: Store,
    clock: Clock,
    rules: Rules,
    after: str = "",
    limit: int = BATCH,
    *,
    regions: Regions = None,
    failing: Failing | None = None,
) -> Recomputed:
    """Set anew what the calendars of `rules` count otherwise, on at most `limit` issues of the regions in id order.

    Raises pymongo.errors.PyMongoError when MongoDB is away.
    """
    documents = _found(store, rules, regions, after, limit)
    decisions, changes = _decided(store, documents, clock.now(), rules, failing or Failing())
    written = write_each(store, changes, Writes(Batch(changes=changes), rules), rules)
    changed = {change.issue.id for change in changes}
    _look_again(store, [document for document in documents if document["_id"] not in changed], rules)
    decisions.tell("recomputed")
    last = documents[-1]["_id"] if len(documents) == limit else None
    return Recomputed(len(written), len(changes) - len(written), last)


def affected(store: Store, at: datetime, rules: Rules, regions: Regions = None) -> Affected:
    """What `recompute_clocks` would set anew; changes nothing."""
    issues: set[str] = set()
    clocks, after = 0, ""
    while documents := _found(store, rules, regions, after, BATCH):
        after = documents[-1]["_id"]
        for change in _decided(store, documents, at, rules, Failing())[1]:
            if change.issue.id not in issues:
                issues.add(change.issue.id)
                clocks += _anew(change)
    return Affected(len(issues), clocks)


def _anew(change: Change) -> int:
    changes = [envelope.data.clocks for envelope in change.envelopes if envelope.data.clocks is not None]
    return len({(one.code, one.round) for said in changes for one in (*said.moved, *said.adopted)})


def _found(store: Store, rules: Rules, regions: Regions, after: str, limit: int) -> list[Document]:
    """Issues with running clocks, without those under policies that never ask which days are worked."""
    query: Document = {"_id": {"$gt": after}, "state": {"$in": sorted((*OPEN_STATES, State.MERGED))}}
    never_asking = [policy for policy in rules.policies.versions() if not policy.counts_working_days]
    if never_asking:
        query["$nor"] = [{"policy": policy.name, "policy_version": policy.version} for policy in never_asking]
    if regions is not None:
        query["ancestors"] = {"$in": sorted(regions)}
    return list(store["issues"].find(query, sort=[("_id", 1)], limit=limit))


def _decided(
    store: Store, documents: list[Document], at: datetime, rules: Rules, failing: Failing
) -> tuple[Decisions, list[Change]]:
    """The changes to these issues, and to those that they were merged into."""
    known = {document["_id"] for document in documents}
    into = {document["merger"]["into"] for document in documents if document.get("merger")} - known
    mains = list(store["issues"].find({"_id": {"$in": sorted(into)}})) if into else []
    both = [*documents, *mains]
    merged = sorted({duplicate for document in both for duplicate in document.get("duplicates", ())})
    duplicates = dict(_as_counted_now(store, merged, rules)) if merged else {}
    decisions = Decisions(lambda issue, moment: _change(issue, moment, rules, duplicates), failing)
    return decisions, decisions.on(both, at)


def _as_counted_now(store: Store, ids: list[str], rules: Rules) -> Iterator[tuple[str, Issue]]:
    """Duplicates with their clocks as they are once they are counted anew, whether or not they have been."""
    for document in store["issues"].find({"_id": {"$in": ids}}):
        issue = issue_from_document(document)
        change = _change(issue, issue.updated_at, rules, {})
        yield issue.id, replace(issue, obligations=(change or Change(issue, issue, ())).issue.obligations)


def _change(issue: Issue, at: datetime, rules: Rules, duplicates: Mapping[str, Issue]) -> Change | None:
    event = recompute(issue, rules.regime_of(issue), rules.calendars.version, duplicates)
    return None if event is None else fold(issue, envelopes_for(issue, [event], at, SYSTEM))


def _look_again(store: Store, documents: list[Document], rules: Rules) -> None:
    """Steps in working days may come at other times though their clock stands."""
    looks = Decisions(lambda issue, _: Change(issue, issue, ()), Failing())
    unchanged = [change.issue for change in looks.on(documents, datetime.min)]
    known = [issue for issue in unchanged if issue.is_open and _has_policy(issue, rules)]
    if known:
        store["issues"].bulk_write(moved_on(known, rules), ordered=False)


def _has_policy(issue: Issue, rules: Rules) -> bool:
    try:
        rules.regime_of(issue)
    except LookupError:
        return False
    return True
