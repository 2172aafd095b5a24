"""Knows what becomes of what is seen day by day: a matter, once, where something falls behind; then what is said on it.

What was opened of what is remembered in `watched`, in the transaction that opens it: {_id, issue, serial, region, at,
behind}.
So nothing is opened twice, whatever dies or runs at once, and each turn for the better or the worse is told once.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pymongo.client_session import ClientSession

from ledger.dispatch.opening import Cause, noted, opened
from ledger.groundwork.clock import Clock
from ledger.groundwork.portions import portions
from ledger.intake.planning.serials import counter, serial, year_of
from ledger.issue.issue import Issue
from ledger.mongo.connection import Document, Store
from ledger.policy.rules import Rules
from ledger.store.archive.moving import bring_back
from ledger.store.commit import Batch, Conflict, commit_numbered
from ledger.store.records import issue_from_document

WATCHED: Final = "watched"
BROKEN: Final = (LookupError, ValueError, ArithmeticError)
"""What is raised where nothing can be decided: it holds up nothing else."""
_AT_ONCE: Final = 500
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """How something stands: `behind`, well again (False), or between the two (None); `note` says it in words. `cause`
    is what a matter is opened of, None where none is opened now.
    """

    key: str
    behind: bool | None
    note: str
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a matter was opened of, and whether that was behind when it was looked at last."""

    key: str
    issue: str
    serial: str
    region: str
    at: datetime
    behind: bool


def settle(store: Store, seen: Iterable[Seen], clock: Clock, rules: Rules) -> bool:
    """Open and tell what is due; whether all could be written, as nothing moved meanwhile.

    Raises pymongo.errors.PyMongoError; what was written stays written, and nothing of it comes again.
    """
    settled = True
    for some in portions(seen, lambda _: 1, _AT_ONCE):
        known = {each.key: each for each in remembered(store, {"_id": {"$in": [each.key for each in some]}})}
        for each in some:
            try:
                _settle(store, each, known.get(each.key), clock.now(), rules)
            except Conflict as met:
                _log.info("%s waits for the next look: %r", each.key, met)
                settled = False
            except BROKEN as error:
                _log.error("no matter could be opened, or told on, of %s: %r", each.key, error)
    return settled


def remembered(store: Store, query: Document) -> Iterator[Remembered]:
    """What was opened, by what it was opened of."""
    for each in store[WATCHED].find(query, sort=[("_id", 1)]):
        yield Remembered(each["_id"], each["issue"], each["serial"], each["region"], each["at"], each["behind"])


def beginning(prefix: str) -> Document:
    """The question for what begins so."""
    return {"_id": {"$gte": prefix, "$lt": prefix[:-1] + chr(ord(prefix[-1]) + 1)}}


def remember(store: Store, session: ClientSession, key: str, issue: Issue, at: datetime, *, behind: bool) -> None:
    """Remember what was opened; in the transaction that opens it. Raises pymongo.errors.DuplicateKeyError."""
    what = {"_id": key, "issue": issue.id, "serial": issue.serial, "region": issue.region}
    store[WATCHED].insert_one(what | {"at": at, "behind": behind}, session=session)


def matters_there(store: Store, ids: list[str]) -> dict[str, Issue]:
    """Those of these issues that there are; what was archived is back, since something is to be told on it."""
    bring_back(store, ids)
    return {each["_id"]: issue_from_document(each) for each in store["issues"].find({"_id": {"$in": ids}})}


def _settle(store: Store, seen: Seen, known: Remembered | None, at: datetime, rules: Rules) -> None:
    if known is None:
        if seen.behind and seen.cause is not None:
            _open(store, seen.key, seen.cause, at, rules)
    elif seen.behind is not None and seen.behind != known.behind:
        _tell(store, seen, known, at, rules)


def _open(store: Store, key: str, cause: Cause, at: datetime, rules: Rules) -> None:
    drawn_on = counter(cause.region, year_of(at, rules.zone))

    def planned(last: Mapping[str, int]) -> Batch:
        change = opened(cause, serial(drawn_on, last[drawn_on] + 1), at, rules)
        return Batch([change], also=lambda store, session: remember(store, session, key, change.issue, at, behind=True))

    commit_numbered(store, Counter({drawn_on: 1}), planned, rules)


def _tell(store: Store, seen: Seen, known: Remembered, at: datetime, rules: Rules) -> None:
    issue = matters_there(store, [known.issue])[known.issue]

    def turned(store: Store, session: ClientSession) -> None:
        found, turn = {"_id": seen.key, "behind": known.behind}, {"$set": {"behind": seen.behind}}
        if not store[WATCHED].update_one(found, turn, session=session).matched_count:
            raise Conflict(f"{seen.key} was told meanwhile")

    commit_numbered(store, {}, lambda _: Batch([noted(issue, seen.note, at)], also=turned), rules)
